"""Pages of monitoring reports, for whoever sits in the owner or in the verifier."""
