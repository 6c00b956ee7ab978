"""The tables of campaigns, a file for each subject."""
