"""What was assessed, and the ways of the metro, read in plain values for the second reckoner."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import yaml

from activities.models import Assessment, Came, Doubted, Recounting, Revocation
from activities.second_opinion.acts import Act, Amount
from activities.second_opinion.metro_ways import MetroWays
from methodologies.metro_network import NETWORK
from scenarios.models import RuleVersion

Row = dict[str, Any]
GRADES = "self_declared", "photo", "device", "provider"
"""The weakest first."""
MOST_PLACES = 100
"""Before or behind the point: a longer number would keep the audit busy for ever."""
_ASSESSED = ("grams", "credits", "facts", "assessed_at", "version_id")
_RECORDED = (
    "id",
    "citizen_id",
    "scenario__code",
    "city_day",
    "started_at",
    "ended_at",
    "evidence",
    "values",
    "recorded_at",
)


@dataclass(frozen=True, slots=True)
class Assessed:
    """An act and what scoring made of it."""

    act: Act
    exact: Fraction | None
    """The exact grams that the assessment names; `None` where it names none."""
    earned: Amount
    recounted: tuple[int, int, int]
    """Grams, credits and acts that it counts with besides what it was paid."""
    recorded_at: datetime
    assessed_at: datetime
    revoked_at: datetime | None = None
    given_back: Amount | None = None
    """What it gave back when it was taken back, if it was."""

    def as_recorded(self) -> int:
        """The order of recording, which no clock decides; acts are scored in it, as long as none is refused."""
        return self.act.number

    def as_assessed(self) -> tuple[datetime, int]:
        """The order of assessing, by the clocks of the workers."""
        return self.assessed_at, self.act.number


def histories_of(citizens: Collection[int]) -> Iterator[list[Assessed]]:
    """The history of each citizen who has one, by id; its acts in the order in which they were recorded.

    Five statements, however many acts there are; one citizen's are held at a time.
    """
    documents = dict(RuleVersion.objects.values_list("pk", "document"))
    recountings = {row.activity_id: row for row in Recounting.objects.filter(citizen_id__in=citizens)}
    revocations = {row.activity_id: row for row in Revocation.objects.filter(activity__citizen_id__in=citizens)}
    lowered = _lowered(citizens)
    rows = (
        Assessment.objects.filter(activity__citizen_id__in=citizens)
        .order_by("activity__citizen_id", "activity_id")
        .values(*_ASSESSED, *(f"activity__{column}" for column in _RECORDED))
        .iterator()
    )
    for _citizen, own in groupby(rows, key=itemgetter("activity__citizen_id")):
        yield [
            _assessed(
                row | _counted_as(row, documents, lowered),
                documents.get(row["version_id"], {}),
                recountings.get(row["activity__id"]),
                revocations.get(row["activity__id"]),
            )
            for row in own
        ]


def _lowered(citizens: Collection[int]) -> set[int]:
    """The acts that count as proven less well, whatever their assessments say."""
    lowered = Doubted.objects.filter(citizen_id__in=citizens, came=Came.LOWER, decision="", reopened_at=None)
    return set(lowered.values_list("pk", flat=True))


def _counted_as(row: Row, documents: Mapping[int, Mapping[str, Any]], lowered: Collection[int]) -> Row:
    """“It counts as the weakest grade of evidence that the rule takes.”"""
    if row["activity__id"] not in lowered:
        return {}
    taken = documents.get(row["version_id"], {}).get("windows", {})
    return {"activity__evidence": next(grade for grade in GRADES if grade in taken)}


def _assessed(
    row: Row, document: Mapping[str, Any], recounting: Recounting | None, revocation: Revocation | None
) -> Assessed:
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
        exact=_exact(row["facts"]),
        earned=Amount(grams=row["grams"], credits=row["credits"]),
        recounted=(recounting.grams, recounting.credits, recounting.acts) if recounting else (0, 0, 0),
        recorded_at=row["activity__recorded_at"],
        assessed_at=row["assessed_at"],
        revoked_at=revocation.revoked_at if revocation else None,
        given_back=Amount(grams=revocation.grams, credits=revocation.credits) if revocation else None,
    )


def _exact(facts: object) -> Fraction | None:
    """What the facts say; facts that are none say nothing, nor does a number that no act comes near."""
    said = facts.get("quantified") if isinstance(facts, dict) else None
    try:
        exact = Decimal(str(said))
    except InvalidOperation:
        return None
    return Fraction(exact) if exact.is_finite() and abs(exact.adjusted()) < MOST_PLACES else None


@cache
def metro_ways() -> MetroWays:
    """By the network's file: neighbouring stations with the metres between them."""
    facts = yaml.safe_load(NETWORK.read_text(encoding="utf-8"))
    return MetroWays(tuple(edge) for line in facts["lines"] for branch in line["branches"] for edge in branch)
