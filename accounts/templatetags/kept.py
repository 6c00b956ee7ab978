"""`{% frame %} … {% endframe %}`: what many readers see alike, around blocks that are each one's own."""

from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString, mark_safe

from accounts.kept_pages import IS_MADE, OWN_PLACE, frame_of

register = template.Library()


class Own(Node):
    """A block, rendered each time; while the frame is made, only its place is marked."""

    def __init__(self, number: int, block: BlockNode) -> None:
        self.number = number
        self.nodelist = NodeList([block])

    def render(self, context: Any) -> SafeString:
        return mark_safe(OWN_PLACE % self.number) if IS_MADE in context else self.nodelist.render(context)  # noqa: S308


class Frame(Node):
    """Rendered once for each look; then only its blocks, which stand in it directly."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = NodeList(
            Own(number, node) if isinstance(node, BlockNode) else node for number, node in enumerate(nodelist)
        )

    def render(self, context: Any) -> SafeString:
        pieces = frame_of(self, self.nodelist, context)
        if pieces is None:
            return self.nodelist.render(context)
        texts = [piece if isinstance(piece, str) else self.nodelist[piece].render(context) for piece in pieces]
        return mark_safe("".join(texts))  # noqa: S308, a template's own text


@register.tag
def frame(parser: Parser, _token: Token) -> Frame:
    nodelist = parser.parse(("endframe",))
    parser.delete_first_token()
    return Frame(nodelist)
