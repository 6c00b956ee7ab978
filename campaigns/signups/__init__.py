"""Who joins a campaign, and who waits for a place."""
