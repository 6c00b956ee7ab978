"""How the desk writes numbers: in groups of three, in both languages alike."""

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """12345 as 12,345."""
    return f"{number:,}"
