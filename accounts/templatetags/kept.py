"""`{% kept "components/site_header.html" %}`: an include that is made once for all readers who see the same."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe

from accounts.kept_pages import kept_part

register = template.Library()


class Kept(template.Node):
    """Shows a part of the page's frame."""

    def __init__(self, name: template.base.FilterExpression) -> None:
        self.name = name

    def render(self, context: Any) -> SafeString:
        name = self.name.resolve(context)
        return mark_safe(kept_part(name, context))  # noqa: S308, a template's own text


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    _tag, name = token.split_contents()
    return Kept(parser.compile_filter(name))
