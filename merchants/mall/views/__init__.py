"""The pages of the mall."""
