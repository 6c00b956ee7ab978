"""The pages of a merchant's room."""
