"""The pages of an organisation's room, a file for each subject."""
