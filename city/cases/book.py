"""What a case says, of the desk's list or of an organisation, and the ten categories of 《低碳成都100案例》."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accounts.districts import District
from city.cases.model import CaseSubmission
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
    is_example: bool = False
    submitted_by: str = ""
    """The organisation that handed it in; empty of a case of the list."""
    has_photo: bool = False

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
        is_example=document.get("is_example", False),
        **said,
    )


def of_submission(submission: CaseSubmission) -> Case:
    """What an organisation says; its proof is the source, and it the publisher."""
    document = submission.document
    return Case(
        code=submission.public_id,
        name=document["name"],
        category=Category(document["category"]),
        summary=document["summary"],
        source=Source({"zh-hans": document["proof"]}, submission.organisation.name),
        district=document["district"],
        year=document["year"],
        submitted_by=str(submission.organisation),
        has_photo=bool(submission.photo_sha256),
    )


def cases(*, category: str = "", district: str = "", year: str = "") -> list[Case]:
    """Category by category, those of the list before those of organisations; of one category, district or year."""
    order = list(Category)
    found = [read(code, document) for code, document in reading.current().last(LIST).items()] + submitted()
    wanted = {"category": category, "district": district, "year": year}
    asked = {name: value for name, value in wanted.items() if value}
    kept = (case for case in found if all(getattr(case, name) == value for name, value in asked.items()))
    return sorted(kept, key=lambda case: order.index(case.category))


def submitted() -> list[Case]:
    """Those of organisations that are public, in the order in which they came."""
    return [of_submission(one) for one in CaseSubmission.objects.public()]


def case(code: str) -> Case | None:
    document = reading.current().last(LIST).get(code)
    if document is not None:
        return read(code, document)
    found = CaseSubmission.objects.public().filter(public_id=code).first()
    return None if found is None else of_submission(found)


def texts(case: Case) -> list[str]:
    """What a search looks through, in both languages."""
    said = [*case.name.values(), *case.summary.values(), *case.source.title.values()]
    return [*said, case.place, case.year, case.submitted_by]
