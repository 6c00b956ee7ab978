"""Which trophies there are, and what each asks: a small closed set of grounds, with numbers as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from common.texts import in_reader_language
from lists import confirming
from lists.models import Edition

LIST = "trophy"
"""The list of whose editions a trophy is; its subject is the trophy's code."""
FILE = Path(__file__).parent / "begun.yaml"


class Ground(StrEnum):
    FIRST = "first"
    DAYS = "days"
    KILOGRAMS = "kilograms"
    YEAR = "year"
    TEAM = "team"
    CAMPAIGN = "campaign"


COLOURS = {"bamboo": "#1F7A5C", "ginkgo": "#B97D0A", "hibiscus": "#B23A52", "river": "#2A6F97"}


@dataclass(frozen=True, slots=True)
class Trophy:
    """`number` is of days, kilograms, acts or campaigns, by its ground; `scenario` narrows a first act down to one."""

    code: str
    edition_id: int
    name: Mapping[str, str]
    description: Mapping[str, str]
    ground: Ground
    scenario: str
    number: int
    colour: str
    icon: str

    def __str__(self) -> str:
        return in_reader_language(self.name)

    @property
    def description_text(self) -> str:
        return in_reader_language(self.description)

    @property
    def fill(self) -> str:
        return COLOURS[self.colour]


def read(edition: Edition) -> Trophy:
    """What an edition says."""
    said = edition.document
    return Trophy(
        code=edition.subject,
        edition_id=edition.pk,
        ground=Ground(said["kind"]),
        **{key: said[key] for key in ("name", "description", "scenario", "number", "colour", "icon")},
    )


def trophies() -> dict[str, Trophy]:
    """Those that can be earned now, by code, each as its latest edition says."""
    confirmed = Edition.objects.confirmed().filter(list_code=LIST).order_by("number")
    return {edition.subject: read(edition) for edition in confirmed}


def load(now: datetime) -> int:
    """How many came. Loading again changes nothing: trophies are the desk's."""
    with FILE.open(encoding="utf-8") as file:
        stated: dict[str, dict[str, Any]] = yaml.safe_load(file)["trophies"]
    return sum(confirming.begin(LIST, code, said, effective_from=None, now=now) for code, said in stated.items())
