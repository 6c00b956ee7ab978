"""What an uploaded file can say: one module a format, found by the registry, turns the words of a row into a draft."""
