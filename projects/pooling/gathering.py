"""A month's acts are gathered, so many citizens at a time: each act of theirs is pooled, or left out for one reason.

One statement for a batch, and one batch at a time in the whole portal; whoever stops goes on where it stopped. What is
taken by a batch is counted in the same transaction, so that pooled and left out are always all.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from common import document_numbers, locks
from common.city_time import city_day, next_month
from common.texts import day_shown
from methodologies.projects.public_pooling import METHOD
from projects.desk import own_organisation
from projects.models import CarbonProject, MonthStatus, PooledAct, PooledMonth, PoolLeaving, ReportStatus
from projects.models.pooling import GIVEN_UP
from projects.pooling import elsewhere, sums
from projects.refusals import EarlierMonthOpen, MonthNotOver, MonthPooled, NotAPool, OutsideReporting, StillGathering
from scenarios.models import RuleVersion

SETTLES_AFTER = timedelta(days=15)
"""After a month's end acts of it may still come, be scored and be taken back. A proposal: no source says how long."""
CITIZENS_AT_ONCE = 2000
ROWS_AT_ONCE = 20_000


class Gathered(NamedTuple):
    """What one batch came to; `reached` is the number of its last citizen, none where nobody was left."""

    reached: int | None
    citizens: int
    acts: int
    grams: int


@transaction.atomic
def begin(*, project: CarbonProject, month: date, document: str, by: User, now: datetime) -> PooledMonth:
    """One of the desk has a month gathered; nothing is reported before another agrees to what it comes to.

    Raises `NotAPool`, `OwnOrganisation`, `NotADocumentNumber`, `OutsideReporting`, `MonthNotOver`, `MonthPooled`,
    `EarlierMonthOpen`, `StillGathering`.
    """
    found = CarbonProject.objects.select_for_update(no_key=True, of=("self",)).get(pk=project.pk)
    if not is_pool(found):
        raise NotAPool
    own_organisation.check(by, found.owner)
    number = document_numbers.read(document)
    starts_on = month.replace(day=1)
    _check(found, starts_on, now)
    ends_on = next_month(starts_on) - timedelta(days=1)
    return PooledMonth.objects.create(
        project=found, starts_on=starts_on, ends_on=ends_on, document=number, by=by, begun_at=now
    )


def is_pool(project: CarbonProject) -> bool:
    return project.method == METHOD.code


def _check(project: CarbonProject, starts_on: date, now: datetime) -> None:
    ends_on = next_month(starts_on) - timedelta(days=1)
    if not project.credited_from <= starts_on <= ends_on <= project.credited_until:
        raise OutsideReporting(since=day_shown(project.credited_from), until=day_shown(project.credited_until))
    if city_day(now) <= ends_on + SETTLES_AFTER:
        raise MonthNotOver(on=day_shown(ends_on + SETTLES_AFTER + timedelta(days=1)))
    months = PooledMonth.objects.filter(project=project)
    later = months.handing_on().filter(starts_on__gt=starts_on)
    if later.exists() or months.standing().filter(starts_on__gte=starts_on).exists():
        raise MonthPooled
    if _held().filter(month__in=months).exists():
        raise StillGathering
    check_earlier(project, starts_on)


def check_earlier(project: CarbonProject, starts_on: date) -> None:
    """That nothing before is still open. Raises `EarlierMonthOpen`."""
    before = PooledMonth.objects.standing().filter(project=project, starts_on__lt=starts_on)
    over = [ReportStatus.VERIFIED, ReportStatus.ISSUED]
    for month in before.select_related("report"):
        if month.status != MonthStatus.AGREED or (month.report and month.report.status not in over):
            raise EarlierMonthOpen(month=str(month))


def go_on(*, now: datetime, batches: int, citizens: int = CITIZENS_AT_ONCE) -> tuple[int, bool]:
    """Gathers on, or frees on what was declined, at most so many batches; how many, and whether more is to be done."""
    for done in range(batches):
        if not (_gather_some(citizens, now) or _free_some()):
            return done, False
    return batches, True


@transaction.atomic
def _gather_some(citizens: int, now: datetime) -> bool:
    _one_at_a_time()
    months = PooledMonth.objects.select_for_update(no_key=True, of=("self",)).filter(status=MonthStatus.DRAWING)
    month = months.select_related("project").order_by("pk").first()
    if month is None:
        return False
    gathered = _gather(month, citizens, now)
    if gathered.reached is None:
        month.status, month.drawn_at = MonthStatus.DRAWN, now
        sums.settle(month)
    else:
        month.reached = gathered.reached
        month.citizens += gathered.citizens
        month.acts += gathered.acts
        month.acts_g += gathered.grams
        month.carried_out_g, month.kilograms = month.acts_g % sums.GRAMS, month.acts_g // sums.GRAMS
    month.save()
    return True


@transaction.atomic
def _free_some() -> bool:
    """Acts of a month that was declined or closed are nobody's again."""
    _one_at_a_time()
    held = _held().values_list("pk", flat=True)[:ROWS_AT_ONCE]
    return bool(PooledAct.objects.filter(pk__in=list(held)).delete()[0])


def _held() -> QuerySet[PooledAct]:
    """What is to be freed; what has left its report for having been taken back stays, as the proof of that."""
    left = PoolLeaving.objects.filter(activity_id=OuterRef("activity_id"))
    return PooledAct.objects.filter(~Exists(left), month__status__in=GIVEN_UP)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.POOLING)}")


