"""The ways in which acts arrive. Each turns what it was given into drafts and hands them to the gate."""
