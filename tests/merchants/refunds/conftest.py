"""Cups of tea that were taken in November, and who may give them back."""

from tests.merchants.settlement.conftest import clerk, owner, payer, take

__all__ = ["clerk", "owner", "payer", "take"]