def _gather(month: PooledMonth, citizens: int, now: datetime) -> Gathered:
    versions, scenarios = _claimable()
    things = elsewhere.counted(month.starts_on, month.ends_on)
    columns: Sequence[list[object]] = [list(column) for column in zip(*things, strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(
            _GATHER,
            {
                "month": month.pk,
                "first": month.starts_on,
                "last": month.ends_on,
                "before": month.acts,
                "reached": month.reached,
                "citizens": citizens,
                "versions": versions,
                "scenarios": scenarios,
                "digests": columns[0],
                "since": columns[1],
                "until": columns[2],
                "now": now,
            },
        )
        return Gathered(*cursor.fetchone())


def _claimable() -> tuple[list[int], list[int]]:
    """The rules by which grams may be claimed as a reduction, and the scenarios that have one."""
    rows = RuleVersion.objects.filter(document__claimable=True, published_at__isnull=False)
    pairs = list(rows.values_list("pk", "scenario_id"))
    return [version for version, _scenario in pairs], sorted({scenario for _version, scenario in pairs})


FROZEN = """
    EXISTS (SELECT FROM accounts_freeze AS frozen WHERE frozen.citizen_id = {citizen}
            AND frozen.over_at IS NULL AND frozen.ends_at > %(now)s)
"""
GUARDED = """
    EXISTS (SELECT FROM campaigns_teamconsent AS guarded WHERE guarded.citizen_id = {citizen}
            AND guarded.guardian_id IS NOT NULL AND guarded.released_at IS NULL)
"""
"""Of a child, whose own word to be of age doesn't count."""
_GATHER = f"""
    WITH batch AS (
        SELECT id FROM accounts_user WHERE id > %(reached)s ORDER BY id LIMIT %(citizens)s
    ), elsewhere AS (
        SELECT thing.id, said.since, said.until
        FROM unnest(%(digests)s::uuid[], %(since)s::date[], %(until)s::date[]) AS said (digest, since, until)
        JOIN activities_thing AS thing ON thing.digest = said.digest
    ), acts AS (
        SELECT act.id, act.citizen_id, scenario.code AS scenario, act.district, coalesce(assessment.grams, 0) AS grams,
            CASE
                WHEN consent.id IS NULL
                    OR act.city_day <= (consent.given_at AT TIME ZONE 'Asia/Shanghai')::date
                    OR {GUARDED.format(citizen="act.citizen_id")} THEN 'no_consent'
                WHEN act.status = 'revoked' THEN 'revoked'
                WHEN pooled.activity_id IS NOT NULL THEN 'pooled'
                WHEN act.status <> 'scored' THEN 'unsettled'
                WHEN {FROZEN.format(citizen="act.citizen_id")} THEN 'frozen'
                WHEN EXISTS (SELECT FROM activities_doubted AS doubted WHERE doubted.activity_id = act.id
                             AND doubted.is_drawn AND doubted.decision = '') THEN 'looked_at'
                WHEN EXISTS (SELECT FROM activities_countedstretch AS stretch
                             JOIN elsewhere ON elsewhere.id = stretch.thing_id
                             WHERE stretch.activity_id = act.id
                             AND act.city_day BETWEEN elsewhere.since AND elsewhere.until) THEN 'overlap'
                ELSE ''
            END AS reason
        FROM batch
        JOIN activities_activity AS act ON act.citizen_id = batch.id AND act.city_day BETWEEN %(first)s AND %(last)s
        JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
        LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
        LEFT JOIN projects_poolconsent AS consent ON consent.citizen_id = batch.id AND consent.ended_at IS NULL
        LEFT JOIN projects_pooledact AS pooled ON pooled.activity_id = act.id
        WHERE act.status <> 'rejected'
        AND CASE WHEN assessment.activity_id IS NULL THEN act.scenario_id = ANY (%(scenarios)s::bigint[])
            ELSE assessment.grams > 0 AND assessment.version_id = ANY (%(versions)s::bigint[]) END
    ), put AS (
        INSERT INTO projects_pooledact (activity_id, month_id, citizen_id, nth, grams)
        SELECT id, %(month)s, citizen_id, %(before)s + row_number() OVER (ORDER BY id), grams
        FROM acts WHERE reason = ''
    ), counted AS (
        INSERT INTO projects_poolcount AS known (month_id, reason, scenario, district, citizens, acts, grams)
        SELECT %(month)s, reason, scenario, CASE WHEN reason = '' THEN district ELSE '' END,
            count(DISTINCT citizen_id), count(*), sum(grams)
        FROM acts GROUP BY 2, 3, 4
        ON CONFLICT (month_id, reason, scenario, district) DO UPDATE SET
            citizens = known.citizens + EXCLUDED.citizens,
            acts = known.acts + EXCLUDED.acts,
            grams = known.grams + EXCLUDED.grams
    )
    SELECT (SELECT max(id) FROM batch), count(DISTINCT citizen_id) FILTER (WHERE reason = ''),
        count(*) FILTER (WHERE reason = ''), coalesce(sum(grams) FILTER (WHERE reason = ''), 0)::bigint
    FROM acts
"""  # noqa: S608, expressions of this program alone
