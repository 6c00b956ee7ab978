"""Campaigns: who joins which, who was there, and the bonus that it pays from a budget of its own."""
