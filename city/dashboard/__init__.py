"""The city's figures as charts: each with its finding, table, file, address and picture, all of the same numbers."""
