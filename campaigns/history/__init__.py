"""Campaigns of before the portal, as public sources tell them."""
