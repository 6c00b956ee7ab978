"""What a table of transparency comes to, in one sentence that needs no table: of the latest month that is told."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from city.transparency import tables, words
from city.transparency.reading import ACTS_A_STEP, FACTS_A_STEP
from common.city_time import month_of
from common.few import CREDITS_A_STEP
from common.open_data.fields import Row, Table, Value

Said = Mapping[str, Value]


def credits(rows: Sequence[Row]) -> str:
    last = _last(tables.CREDITS, rows, "issued")
    if last is None:
        return nothing_yet()
    facts = {"month": _month(last), "issued": _stepped(last["issued"], CREDITS_A_STEP)}
    if last["outstanding"] is None:
        return _("In %(month)s citizens were given %(issued)s credits.") % facts
    facts["held"] = _stepped(last["outstanding"], CREDITS_A_STEP)
    return _("In %(month)s citizens were given %(issued)s credits; at its end they held %(held)s.") % facts


def budgets(rows: Sequence[Row]) -> str:
    known = [row for row in _objects(tables.BUDGETS, rows) if row["lasts_days"] is not None]
    if not known:
        return _("No forecast is made yet: it takes two ends of months and what was paid between them.")
    least = min(known, key=lambda row: _whole(row["lasts_days"]))
    return _(
        "The budget that ends first lasts about %(days)s days from the end of %(month)s on, "
        "if as much is earned as then."
    ) % {"days": _number(least["lasts_days"]), "month": _month(least)}


def acts(rows: Sequence[Row]) -> str:
    last = _last(tables.ACTS, rows, "recorded")
    if last is None:
        return nothing_yet()
    facts = {"month": _month(last), "recorded": _stepped(last["recorded"], ACTS_A_STEP)}
    if last["refused"] is None:
        return _("In %(month)s %(recorded)s acts were recorded.") % facts
    facts["refused"] = _stepped(last["refused"], FACTS_A_STEP)
    return _("In %(month)s %(recorded)s acts were recorded, of which %(refused)s were refused.") % facts


def refusals(rows: Sequence[Row]) -> str:
    found = _of_latest_month(tables.REFUSALS, rows)
    known = [row for row in found if row["acts"]]
    if not known:
        return _("No reason for refusals is told of so far.")
    most = max(known, key=lambda row: _whole(row["acts"]))
    reasons = dict(tables.REFUSALS.fields[1].coded)
    acts = _stepped(most["acts"], FACTS_A_STEP)
    facts = {"month": _month(most), "reason": reasons[str(most["reason"])], "acts": acts}
    return _("Most frequent in %(month)s: %(reason)s (%(acts)s).") % facts


def answers(rows: Sequence[Row]) -> str:
    """Appeals and claims together: sums of what is told, and of how they were answered only where all of it is."""
    found = _of_latest_month(tables.ANSWERS, rows)
    known = {outcome: _sum(row["number"] for row in found if row["outcome"] == outcome) for outcome in OUTCOMES}
    is_partly_hidden = any(row["number"] is None for row in found)
    if not any(known.values()) or (is_partly_hidden and not known["sent"]):
        return _("No appeal or claim is told of so far: there were none, or fewer than five citizens sent them.")
    facts = {"month": _month(found[0]), **{name: _stepped(number, FACTS_A_STEP) for name, number in known.items()}}
    if is_partly_hidden:
        return _("In %(month)s %(sent)s were sent; how they were answered is told in part.") % facts
    return _("In %(month)s %(sent)s were sent, %(granted)s were granted and %(refused)s were not.") % facts


OUTCOMES = ("sent", "granted", "refused")


def delays(rows: Sequence[Row]) -> str:
    known = [row for row in _of_latest_month(tables.DELAYS, rows) if row["ninetieth_h"] is not None]
    if not known:
        return _("No decision of a person is told of so far.")
    slowest = max(known, key=lambda row: _whole(row["ninetieth_h"]))
    kinds = dict(tables.DELAYS.fields[1].coded)
    facts = {
        "month": _month(slowest),
        "kind": kinds.get(str(slowest["kind"]), slowest["kind"]),
        "hours": _number(slowest["ninetieth_h"]),
    }
    return _("Slowest in %(month)s: %(kind)s; nine of ten were decided within %(hours)s hours.") % facts


def waiting(rows: Sequence[Row]) -> str:
    number = _sum(row["number"] for row in _objects(tables.WAITING, rows))
    if not number:
        return _("Of each kind fewer than five citizens wait for a person to decide.")
    return _("At least %(number)s things wait for a person to decide.") % {"number": _number(number)}


def freezes(rows: Sequence[Row]) -> str:
    last = _last(tables.FREEZES, rows, "freezes")
    if last is None:
        return _("In no month were five accounts or more frozen.")
    return _("In %(month)s %(number)s accounts were frozen.") % {
        "month": _month(last),
        "number": _stepped(last["freezes"], FACTS_A_STEP),
    }


def nothing_yet() -> str:
    return _("No month is over yet of which numbers can be told.")


def _last(table: Table, rows: Sequence[Row], name: str) -> Said | None:
    """The latest month of which a number is told."""
    return next((row for row in _objects(table, rows)[::-1] if row[name] is not None), None)


def _of_latest_month(table: Table, rows: Sequence[Row]) -> list[Said]:
    found = _objects(table, rows)
    latest = max((str(row["month"]) for row in found), default="")
    return [row for row in found if row["month"] == latest]


def _objects(table: Table, rows: Sequence[Row]) -> list[Said]:
    names = [field.name for field in table.fields]
    return [dict(zip(names, row, strict=True)) for row in rows]


def _month(row: Said) -> str:
    return date_format(month_of(str(row["month"])), "YEAR_MONTH_FORMAT")


def _stepped(value: Value, step: int) -> str:
    return words.in_steps(_whole(value), step)


def _number(value: Value) -> str:
    return words.grouped(_whole(value))


def _whole(value: Value) -> int:
    assert isinstance(value, int)
    return value


def _sum(values: Iterable[Value]) -> int:
    return sum(value for value in values if isinstance(value, int))
