"""A second reckoner, written from docs/scoring.md alone: the scorer's answers are compared with its own."""
