"""What is said of an act and of how it is counted, to whoever may see it."""
