"""Indicators in words: groups, what kind a figure is, the figure with its unit, and when it was so."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from city.indicators.series import Bound, Direction, Figure, FigureKind, Group, Indicator
from common.texts import in_reader_language

Said = Mapping[str, str | Promise]
GROUPS: Said = {
    Group.ENERGY: gettext_lazy("Energy and climate"),
    Group.TRANSPORT: gettext_lazy("Transport"),
    Group.INDUSTRY: gettext_lazy("Economy and industry"),
    Group.RESOURCES: gettext_lazy("Water and waste"),
    Group.ECOLOGY: gettext_lazy("Forest, parks and greenways"),
    Group.AIR: gettext_lazy("Air"),
    Group.DISTRICTS: gettext_lazy("Districts"),
}
KINDS: Said = {
    FigureKind.LEVEL: gettext_lazy("Level"),
    FigureKind.CHANGE: gettext_lazy("Change"),
    FigureKind.TARGET: gettext_lazy("Target"),
    FigureKind.RANK: gettext_lazy("Rank"),
    FigureKind.FACT: gettext_lazy("In words"),
}
DIRECTIONS: Said = {
    Direction.UP: gettext_lazy("More is better"),
    Direction.DOWN: gettext_lazy("Less is better"),
    Direction.NONE: gettext_lazy("Neither more nor less is better by itself"),
}
BOUNDS: Said = {
    Bound.OVER: gettext_lazy("more than"),
    Bound.UNDER: gettext_lazy("at most"),
    Bound.ABOUT: gettext_lazy("about"),
}
PER_CENT = "%"
COUNTED_IN: Mapping[str, tuple[Decimal, str]] = {
    "10,000 ": (Decimal(10_000), ""),
    "100 million ": (Decimal("0.1"), "billion "),
}
"""What English has no word for: how a unit begins, by what its number is multiplied, and how it begins then."""
MINUS = "\u2212"


def number_shown(number: Decimal) -> str:
    """With commas, and as many places as the source gives."""
    return f"{number:,}".replace("-", MINUS)


def value_in_words(indicator: Indicator, figure: Figure) -> str:
    """A figure with its unit, as its source states it."""
    if figure.number is None:
        return in_reader_language(figure.text) if figure.text else ""
    told = number_with_unit(figure.number, in_reader_language(indicator.unit))
    if figure.bound is Bound.OVER:
        return _("more than %(figure)s") % {"figure": told}
    if figure.bound is Bound.UNDER:
        return _("at most %(figure)s") % {"figure": told}
    if figure.bound is Bound.ABOUT:
        return _("about %(figure)s") % {"figure": told}
    return told


def number_with_unit(number: Decimal, unit: str) -> str:
    amount, counted_in = _as_counted(number, unit)
    told = number_shown(amount)
    return f"{told}{unit}" if unit == PER_CENT else f"{told} {counted_in}".strip()


def _as_counted(number: Decimal, unit: str) -> tuple[Decimal, str]:
    """A number of ten thousands or of hundred millions as English counts it, exactly."""
    for begins, (times, instead) in COUNTED_IN.items():
        if unit.startswith(begins):
            whole = number * times
            exact = whole.to_integral_value() if whole == whole.to_integral_value() else whole.normalize()
            return exact, instead + unit.removeprefix(begins)
    return number, unit


def line(indicator: Indicator, figure: Figure) -> dict[str, object]:
    """What a table says of a figure."""
    return {
        "when": when_in_words(figure.when),
        "value": value_in_words(indicator, figure),
        "kind": KINDS[figure.kind],
        "source": figure.source,
    }


def when_in_words(when: str) -> str:
    """A year, a month of a year, or a span of years."""
    first, _slash, last = when.partition("/")
    if last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    year, _dash, month = when.partition("-")
    return date_format(date(int(year), int(month), 1), "YEAR_MONTH_FORMAT") if month else year


def finding(indicator: Indicator) -> str:
    """What a series comes to, as the title of its chart: the first and the last level; one point is told as one."""
    levels = indicator.levels
    if len(levels) > 1 and levels[0].when != levels[-1].when:
        facts = {
            "from": value_in_words(indicator, levels[0]),
            "since": when_in_words(levels[0].when),
            "to": value_in_words(indicator, levels[-1]),
            "until": when_in_words(levels[-1].when),
        }
        return _("From %(from)s (%(since)s) to %(to)s (%(until)s)") % facts
    return told(indicator, indicator.latest)


def told(indicator: Indicator, figure: Figure) -> str:
    """A figure with its time, by itself."""
    facts = {"figure": value_in_words(indicator, figure), "when": when_in_words(figure.when)}
    if figure.kind is FigureKind.TARGET:
        return _("Target for %(when)s: %(figure)s") % facts
    return _("%(figure)s (%(when)s)") % facts
