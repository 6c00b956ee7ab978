"""Monitoring reports: drawn up line by line, verified by another organisation, and asked to be issued."""
