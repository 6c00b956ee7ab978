"""What a project's design and report say: its method's example, as large as the project is."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from simulation.chance import Chance
from simulation.second_path import plans

YEARS = 5
"""A project is credited."""
A_DAY = timedelta(days=1)
AROUND = 6
"""So many percent a part of a year may be more or less than its share."""
SIDE, STEP, A_ROW = Decimal("0.004"), Decimal("0.006"), 10
"""Of areas on the map, in degrees: how wide one is, how far from the next, and how many are beside each other."""
SMALL = 100
A_TRICKLE = 2_000
TYPED, EXACT = Decimal(1), Decimal("0.01")


def content(number: int, plan: Mapping[str, Any], *, year: int) -> dict[str, Any]:
    """All pages of a design; credited from the beginning of `year`."""
    method = plans.of("methods")[plan["method"]]
    lon, lat, street = plans.of("places")[plan["district"]]
    return {
        "name": dict(plan["name"]),
        "summary": dict(method["summary"]),
        "method": plan["method"],
        "district": plan["district"],
        "credited_from": f"{year}-01-01",
        "credited_until": f"{year + YEARS - 1}-12-31",
        "address": f"{street} {number} 号",
        "boundary": _square(number, Decimal(str(lon)), Decimal(str(lat))) if "plot" in method["things"] else None,
        **{key: method[key] for key in ("baseline", "additionality", "monitoring")},
        "given": {name: _given(said, plan) for name, said in method["given"].items()},
        "chosen": dict(method.get("chosen", {})),
        "lines": list(lines(number, plan, year=year)),
        "things": _things(number, plan, method),
    }


def lines(number: int, plan: Mapping[str, Any], *, year: int, chance: Chance | None = None) -> Iterator[dict[str, Any]]:
    """Of a year: as they are expected, or, by chance, as they were measured."""
    for line in plans.of("methods")[plan["method"]]["lines"]:
        parts = line.get("split", 1)
        scale = Decimal(plan["size"]) / (1 if line.get("whole") else parts)
        for first, last in _periods(line, year + line.get("years", 0), parts):
            more = chance.around(100, AROUND) if chance and parts > 1 and not line.get("whole") else 100
            scaled = {
                name: _rounded(Decimal(value) * scale * more / 100) for name, value in line.get("scaled", {}).items()
            }
            yield {
                "table": line["table"],
                "source": line["source"].format(n=number),
                "starts_on": first.isoformat(),
                "ends_on": last.isoformat(),
                "values": {name: str(value) for name, value in line.get("values", {}).items()} | scaled,
                "units": {},
            }


def first_days(line: Mapping[str, Any], until: date) -> dict[str, Any]:
    """A line of the first days of a year, of hardly anything beside the one that it is made from."""
    few = {name: _rounded(Decimal(value) / A_TRICKLE) for name, value in line["values"].items()}
    return {**line, "starts_on": f"{until.year}-01-01", "ends_on": until.isoformat(), "values": few}


def _periods(line: Mapping[str, Any], year: int, parts: int) -> Iterator[tuple[date, date]]:
    if "days" in line:
        first, last = (date.fromisoformat(f"{year}-{day}") for day in line["days"])
        yield first, last
        return
    months = 12 // parts
    for part in range(parts):
        after = date(year + (part + 1) * months // 12, (part + 1) * months % 12 + 1, 1)
        yield date(year, part * months + 1, 1), after - A_DAY


def _given(said: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, str]:
    value = _rounded(Decimal(said["value"]) * Decimal(plan["size"])) if said.get("scaled") else said["value"]
    return {"value": value, "document": said["document"]}


def _things(number: int, plan: Mapping[str, Any], method: Mapping[str, Any]) -> dict[str, list[str]]:
    """Its own, and where its plan says so, what another project names as well."""
    named = {kind: [name.format(n=number) for name in names] for kind, names in method["things"].items()}
    if other := plan.get("meter"):
        kind, (name, *_others) = next(iter(method["things"].items()))
        named[kind].append(name.format(n=other))
    return named


def _square(number: int, lon: Decimal, lat: Decimal) -> dict[str, Any]:
    west, south = lon + STEP * (number % A_ROW), lat + STEP * (number // A_ROW)
    east, north = west + SIDE, south + SIDE
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[[float(x), float(y)] for x, y in corners]]}


def _rounded(value: Decimal) -> str:
    return str(value.quantize(TYPED if value >= SMALL else EXACT))
