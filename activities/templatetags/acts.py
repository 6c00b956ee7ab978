"""`{% activity_cards acts with_day=True %}`: acts in a list."""

from collections.abc import Iterable, Sequence

from django import template

from activities.models import Activity
from activities.telling.cards import Card, card_of
from activities.telling.stated import Authority

register = template.Library()


@register.filter
def place_in(authority: Authority, sources: Sequence[Authority]) -> int:
    """Under which number a list names the authority."""
    return sources.index(authority) + 1


@register.inclusion_tag("activities/_activity_cards.html")
def activity_cards(acts: Iterable[Activity], *, with_day: bool = False) -> dict[str, list[Card]]:
    return {"cards": [card_of(act, with_day=with_day) for act in acts]}
