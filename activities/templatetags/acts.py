"""`{% activity_cards acts with_day=True %}`: acts in a list."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from activities.models import Activity
from activities.telling.cards import cards
from activities.telling.shown_acts import ShownAct

register = template.Library()


@register.simple_tag
def activity_cards(acts: Iterable[Activity | ShownAct], *, with_day: bool = False) -> SafeString:
    return cards((ShownAct.of(act) if isinstance(act, Activity) else act for act in acts), with_day=with_day)
