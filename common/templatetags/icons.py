"""`{% icon "leaf" %}`: a drawing of `templates/icons/`, read once by a process."""

from functools import cache

from django import template
from django.template.loader import get_template

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> str:
    """The same on every page and in every language. Raises `TemplateDoesNotExist`."""
    return get_template(f"icons/{name}.svg").render()
