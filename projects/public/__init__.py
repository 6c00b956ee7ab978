"""The registry as everybody may read it: no account is needed, and nobody's name but of organisations is told."""
