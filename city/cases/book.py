"""What a case says, and the ten categories of 《低碳成都100案例》."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accounts.districts import District
from city.sources import Source
from common.texts import in_reader_language
from lists import reading

LIST = "case"
"""The list of whose editions a case is; its subject is the case's code."""


class Category(StrEnum):
    """Source: the founding article; 2021."""

    LAYOUT = "layout"
    INDUSTRY = "industry"
    TRAFFIC = "traffic"
    BUILDING = "building"
    ENERGY = "energy"
    ECOSYSTEM = "ecosystem"
    PUBLIC = "public"
    MANUFACTURING = "manufacturing"
    INSTITUTION = "institution"
    OUTREACH = "outreach"


@dataclass(frozen=True, slots=True)
class Case:
    """`year` and `district` are empty where no source says one, or where it is of the whole city."""

    code: str
    name: Mapping[str, str]
    category: Category
    summary: Mapping[str, str]
    source: Source
    district: str = ""
    year: str = ""

    def __str__(self) -> str:
        return in_reader_language(self.name)

    @property
    def summary_text(self) -> str:
        return in_reader_language(self.summary)

    @property
    def place(self) -> str:
        return str(District(self.district).label) if self.district else ""


def read(code: str, document: Mapping[str, Any]) -> Case:
    """An edition's document as a case."""
    said = {key: document[key] for key in ("name", "summary")}
    return Case(
        code=code,
        category=Category(document["category"]),
        source=Source(**document["source"]),
        district=document.get("district", ""),
        year=document.get("year", ""),
        **said,
    )


def cases(*, category: str = "", district: str = "") -> list[Case]:
    """Category by category, in the order in which they came; of one category or district, where that is asked."""
    order = list(Category)
    found = [read(code, document) for code, document in reading.current().last(LIST).items()]
    wanted = (case for case in found if category in ("", case.category) and district in ("", case.district))
    return sorted(wanted, key=lambda case: order.index(case.category))


def case(code: str) -> Case | None:
    document = reading.current().last(LIST).get(code)
    return None if document is None else read(code, document)
