"""Fen as people read them: whole numbers inside, yuan with two decimals on the page."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    """123456 as 1,234.56."""
    return f"{Decimal(fen).scaleb(-2):,.2f}"
