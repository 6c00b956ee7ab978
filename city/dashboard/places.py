"""Where a released month or year was avoided: by district on the map of tiles, and by resident."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.districts import District
from accounts.tile_map import SHORT, TILES
from city.dashboard import findings
from city.dashboard.chart import Chart, Column, Kind, Line, Mark, Number, columns_of_sums, hidden_note, of_row, shown
from city.dashboard.measures import Unit, grams_in_words, scale_for, unit_of_grams
from city.dashboard.parts import percent, sorted_rows
from city.dashboard.periods import released_in_words
from city.districts.population import Area, census
from city.rollups import reading
from city.rollups.reading import NONE, REST, Row
from projects.public.map import limits, shade

PER_RESIDENTS = 1_000
TENTH = Decimal("0.1")


def by_district(name: str, period: str | None) -> Chart:
    told, when = reading.by_district(period), released_in_words(period)
    rows = {row.key: row for row in told.rows}
    places = [(str(district.label), rows[district].grams) for district in District if district in rows]
    most = max((grams for _name, grams in places if grams), default=0)
    unit = unit_of_grams(most)
    return Chart(
        name=name,
        subject=_("CO₂ avoided by district, %(when)s") % {"when": when},
        finding=findings.of_most(places, when, lambda grams: grams_in_words(int(grams))),
        key=Column("district", _("District")),
        columns=columns_of_sums(),
        lines=[of_row(row, _district_label(row.key), _address(row.key)) for row in sorted_rows(told.rows)],
        kind=Kind.TILES,
        marks=_tiles(rows, unit, most) if most else (),
        scale=scale_for(most, unit) if most else None,
        shades=[(number, f"{unit.number(low - 1)}–{unit.number(high)}") for number, low, high in limits(most)],
        notes=hidden_note(told),
        as_of=told.as_of,
    )


def per_resident(name: str, period: str | None) -> Chart:
    """By the areas whose people the census counts; one of which a district is hidden is hidden whole."""
    told, when = reading.by_district(period), released_in_words(period)
    rows = {row.key: row for row in told.rows}
    areas = sorted(
        (_of_area(area, rows) for area in census().areas), key=lambda line: line.numbers[-1] or 0, reverse=True
    )
    places = [(line.label, line.numbers[-1]) for line in areas if told.rows]
    whole = _rated("city", _("The whole city"), census().people, told.total.grams, told.total.left_out)
    most = max(line.numbers[-1] or 0 for line in (whole, *areas))
    return Chart(
        name=name,
        subject=_("CO₂ avoided per 1,000 residents, %(when)s") % {"when": when},
        finding=findings.of_most(places, when, _rate_in_words),
        key=Column("area", _("Area")),
        columns=[
            Column("residents", _("Residents")),
            Column("grams", _("CO₂ avoided (g)")),
            Column("grams_per_1000_residents", _("g per 1,000 residents")),
        ],
        lines=[whole, *areas] if told.rows else [],
        kind=Kind.ROWS,
        marks=[_rate_mark(line, most) for line in (whole, *areas)] if most else (),
        notes=[*hidden_note(told), _counted()],
        as_of=told.as_of,
        sources=[census().source],
    )


def _tiles(rows: Mapping[str, Row], unit: Unit, most: int) -> list[Mark]:
    return [
        Mark(
            label=str(SHORT[tile.district]),
            value="" if row.grams is None else unit.number(row.grams),
            size=percent(row.grams or 0, most),
            is_hidden=row.is_hidden,
            named=str(tile.district.label),
            address=_address(tile.district),
            column=tile.column,
            shade=shade(row.grams or 0, most),
        )
        for tile in TILES
        for row in [rows[tile.district]]
    ]


def _district_label(key: str) -> str:
    if key == REST:
        return _("All others, together")
    return _("Without a district") if key == NONE else str(District(key).label)


def _address(key: str) -> str:
    return reverse("city:district", args=[key]) if key in District.values else ""


def _of_area(area: Area, rows: Mapping[str, Row]) -> Line:
    found = [rows.get(district, Row(district)) for district in area.districts]
    grams = None if any(row.grams is None for row in found) else sum(row.grams or 0 for row in found)
    return _rated("+".join(area.districts), str(area), area.people, grams, sum(row.left_out for row in found))


def _rated(key: str, label: str, people: int, grams: int | None, left_out: int) -> Line:
    rate: Number = None
    if grams is not None:
        rate = (Decimal(grams) * PER_RESIDENTS / people).quantize(TENTH, ROUND_FLOOR)
    return Line(key, label, (people, grams, rate), left_out)


def _rate_mark(line: Line, most: Decimal | int) -> Mark:
    rate = line.numbers[-1]
    value = "" if rate is None else _("%(number)s %(unit)s") % {"number": shown(rate), "unit": _("g")}
    return Mark(line.label, value, percent(rate or 0, most), is_hidden=rate is None, is_quiet=line.key == "city")


def _rate_in_words(rate: Decimal | int) -> str:
    return _("%(grams)s g per 1,000 residents") % {"grams": shown(rate)}


def _counted() -> str:
    """Of when the people are, and why some districts stand together."""
    facts = {"day": date_format(census().counted_on, "DATE_FORMAT")}
    return _("Residents by the census of %(day)s, which counts some districts together.") % facts
