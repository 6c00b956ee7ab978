"""From draft to registered: what its owner writes, everybody comments, a verifier validates and the desk decides."""
