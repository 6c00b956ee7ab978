"""Organisations of the second path: how they come about, who acts for them, and their room."""
