"""What a month comes to in grams: its acts, what was carried or owed before, and what is taken off for acts taken back.

Whole kilograms are reported; the rest is carried on to the gram. Nothing negative is ever reported: it is owed on.
"""

from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from projects.models import PooledMonth

GRAMS = 1000


class Sum(NamedTuple):
    """How grams become kilograms: what is left over goes on, as does what is owed."""

    kilograms: int
    carried_out_g: int
    owed_out_g: int


def summed(*, acts_g: int, carried_in_g: int, owed_in_g: int, deducted_g: int) -> Sum:
    """Pure. What goes in is what comes out: kilograms and carried on, less what is still owed."""
    balance = acts_g + carried_in_g - owed_in_g - deducted_g
    return Sum(*divmod(balance, GRAMS), 0) if balance >= 0 else Sum(0, 0, -balance)


def settle(month: PooledMonth) -> PooledMonth:
    """Sums a month up as everything is now; the caller has locked it, and saves it."""
    before = latest_before(month)
    month.carried_in_g = before.carried_out_g if before else 0
    month.owed_in_g = before.owed_out_g if before else 0
    month.deducted_g = taken_back_before(month)[1]
    come = summed(
        acts_g=month.acts_g,
        carried_in_g=month.carried_in_g,
        owed_in_g=month.owed_in_g,
        deducted_g=month.deducted_g,
    )
    month.kilograms, month.carried_out_g, month.owed_out_g = come
    return month


def latest_before(month: PooledMonth) -> PooledMonth | None:
    """The month of the project by which this one carries and owes; one that was closed comes before its next draft."""
    before = Q(starts_on__lt=month.starts_on) | Q(starts_on=month.starts_on, pk__lt=month.pk)
    handing_on = PooledMonth.objects.handing_on().filter(before, project=month.project_id)
    return handing_on.order_by("-starts_on", "-pk").first()


def taken_back_before(month: PooledMonth) -> tuple[int, int]:
    """Acts of earlier months that a month has to take off: how many, and their grams.

    Those that it has taken off, once it was agreed to; before that those that nobody has taken off yet.
    """
    noted = month.leavings.filter(kind="deducted")
    if month.decided_at is not None:
        with_grams = list(noted.values_list("grams", flat=True))
        return len(with_grams), sum(with_grams)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), coalesce(sum(pooled.grams), 0)::bigint {OUTSTANDING}", of(month))
        acts, grams = cursor.fetchone()
    return acts, grams


def of(month: PooledMonth) -> dict[str, int | date]:
    return {"project": month.project_id, "starts_on": month.starts_on}


OUTSTANDING = """
    FROM activities_revocation AS revoked
    JOIN projects_pooledact AS pooled ON pooled.activity_id = revoked.activity_id
    JOIN projects_pooledmonth AS month ON month.id = pooled.month_id
    LEFT JOIN projects_poolleaving AS leaving ON leaving.activity_id = pooled.activity_id
    WHERE leaving.activity_id IS NULL AND month.status = 'agreed'
    AND month.project_id = %(project)s AND month.starts_on < %(starts_on)s
"""
"""SQL: pooled acts of a project's months before that were taken back and not taken off since."""
