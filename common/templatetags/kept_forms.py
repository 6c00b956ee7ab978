"""`{% filled "portal/week.html" week=week with name=name %}`: an include that is made once and then filled in.

`{% once %} … {% endonce %}`: what reads nothing, rendered once in each language.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

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


class Once(template.Node):
    """Finds no variable inside, so that it cannot keep anybody's."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.texts: dict[str | None, SafeString] = {}

    def render(self, context: Any) -> SafeString:
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.nodelist.render(context.new())
        return self.texts[language]


@register.tag
def filled(parser: Parser, token: Token) -> Filled:
    _tag, name, *words = token.split_contents()
    fixed = token_kwargs(words, parser)
    places = token_kwargs(words[1:], parser) if words else {}
    return Filled(parser.compile_filter(name), fixed, places)


@register.tag
def once(parser: Parser, _token: Token) -> Once:
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodelist)
