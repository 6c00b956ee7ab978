"""A number changes hands: its owner takes another, at once or after waiting; or it opens an account no more."""
