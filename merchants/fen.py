"""Fen as they are written: whole numbers inside, yuan with two decimals outside."""

from decimal import Decimal


def yuan(fen: int) -> str:
    """123456 as 1,234.56, as people read it."""
    return f"{Decimal(fen).scaleb(-2):,.2f}"


def in_yuan(fen: int) -> Decimal:
    """123456 as the number 1234.56, which a file keeps as one: a text below zero would be marked as no formula."""
    return Decimal(fen).scaleb(-2)


def plain_yuan(fen: int) -> str:
    """123456 as 1234.56, as spreadsheets and banks read it."""
    return f"{Decimal(fen).scaleb(-2):.2f}"
