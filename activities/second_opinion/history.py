"""What was assessed, and the ways of the metro, read in plain values for the second reckoner."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import yaml

from activities.models import Assessment, Recounting
from activities.second_opinion.acts import Act, Amount
from activities.second_opinion.metro_ways import MetroWays
from methodologies.metro_network import NETWORK
from scenarios.models import RuleVersion

Row = dict[str, Any]
_ASSESSED = ("grams", "credits", "facts", "assessed_at", "version_id")
_RECORDED = ("id", "citizen_id", "scenario__code", "city_day", "started_at", "ended_at", "evidence", "values")


@dataclass(frozen=True, slots=True)
class Assessed:
    """An act and what scoring made of it."""

    act: Act
    exact: Fraction | None
    """The exact grams that the assessment names; `None` where it names none."""
    earned: Amount
    recounted: tuple[int, int, int]
    """Grams, credits and acts that it counts with besides what it was paid."""
    assessed_at: datetime

    def order(self) -> tuple[datetime, int]:
        """Acts were assessed in this order."""
        return self.assessed_at, self.act.number


def histories_of(citizens: Collection[int]) -> Iterator[list[Assessed]]:
    """The history of each citizen who has one, by id; its acts in the order in which they were assessed.

    Three statements, however many acts there are; one citizen's are held at a time.
    """
    documents = dict(RuleVersion.objects.published().values_list("pk", "document"))
    recountings = {row.activity_id: row for row in Recounting.objects.filter(citizen_id__in=citizens)}
    rows = (
        Assessment.objects.filter(activity__citizen_id__in=citizens)
        .order_by("activity__citizen_id", "assessed_at", "activity_id")
        .values(*_ASSESSED, *(f"activity__{column}" for column in _RECORDED))
        .iterator()
    )
    for _citizen, own in groupby(rows, key=itemgetter("activity__citizen_id")):
        yield [_assessed(row, documents[row["version_id"]], recountings.get(row["activity__id"])) for row in own]


def _assessed(row: Row, document: Mapping[str, Any], recounting: Recounting | None) -> Assessed:
    act = Act(
        number=row["activity__id"],
        scenario=row["activity__scenario__code"],
        city_day=row["activity__city_day"],
        started_at=row["activity__started_at"],
        ended_at=row["activity__ended_at"],
        evidence=row["activity__evidence"],
        claim=row["activity__values"],
        rule=document,
    )
    return Assessed(
        act,
        exact=_exact(row["facts"].get("quantified")),
        earned=Amount(grams=row["grams"], credits=row["credits"]),
        recounted=(recounting.grams, recounting.credits, recounting.acts) if recounting else (0, 0, 0),
        assessed_at=row["assessed_at"],
    )


def _exact(said: object) -> Fraction | None:
    try:
        return Fraction(str(said))
    except ValueError:
        return None


@cache
def metro_ways() -> MetroWays:
    """By the network's file: neighbouring stations with the metres between them."""
    facts = yaml.safe_load(NETWORK.read_text(encoding="utf-8"))
    return MetroWays(tuple(edge) for line in facts["lines"] for branch in line["branches"] for edge in branch)
