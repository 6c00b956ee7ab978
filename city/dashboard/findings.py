"""What figures come to, as one sentence that titles their chart; of what is hidden or missing it says just that."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from city.dashboard import periods
from city.dashboard.measures import grams_in_words
from city.proofs import share
from city.rollups.periods import Unit, name_of
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


def of_trend(unit: Unit, told: Sequence[Row], since: date | None, today: date | None = None) -> str:
    """Of periods, the earliest first: the last that is settled, compared with the one before where both are whole.

    `since` is the first day of which anything is known; without `today` all are settled. Of a period that is over and
    not settled, then of the one that is not over, it speaks only where no other can be shown, and compares none.
    """
    settled = [row for row in told if today is None or periods.is_settled(unit, row.key, today)]
    if not any(row.grams is not None for row in settled):
        return _of_unsettled(unit, told, today)
    weeks = _of_weeks(settled, today) if unit is Unit.DAY and today else None
    if weeks:
        when = _("In the seven days to %(day)s") % {"day": periods.words_of(unit, settled[-1].key).short}
        return _compared(when, BEFORE[unit], *weeks)
    last = [row for row in settled if row.grams is not None][-1]
    before = None if unit is Unit.DAY else _one_before(unit, settled, last, since)
    return _compared(periods.words_of(unit, last.key).whole, BEFORE[unit], last.grams, before)


def _of_unsettled(unit: Unit, told: Sequence[Row], today: date | None) -> str:
    current = name_of(unit, today) if today else ""
    over = [row for row in told if row.grams is not None and row.key != current]
    if not over:
        return _so_far(unit, told)
    return _compared(periods.words_of(unit, over[-1].key).whole, BEFORE[unit], over[-1].grams, None)


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
    return capfirst(_("%(when)s, most avoided: %(names)s, %(figure)s") % facts)


def _of_weeks(rows: Sequence[Row], today: date) -> tuple[int, int | None] | None:
    """The last seven days that are settled and the seven before them, where each is shown and none is missing."""
    last, before = rows[-WEEK:], rows[-2 * WEEK : -WEEK]
    if not _is_whole(last) or last[-1].key != _last_settled_day(today):
        return None
    joined = _is_whole([*before, *last]) and len(before) == WEEK
    return _sum(last), _sum(before) if joined else None


def _last_settled_day(today: date) -> str:
    return name_of(Unit.DAY, today - timedelta(days=periods.SETTLING_DAYS + 1))


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
