"""What a section of the report shows besides its text, frozen: an edition is named, or the figures themselves are kept.

Whoever publishes a part publishes what it shows. An indicator or case is therefore shown as the edition that was in
force when the part was, for good; sums and units change by the hour and are copied, with their day.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from city.cases import book
from city.indicators import series
from city.report.refusals import FiguresMoved, NothingKeptOfTheYear, UnknownReference
from city.rollups import reading as rollups
from city.rollups.periods import Unit
from common.city_time import city_day
from common.public_ids import is_public_id
from common.texts import in_reader_language
from lists import reading
from projects.models import CarbonProject
from projects.public import reading as registry

INDICATOR, CASE, PROJECT, YEAR = "indicator", "case", "project", "year"
KINDS: Mapping[str, Mapping[str, str]] = {
    INDICATOR: {"zh-hans": "指标", "en": INDICATOR},
    CASE: {"zh-hans": "案例", "en": CASE},
    PROJECT: {"zh-hans": "项目", "en": PROJECT},
    YEAR: {"zh-hans": "年度", "en": YEAR},
}
"""As the desk writes them, in either language."""
LISTS = {INDICATOR: series.LIST, CASE: book.LIST}
Frozen = Mapping[str, Any]


def frozen(line: str) -> Frozen:
    """What one line of the desk's form names: a kind and a code. Raises `UnknownReference`, `NothingKeptOfTheYear`."""
    said, _space, code = line.strip().partition(" ")
    kind = next((kind for kind, names in KINDS.items() if said.lower() in names.values()), None)
    code = code.strip()
    if kind in LISTS:
        return edition_in_force(kind, code, line)
    if kind == PROJECT and is_public_id(code):
        return _project(code, line)
    if kind == YEAR and code.isascii() and code.isdigit() and len(code) == len("2026"):
        return _year(int(code))
    raise UnknownReference(line=line)


def edition_in_force(kind: str, code: str, line: str) -> Frozen:
    """Raises `UnknownReference`."""
    editions = reading.current().editions(LISTS[kind], code)
    if not editions:
        raise UnknownReference(line=line)
    return {"kind": kind, "code": code, "edition": editions[-1].number}


def as_line(shown: Frozen) -> str:
    """As the desk's form asks for it."""
    return f"{in_reader_language(KINDS[shown['kind']])} {shown['code']}"


def refuse_moved(_by: User, document: Mapping[str, Any]) -> None:
    """Raises `FiguresMoved` where a part would be published with an edition that is no longer in force."""
    for section in document["sections"]:
        for shown in section["shown"]:
            if shown["kind"] in LISTS and shown != edition_in_force(shown["kind"], shown["code"], as_line(shown)):
                raise FiguresMoved(name=as_line(shown))


def _project(code: str, line: str) -> Frozen:
    project = CarbonProject.objects.select_related("owner").filter(public_id=code).first()
    if project is None:
        raise UnknownReference(line=line)
    return {
        "kind": PROJECT,
        "code": code,
        "name": project.name,
        "owner": project.owner.name,
        "issued_t": registry.with_sums([project])[0].sums.issued,
        "as_of": city_day(timezone.now()).isoformat(),
    }


def _year(year: int) -> Frozen:
    """What its days that are over say in public: no sum of the report tells more than they do (ADR 0089)."""
    today = city_day(timezone.now())
    told = rollups.by_period(Unit.YEAR, before=min(today, date(min(year + 1, today.year + 1), 1, 1)), count=1)
    row = next((row for row in told.rows if row.key == str(year) and not row.is_hidden), None)
    if row is None or told.until is None:
        raise NothingKeptOfTheYear(year=year)
    sums = {"acts": row.acts, "grams": row.grams, "credits": row.credits}
    return {"kind": YEAR, "code": row.key, **sums, "as_of": told.until.isoformat()}
