"""How templates of a citizen's year write grams and numbers."""

from datetime import date

from django import template

from portal.year import words

register = template.Library()


@register.filter
def weight(grams: int) -> str:
    """1234 as 1.2 kg, 523 as 523 g."""
    return words.weight(grams)


@register.filter
def day_of_year(day: date) -> str:
    """11月6日, November 6."""
    return words.day_of_year(day)
