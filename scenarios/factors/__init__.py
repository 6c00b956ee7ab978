"""Published values at the desk: entering a new one, and the versions of rules that rest on the one before."""
