"""`{% filled "portal/week.html" week=week with name=name %}`: an include that is made once and then filled in."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from common.kept_forms import filled as filled_form

register = template.Library()


class Filled(template.Node):
    """What stands before `with` decides how the part looks, what stands behind is set in."""

    def __init__(
        self, name: FilterExpression, fixed: dict[str, FilterExpression], places: dict[str, FilterExpression]
    ) -> None:
        self.name, self.fixed, self.places = name, fixed, places

    def render(self, context: Any) -> SafeString:
        fixed = {name: value.resolve(context) for name, value in self.fixed.items()}
        places = {name: str(value.resolve(context)) for name, value in self.places.items()}
        return filled_form(self.name.resolve(context), fixed, places)


@register.tag
def filled(parser: Parser, token: Token) -> Filled:
    _tag, name, *words = token.split_contents()
    fixed = token_kwargs(words, parser)
    places = token_kwargs(words[1:], parser) if words else {}
    return Filled(parser.compile_filter(name), fixed, places)
