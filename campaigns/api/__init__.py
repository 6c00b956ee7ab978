"""`/api/v1`: campaigns, a citizen's own sign-ups, trophies and teams for programs."""
