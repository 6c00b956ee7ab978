"""What everybody knows of a month before its figures are told: which acts the rules took on which days, and for what.

Whoever knows that something could not be takes it out of a figure, and has what is left (ADR 0089).
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

from city.rollups.whole_days import ACTS, of_month
from common.few import FEWEST
from scenarios import rulebook

ONE_DAY = timedelta(days=1)
BESIDE = f"""
    WITH act AS MATERIALIZED ({ACTS})
    SELECT count(DISTINCT citizen_id) FILTER (WHERE grams > 0), count(DISTINCT citizen_id) FILTER (WHERE credits > 0)
    FROM act WHERE (code, evidence) IN (SELECT * FROM unnest(%(codes)s::text[], %(grades)s::text[]))
    AND day IN (SELECT day FROM act WHERE code = %(code)s AND evidence = %(grade)s)
"""  # noqa: S608, words of this program alone
MANIFOLD = f"""
    SELECT code FROM ({ACTS}) AS act GROUP BY code
    HAVING count(DISTINCT grams) >= {FEWEST} AND count(DISTINCT credits) >= {FEWEST}
"""  # noqa: S608, words of this program alone
Pair = tuple[str, str]
"""A scenario’s code and a grade of evidence."""


class Known(NamedTuple):
    """`bound` are scenarios that no table may tell apart, as their days would tell what few others did on them.

    `manifold` are those of which an act may have earned anything. Of others, acts and credits together tell how many
    there are; and where a figure puts some together, one of these must be among them.
    """

    bound: Collection[str]
    manifold: Collection[str]


def known(month: date, pairs: Collection[Pair]) -> Known:
    """What is known of the scenarios and proofs that there were acts of."""
    always = _taken_on_each_day(month)
    bound = {pair[0] for pair in sorted({*pairs} - always) if _are_few_beside(month, pair, always)}
    with connection.cursor() as cursor:
        cursor.execute(MANIFOLD, of_month(month))
        return Known(bound, {code for (code,) in cursor.fetchall()} - bound)


def _taken_on_each_day(month: date) -> set[Pair]:
    facts = of_month(month)
    days = [month + ONE_DAY * number for number in range((facts["last_day"] - month).days + 1)]
    return set.intersection(*(set(_taken_on(day)) for day in days))


def _taken_on(day: date) -> Iterator[Pair]:
    for scenario, _version, rule in rulebook.current().rules_on(day):
        yield from ((scenario.code, grade.value) for grade in rule.windows)


def _are_few_beside(month: date, pair: Pair, always: Collection[Pair]) -> bool:
    """Whether fewer than five did what could be done on every day, on the days on which this was done."""
    codes, grades = [code for code, _grade in always], [grade for _code, grade in always]
    facts: dict[str, Any] = {"code": pair[0], "grade": pair[1], "codes": codes, "grades": grades}
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, {**of_month(month), **facts})
        return min(cursor.fetchone()) < FEWEST
