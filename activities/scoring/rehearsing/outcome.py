"""What a rehearsal came to, out of its sums: tables in which nobody can be found, and how its budgets would have stood.

A group of fewer than five citizens is joined to others, and where that leaves one small group alone, to one more: so no
subtraction tells what it got.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from activities.scoring.rehearsing.sums import Row, Sums
from common.few import FEWEST
from credits import budget_days

DECILES = 10
TOGETHER = "*"
"""Of districts that are told together."""


def outcome(sums: Sums, *, first_day: date, until: datetime) -> dict[str, Any]:
    """Everything that the page tells; what it is made of stays with the rehearsal."""
    citizens = _total(sums["paid"].values())
    return {
        "citizens": citizens,
        "deciles": _deciles(sums["paid"]),
        "districts": _districts(sums["districts"]),
        "budgets": list(_budgets(sums["days"], first_day, until)),
    }


def _total(rows: "Sequence[Row] | Any") -> Row:
    total = [0, 0, 0, 0, 0]
    for row in rows:
        total = [old + new for old, new in zip(total, row, strict=True)]
    return total


def _deciles(paid: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Citizens by what they were paid, the least first, in ten parts as equal as can be; the same pay is in one part.

    Parts with too few citizens join the one before them.
    """
    rows = sorted((int(credits), row) for credits, row in paid.items())
    everybody, before = sum(row[0] for _credits, row in rows), 0
    parts: dict[int, dict[str, Any]] = {}
    for credits, row in rows:
        place = (2 * before + row[0]) * DECILES // (2 * everybody)
        part = parts.setdefault(place, {"least": credits, "most": credits, "row": [0, 0, 0, 0, 0]})
        part["most"], part["row"] = credits, _total([part["row"], row])
        before += row[0]
    return _large_enough(list(parts.values()))


def _large_enough(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    joined: list[dict[str, Any]] = []
    for part in parts:
        if joined and (joined[-1]["row"][0] < FEWEST or part["row"][0] < FEWEST):
            last = joined[-1]
            joined[-1] = {"least": last["least"], "most": part["most"], "row": _total([last["row"], part["row"]])}
        else:
            joined.append(part)
    return joined if not joined or joined[0]["row"][0] >= FEWEST else []


def _districts(districts: Mapping[str, Row]) -> list[tuple[str, Row]]:
    """By the change, the largest loss first; small ones together at the end."""
    small = {code for code, row in districts.items() if row[0] < FEWEST}
    hidden = sum(districts[code][0] for code in small)
    if small and hidden < FEWEST:
        rest = {code: row for code, row in districts.items() if code not in small}
        small |= {min(rest, key=lambda code: (rest[code][0], code))} if rest else set()
    shown = sorted((row[2], code) for code, row in districts.items() if code not in small)
    told = [(code, districts[code]) for _change, code in shown]
    together = _total(districts[code] for code in small)
    return [*told, (TOGETHER, together)] if together[0] >= FEWEST else told


def _budgets(days: Mapping[str, Mapping[str, int]], first_day: date, until: datetime) -> Iterator[dict[str, Any]]:
    """Of each budget that pays more or less: what would be left, and the first day at whose end it would not have paid.

    What others spent stays as it was; so does what was put in.
    """
    for code in sorted(days):
        course = budget_days.course(code, first_day=first_day, until=until)
        moved = {day.day: day for day in course.days}
        left, short, ran_out = course.began_with, 0, None
        was = left
        for day in sorted({*moved, *map(date.fromisoformat, days[code])}):
            known = moved.get(day)
            flow = known.put_in - known.paid_out if known else 0
            was, left = was + flow, left + flow - days[code].get(day.isoformat(), 0)
            if left < 0 and ran_out is None:
                ran_out = day.isoformat()
            short = min(short, left)
        change = sum(days[code].values())
        yield {"budget": code, "change": change, "was": was, "left": left, "short": -short, "ran_out": ran_out}
