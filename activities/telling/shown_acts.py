"""Acts as lists show them: the few columns that a line needs, and the scenario out of the kept rule book."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from activities.award_references import paid_by, reference_of
from activities.measures import claim_shown
from activities.models import Activity
from common import pg_arrays
from common.public_ids import ALPHABET, LENGTH
from scenarios import rulebook
from scenarios.models import Scenario


class PaidAct(NamedTuple):
    """An act behind a movement of credits."""

    public_id: str
    scenario: Scenario
    values: Mapping[str, int | str]

    def get_absolute_url(self) -> str:
        return address_of(self.public_id)

    def claimed(self) -> list[str]:
        """As `Activity.claimed`."""
        return claim_shown(self.scenario.methodology, self.values)


class ShownAct(NamedTuple):
    """An act with what came of it; `grams` and `credits` once it is scored."""

    public_id: str
    scenario: Scenario
    values: Mapping[str, int | str]
    city_day: date
    started_at: datetime
    ended_at: datetime
    status: str
    grams: int | None
    credits: int | None

    @classmethod
    def of(cls, activity: Activity) -> "ShownAct":
        assessment = getattr(activity, "assessment", None)
        return cls(
            activity.public_id,
            activity.scenario,
            activity.values,
            activity.city_day,
            activity.started_at,
            activity.ended_at,
            activity.status,
            assessment and assessment.grams,
            assessment and assessment.credits,
        )

    def get_absolute_url(self) -> str:
        return address_of(self.public_id)

    def claimed(self) -> list[str]:
        """As `Activity.claimed`."""
        return claim_shown(self.scenario.methodology, self.values)


def paid_acts(references: Iterable[str]) -> dict[str, PaidAct]:
    """The acts that transfers of these references pay for, by the references; not for other transfers."""
    paid = [found for reference in references if (found := paid_by(reference))]
    if not paid:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, NULL::bigint, public_id, scenario_id, "values"
            FROM activities_activity WHERE id = ANY (%s::bigint[])
            UNION ALL
            SELECT activity_id, award_number, public_id, scenario_id, "values"
            FROM activities_assessment JOIN activities_activity AS act ON act.id = activity_id
            WHERE award_number = ANY (%s::bigint[])
            """,
            [
                pg_arrays.numbers([each.act_id for each in paid if each.act_id is not None]),
                pg_arrays.numbers([each.number for each in paid if each.number is not None]),
            ],
        )
        rows = cursor.fetchall()
    book = rulebook.current()
    return {
        reference_of(act_id, number): PaidAct(public_id, book.scenario(scenario_id), json.loads(values))
        for act_id, number, public_id, scenario_id, values in rows
    }


def address_of(public_id: str) -> str:
    """The address of an act's page; resolved once, not for every line."""
    return _address_but_its_end() + public_id + "/"


@cache
def _address_but_its_end() -> str:
    return reverse("portal:activity", args=[ALPHABET[0] * LENGTH]).removesuffix(ALPHABET[0] * LENGTH + "/")
