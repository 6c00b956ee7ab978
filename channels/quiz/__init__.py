"""The daily quiz: a bank of questions, a few drawn for each citizen and day, answered once."""
