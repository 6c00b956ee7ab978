"""Whether a citizen may earn and spend: `freezing` decides for a while, `reading` says how it is, `words` why."""
