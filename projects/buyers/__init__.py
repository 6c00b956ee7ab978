"""Corporate buyers: what an organisation says it needs for a year, what it holds, and what it has retired for that."""
