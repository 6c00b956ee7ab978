"""Refunds: what a till took is given back, days later, by the merchant's owner or by the desk, with a reason."""
