"""The lines of a pooled report: a scenario in a district each, and no line of fewer than five citizens.

What fewer have done stands together with the smallest line that is shown, so that nobody is told by subtraction.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils import translation

from accounts.districts import District
from common.few import FEWEST
from methodologies.projects.public_pooling import ACTS, CARRIED, TAKEN_OFF
from projects.models import LeavingKind, PooledMonth, ReportLine, ReportVersion
from projects.monitoring.reckoning import reckon
from scenarios.models import Scenario

TOGETHER, NOWHERE, BEFORE, EARLIER = "其他（合并列示）", "未注明区域", "上月结转", "往月扣减"


class Group(NamedTuple):
    """What a scenario's acts in a district come to; `citizens` at least so many."""

    scenario: str
    district: str
    citizens: int
    grams: int


class Told(NamedTuple):
    """A line; without a scenario it is of several."""

    scenario: str
    district: str
    grams: int


def told(groups: Iterable[Group]) -> list[Told]:
    """The groups as lines, pure: those of enough citizens alone, all others together with the smallest of these."""
    ordered = sorted((group for group in groups if group.grams), key=lambda one: (one.scenario, one.district))
    enough = [group for group in ordered if group.citizens >= FEWEST]
    few = [group for group in ordered if group.citizens < FEWEST]
    if few and enough:
        smallest = min(enough, key=lambda one: (one.grams, one.scenario, one.district))
        enough.remove(smallest)
        few.append(smallest)
    alone = [Told(group.scenario, group.district, group.grams) for group in enough]
    return [*alone, Told("", "", sum(group.grams for group in few))] if few else alone


def groups(month: PooledMonth) -> list[Group]:
    """What a month counts now: its counts, less what has left it since it was agreed to."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, {"month": month.pk})
        return [Group(*row) for row in cursor.fetchall()]


def write(version: ReportVersion, month: PooledMonth) -> None:
    """Puts the month's lines in the place of a version's, and reckons them."""
    version.lines.all().delete()
    rows = [(ACTS.code, _called(line), line.grams) for line in told(groups(month))]
    taken_off = month.owed_in_g + month.deducted_g
    rows += [(CARRIED.code, BEFORE, month.carried_in_g)] if month.carried_in_g else []
    rows += [(TAKEN_OFF.code, EARLIER, taken_off)] if taken_off else []
    ReportLine.objects.bulk_create(_lines(version, month, rows))
    reckon(version)


def _lines(version: ReportVersion, month: PooledMonth, rows: Sequence[tuple[str, str, int]]) -> list[ReportLine]:
    return [
        ReportLine(
            version=version,
            nth=nth,
            table=table,
            source=source,
            starts_on=month.starts_on,
            ends_on=month.ends_on,
            values={"reduction": f"{grams // 1000}.{grams % 1000:03}"},
        )
        for nth, (table, source, grams) in enumerate(rows, start=1)
    ]


def _called(line: Told) -> str:
    """In Chinese, as the report is a document; the code behind the name keeps two scenarios of one name apart."""
    if not line.scenario:
        return TOGETHER
    scenario = Scenario.objects.get(code=line.scenario)
    with translation.override("zh-hans"):
        district = str(District(line.district).label) if line.district in District else NOWHERE
    return f"{scenario.name['zh-hans'][:30]}（{line.scenario}）· {district}"[:80]


_GROUPS = f"""
    SELECT known.scenario, known.district, known.citizens - coalesce(went.citizens, 0),
        (known.grams - coalesce(went.grams, 0))::bigint
    FROM projects_poolcount AS known
    LEFT JOIN (
        SELECT scenario.code, act.district, count(DISTINCT act.citizen_id) AS citizens, sum(leaving.grams) AS grams
        FROM projects_poolleaving AS leaving
        JOIN activities_activity AS act ON act.id = leaving.activity_id
        JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
        WHERE leaving.month_id = %(month)s AND leaving.kind = '{LeavingKind.LEFT}'
        GROUP BY 1, 2
    ) AS went ON went.code = known.scenario AND went.district = known.district
    WHERE known.month_id = %(month)s AND known.reason = ''
"""  # noqa: S608, a word of this program alone
