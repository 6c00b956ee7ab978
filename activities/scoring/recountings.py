"""What acts count with besides what they were paid: read for one, written set-based."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

from activities.models import Recounting
from activities.scoring.cases import Case
from activities.scoring.worth import UNUSED, Used
from common import pg_arrays


class Row(NamedTuple):
    """An act, and what it counts with from now on besides its pay."""

    activity_id: int
    citizen_id: int
    scenario_id: int
    city_day: date
    besides: Used


def row(act: Case, besides: Used) -> Row:
    return Row(act.pk, act.citizen_id, act.scenario_id, act.city_day, besides)


def besides(activity_id: int) -> Used:
    """What the act counts with besides its pay, for all that came after it so far."""
    found = Recounting.objects.filter(pk=activity_id).values_list(*Used._fields).first()
    return Used(*found) if found else UNUSED


def write(rows: Sequence[Row]) -> None:
    """One statement for all; an act that has a row gets another in its place."""
    columns = [
        pg_arrays.numbers(row.activity_id for row in rows),
        pg_arrays.numbers(row.citizen_id for row in rows),
        pg_arrays.numbers(row.scenario_id for row in rows),
        pg_arrays.days(row.city_day for row in rows),
        *(pg_arrays.numbers(row.besides[part] for row in rows) for part in range(len(Used._fields))),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO activities_recounting (activity_id, citizen_id, scenario_id, city_day, grams, credits, acts)
            SELECT * FROM unnest(
                %s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::bigint[], %s::bigint[], %s::smallint[]
            )
            ON CONFLICT (activity_id) DO UPDATE
            SET grams = excluded.grams, credits = excluded.credits, acts = excluded.acts
            """,
            columns,
        )
