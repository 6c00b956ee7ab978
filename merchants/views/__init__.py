"""The citizen's pages of the mall, a file for each subject."""
