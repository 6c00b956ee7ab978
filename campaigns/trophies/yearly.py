"""Trophies of a year that is over: whoever has reached one is awarded it, also where their acts change no more.

What is scored or taken back of that year later is judged with the other trophies (`awarding.keep_up`).
"""

from datetime import date, datetime

from django.db import connection, transaction

from campaigns.changed import heard, heard_until
from campaigns.trophies import awarding, book
from campaigns.trophies.book import Ground, Trophy
from campaigns.trophies.grounds import GRAMS_PER_KG
from common.city_time import city_day, day_span

READER = "year-trophies"
CITIZENS_A_RUN = 2_000


@transaction.atomic
def award_year(*, now: datetime) -> tuple[int, bool]:
    """Once a year: how many citizens were judged, and whether more wait."""
    this_year = date(city_day(now).year, 1, 1)
    decided = heard_until(READER)
    trophies = [trophy for trophy in book.trophies().values() if trophy.ground == Ground.YEAR]
    if not trophies or (decided and decided >= day_span(this_year)[0]):
        return 0, False
    due = sorted({citizen for trophy in trophies for citizen in _without(trophy, this_year.year - 1)})
    for first in range(0, len(due), awarding.CITIZENS_AT_ONCE):
        awarding.judge(due[first : first + awarding.CITIZENS_AT_ONCE], now=now)
    if not due:
        heard(READER, now)
    return len(due), bool(due)


def _without(trophy: Trophy, year: int) -> list[int]:
    """Who has reached a trophy in a year and has it not, some at a time."""
    asked: dict[str, str | int | date] = {
        "trophy": trophy.code,
        "scenario": trophy.scenario,
        "grams": trophy.number * GRAMS_PER_KG,
        "year": str(year),
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
        "most": CITIZENS_A_RUN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, asked)
        return [citizen for (citizen,) in cursor.fetchall()]


_WITHOUT = """
    WITH days AS (
        SELECT act.citizen_id, sum(assessment.grams - coalesce(revoked.grams, 0)) AS grams
        FROM activities_activity AS act
        JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
        JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
        LEFT JOIN activities_revocation AS revoked ON revoked.activity_id = act.id
        WHERE act.city_day BETWEEN %(first)s AND %(last)s
          AND (assessment.grams > coalesce(revoked.grams, 0) OR assessment.credits > coalesce(revoked.credits, 0))
        GROUP BY act.citizen_id, act.city_day
        HAVING %(scenario)s = '' OR bool_or(scenario.code = %(scenario)s)
    )
    SELECT citizen_id FROM days
    WHERE NOT EXISTS (
        SELECT FROM campaigns_trophyaward AS award
        WHERE award.citizen_id = days.citizen_id AND award.trophy = %(trophy)s AND award.subject = %(year)s
          AND award.revoked_at IS NULL
    )
    GROUP BY citizen_id HAVING sum(grams) >= %(grams)s
    ORDER BY citizen_id LIMIT %(most)s
"""
