"""Grams as people speak of them, in templates."""

from django import template

from city.dashboard import measures

register = template.Library()
register.filter("grams_in_words", measures.grams_in_words)


@register.simple_tag
def grams_and_unit(grams: int) -> dict[str, str]:
    """The number and the unit of `grams_in_words`, for where they stand in two sizes."""
    unit = measures.unit_of_grams(grams)
    return {"number": unit.number(grams), "unit": unit.name}
