"""What staff of the scheme decide of the second path: organisations, and the registry of units by two people."""
