"""What figures come to, as one sentence that titles their chart; of what is hidden or missing it says just that."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from city.dashboard import periods
from city.dashboard.measures import grams_in_words
from city.proofs import share
from city.rollups.periods import Unit
from city.rollups.reading import Row
from common.texts import listed

WEEK = 7
MOST_EQUALS = 3
"""More that are equal are no finding."""
BEFORE = {
    Unit.DAY: gettext_lazy("the seven days before"),
    Unit.WEEK: gettext_lazy("the week before"),
    Unit.MONTH: gettext_lazy("the month before"),
    Unit.YEAR: gettext_lazy("the year before"),
}


def nothing(hidden: int) -> str:
    """Where no figure can be shown, of so many that there are."""
    if hidden:
        return _("Too few citizens took part for a figure to be shown")
    return _("Nothing is published yet")


def of_trend(unit: Unit, told: Sequence[Row], since: date | None, current: str = "") -> str:
    """Of periods, the earliest first: the last that is over, compared with the one before where both are whole.

    `since` is the first day of which anything is known. Of `current`, which is not over, it speaks only where no other
    can be shown.
    """
    rows = [row for row in told if row.key != current]
    if not any(row.grams is not None for row in rows):
        return _so_far(unit, told)
    weeks = _of_weeks(rows, current) if unit is Unit.DAY else None
    if weeks:
        return _compared(_("In the last seven days"), BEFORE[unit], *weeks)
    last = [row for row in rows if row.grams is not None][-1]
    before = None if unit is Unit.DAY else _one_before(unit, rows, last, since)
    return _compared(periods.words_of(unit, last.key).whole, BEFORE[unit], last.grams, before)


def _so_far(unit: Unit, told: Sequence[Row]) -> str:
    last = told[-1] if told else None
    if last is None or last.grams is None:
        return nothing(len(told))
    facts = {"when": periods.words_of(unit, last.key).whole, "grams": grams_in_words(last.grams)}
    return _("%(when)s, so far: %(grams)s avoided") % facts


def of_largest(parts: Sequence[tuple[str, int | None]], whole: int | None, when: str) -> str:
    """Which of some parts is the largest, with its share of the whole; `None` is hidden."""
    known = [(name, grams) for name, grams in parts if grams]
    if not known or not whole:
        return nothing(len(parts))
    name, grams = max(known, key=lambda part: part[1])
    facts = {"name": name, "share": share(grams, whole), "when": when}
    return _("%(name)s: %(share)s of the CO₂ avoided (%(when)s)") % facts


def of_most(places: Sequence[tuple[str, Decimal | int | None]], when: str, told: Callable[[Decimal | int], str]) -> str:
    """Where most was avoided, by sums or by what each resident comes to; equals are named together."""
    known = [amount for _name, amount in places if amount]
    if not known:
        return nothing(len(places))
    first = [name for name, amount in places if amount == max(known)]
    names = listed(first) if len(first) <= MOST_EQUALS else _("%(count)s districts alike") % {"count": len(first)}
    facts = {"names": names, "figure": told(max(known)), "when": when}
    return _("%(when)s, most avoided: %(names)s, %(figure)s") % facts


def _of_weeks(rows: Sequence[Row], today: str) -> tuple[int, int | None] | None:
    """The seven days before today and the seven before them, where each is shown and none is missing."""
    last, before = rows[-WEEK:], rows[-2 * WEEK : -WEEK]
    if not _is_whole(last) or last[-1].key != periods.before(Unit.DAY, today):
        return None
    joined = _is_whole([*before, *last]) and len(before) == WEEK
    return _sum(last), _sum(before) if joined else None


def _is_whole(days: Sequence[Row]) -> bool:
    follows = all(periods.before(Unit.DAY, later.key) == earlier.key for earlier, later in pairwise(days))
    return len(days) >= WEEK and follows and all(row.grams is not None for row in days)


def _sum(days: Sequence[Row]) -> int:
    return sum(row.grams or 0 for row in days)


def _one_before(unit: Unit, rows: Sequence[Row], last: Row, since: date | None) -> int | None:
    """Grams of the period before, where it was known from its first day on and nothing is left out of either."""
    found = next((row for row in rows if row.key == periods.before(unit, last.key)), None)
    if found is None or found.left_out or last.left_out or since is None or since > periods.begins(unit, found.key):
        return None
    return found.grams


def _compared(when: object, with_what: object, now: int | None, before: int | None) -> str:
    assert now is not None
    facts = {"when": when, "grams": grams_in_words(now), "before": with_what}
    if not before:
        return _("%(when)s: %(grams)s avoided") % facts
    percent = round(100 * (now - before) / before)
    facts["percent"] = f"{abs(percent):,}"
    if percent > 0:
        return _("%(when)s: %(grams)s avoided, %(percent)s%% more than %(before)s") % facts
    if percent < 0:
        return _("%(when)s: %(grams)s avoided, %(percent)s%% less than %(before)s") % facts
    return _("%(when)s: %(grams)s avoided, as much as %(before)s") % facts
