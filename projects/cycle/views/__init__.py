"""Pages of the way from draft to registered: the owner's, the verifier's, and what everybody reads."""
