"""What of a pooled month is a citizen's, what all of it came to, and what it brought: for the citizen alone."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from accounts.models import User
from common.few import round_down


@dataclass(frozen=True, slots=True)
class Share:
    """A month: a citizen's acts and grams of all `kilograms`; tonnes issued, fen brought, credits for the budget."""

    month: date
    acts: int
    grams: int
    citizens: int
    kilograms: int
    tonnes: int
    fen: int
    credits: int

    @property
    def my_kg(self) -> str:
        return f"{self.grams / 1000:,.3f}"

    @property
    def people(self) -> int:
        """At least so many: told exactly, what one takes back would be the difference of two looks."""
        return round_down(self.citizens)

    @property
    def all_tonnes(self) -> int:
        return self.kilograms // 1000


MONTHS = 24


def shares(citizen: User) -> list[Share]:
    """Of the latest months that count an act of a citizen's, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARES, {"citizen": citizen.pk, "months": MONTHS})
        return [Share(*row) for row in cursor.fetchall()]


_SHARES = """
    SELECT month.starts_on, own.acts, own.grams, month.citizens, month.kilograms,
        coalesce((SELECT sum(tonnes) FROM projects_issuance WHERE report_id = month.report_id), 0)::bigint,
        coalesce(brought.fen, 0), coalesce(brought.credits, 0)
    FROM (
        SELECT pooled.month_id, count(*) AS acts, sum(pooled.grams)::bigint AS grams
        FROM projects_pooledact AS pooled
        LEFT JOIN projects_poolleaving AS leaving ON leaving.activity_id = pooled.activity_id
        WHERE pooled.citizen_id = %(citizen)s AND leaving.activity_id IS NULL GROUP BY 1
    ) AS own
    JOIN projects_pooledmonth AS month ON month.id = own.month_id AND month.status = 'agreed'
    LEFT JOIN (
        SELECT month_id, sum(fen)::bigint AS fen, sum(credits)::bigint AS credits
        FROM projects_poolproceeds WHERE status = 'agreed' GROUP BY 1
    ) AS brought ON brought.month_id = month.id
    ORDER BY month.starts_on DESC LIMIT %(months)s
"""
