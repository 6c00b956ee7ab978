"""`{% activity_card activity with_day=True %}`: an act in a list."""

from django import template
from django.utils.safestring import SafeString

from activities.cards import card
from activities.models import Activity
from activities.shown_acts import ShownAct

register = template.Library()


@register.simple_tag
def activity_card(activity: Activity | ShownAct, *, with_day: bool = False) -> SafeString:
    act = ShownAct.of(activity) if isinstance(activity, Activity) else activity
    return card(act, with_day=with_day)
