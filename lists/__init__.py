"""What a regulation lists, such as the holidays of a year: one person enters an edition, another puts it in force."""
