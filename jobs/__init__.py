"""Scheduled work: what each app wants done again and again, when it is due, who took it and how it ended."""
