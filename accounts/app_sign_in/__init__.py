"""Signing in by the API: an app or mini-program asks for a code, and gets tokens that it renews (docs/adr/0101)."""
