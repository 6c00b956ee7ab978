"""Pages: sign-in, profile, access tokens, language."""
