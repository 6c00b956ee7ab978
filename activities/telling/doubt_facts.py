"""The numbers behind a doubt in words, for whoever decides: 24 km/h, 11 journeys on that day."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.measures import duration_shown, measure_shown, value_shown
from activities.models import Activity


def facts_in_words(activity: Activity, code: str, facts: Mapping[str, int]) -> list[str]:
    """In the language active now, the first first; what a check of before told is said by its name."""
    return [_words(activity, code, name, value) for name, value in facts.items()]


def _words(activity: Activity, code: str, name: str, value: int) -> str:
    if name in MINUTES and code in MINUTES[name]:
        return MINUTES[name][code](duration_shown(Decimal(60 * value)))
    return WORDS[name](activity, value) if name in WORDS else f"{name} {value}"


def _amount(activity: Activity, value: int) -> str:
    """In the unit of what the act says so much of."""
    method = activity.scenario.methodology
    if method.quantities and method.quantities[0].name in activity.values:
        return value_shown(method, method.quantities[0].name, value)
    return measure_shown(method, "distance_m", Decimal(value))


def _usual(activity: Activity, value: int) -> str:
    return _("usually %(amount)s") % {"amount": _amount(activity, value)}


def _counted(value: int, words: str) -> str:
    return words % {"number": f"{value:,}"}


WORDS: Mapping[str, Callable[[Activity, int], str]] = {
    "kmh": lambda _act, value: _("%(number)s km/h") % {"number": value},
    "amount": _amount,
    "usual": _usual,
    "steps": lambda _act, value: _counted(value, ngettext("%(number)s step", "%(number)s steps", value)),
    "days": lambda _act, value: _counted(value, ngettext("on %(number)s other day", "on %(number)s other days", value)),
    "journeys": lambda _act, value: _counted(
        value, ngettext("%(number)s journey on that day", "%(number)s journeys on that day", value)
    ),
    "hour": lambda _act, value: _("between %(from)s:00 and %(to)s:00") % {"from": value, "to": value + 1},
    "photos": lambda _act, value: _counted(value, ngettext("%(number)s photo", "%(number)s photos", value)),
    "people": lambda _act, value: _counted(
        value, ngettext("%(number)s other person", "%(number)s other people", value)
    ),
}
MINUTES: Mapping[str, Mapping[str, Callable[[str], str]]] = {
    "minutes": {
        "steps_since_midnight": lambda time: _("in %(time)s") % {"time": time},
        "two_places": lambda time: _("%(time)s at the same time") % {"time": time},
        "ahead_of_its_time": lambda time: _("%(time)s before it was over") % {"time": time},
    }
}
"""What so many minutes are, by the code of the check."""
