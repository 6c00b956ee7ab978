"""A second person agrees to a gathered month, or declines it: its acts are pooled for good then, or free again.

Locks: as whoever gathers, then the month, then its project.
"""

from datetime import datetime

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from common import editions, locks
from projects.desk import own_organisation
from projects.models import (
    CarbonProject,
    MonitoringReport,
    MonthStatus,
    PooledMonth,
    ReportStep,
    ReportStepKind,
    ReportVersion,
)
from projects.pooling import elsewhere, gathered, gathering, lines, sums
from projects.refusals import (
    GatheredAnew,
    MonthDecided,
    NeedsAnother,
    PeriodTaken,
    StillGathering,
    WordsMissing,
)


def shown_of(month: PooledMonth) -> list[object]:
    """What whoever agrees goes by."""
    return [month.pk, month.status, month.acts, month.citizens, month.acts_g, month.deducted_g, month.kilograms]


def agree(*, month: PooledMonth, by: User, now: datetime, edition: str | None = None) -> PooledMonth:
    """Pools the acts for good, and draws up the report for the project's owner to submit.

    Raises `MonthDecided`, `StillGathering`, `NeedsAnother`, `OwnOrganisation`, `ChangedMeanwhile`, `EarlierMonthOpen`,
    `TooFewCitizens`, `PeriodTaken`, and `GatheredAnew`, where consents or acts have gone since: they are out then.
    """
    with transaction.atomic():
        found = _undecided(month, by)
        editions.check(edition, *shown_of(found))
        has_changed = _leave_out_changed(found, now)
        if not has_changed:
            return _agree(found, by, now)
    raise GatheredAnew


@transaction.atomic
def decline(*, month: PooledMonth, answer: str, by: User, now: datetime) -> PooledMonth:
    """Says no, and why; whoever proposed it may, too. Raises `MonthDecided`, `OwnOrganisation`, `WordsMissing`."""
    found = _locked(month)
    own_organisation.check(by, found.project.owner)
    if found.status not in {MonthStatus.DRAWING, MonthStatus.DRAWN}:
        raise MonthDecided(status=found.get_status_display())
    if not answer.strip():
        raise WordsMissing
    found.status, found.answer, found.decided_by, found.decided_at = MonthStatus.DECLINED, answer.strip(), by, now
    found.save(update_fields=["status", "answer", "decided_by", "decided_at"])
    return found


def _undecided(month: PooledMonth, by: User) -> PooledMonth:
    found = _locked(month)
    if found.status == MonthStatus.DRAWING:
        raise StillGathering
    if found.status != MonthStatus.DRAWN:
        raise MonthDecided(status=found.get_status_display())
    if found.by_id == by.pk:
        raise NeedsAnother
    own_organisation.check(by, found.project.owner)
    return found


def _locked(month: PooledMonth) -> PooledMonth:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.POOLING)}")
    rows = PooledMonth.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("project__owner").get(pk=month.pk)


def _leave_out_changed(month: PooledMonth, now: datetime) -> bool:
    """Whether anything is other than it was gathered; what has gone since is out, and the sums are drawn anew."""
    before = shown_of(month)
    with connection.cursor() as cursor:
        things = elsewhere.counted(month.starts_on, month.ends_on)
        cursor.execute(
            _LEAVE_OUT,
            {
                "digests": [one.digest for one in things],
                "first": [one.since for one in things],
                "last": [one.until for one in things],
                "month": month.pk,
                "since": month.begun_at,
                "now": now,
            },
        )
        acts, grams, citizens = cursor.fetchone()
    month.acts, month.acts_g, month.citizens = month.acts - acts, month.acts_g - grams, month.citizens - citizens
    sums.settle(month)
    month.save()
    return shown_of(month) != before


def _agree(month: PooledMonth, by: User, now: datetime) -> PooledMonth:
    gathered.check_enough(month)
    project = CarbonProject.objects.select_for_update(no_key=True, of=("self",)).get(pk=month.project_id)
    gathering.check_earlier(project, month.starts_on)
    month.status, month.decided_by, month.decided_at = MonthStatus.AGREED, by, now
    month.save(update_fields=["status", "decided_by", "decided_at"])
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OFF, {**sums.of(month), "month": month.pk, "now": now})
    if month.kilograms:
        month.report = _report(month, by, now)
        month.save(update_fields=["report"])
    return month


def _report(month: PooledMonth, by: User, now: datetime) -> MonitoringReport:
    try:
        with transaction.atomic():
            report = MonitoringReport.objects.create(
                project=month.project,
                starts_on=month.starts_on,
                ends_on=month.ends_on,
                begun_by=by,
                begun_at=now,
                moved_at=now,
            )
    except IntegrityError as error:
        raise PeriodTaken(starts_on=str(month.starts_on), ends_on=str(month.ends_on)) from error
    version = ReportVersion.objects.create(report=report, nth=1, parameters=month.project.parameters)
    lines.write(version, month)
    ReportStep.objects.create(report=report, kind=ReportStepKind.BEGUN, version=version, by=by, happened_at=now)
    return report


_LEAVE_OUT = f"""
    WITH changed AS (
        SELECT pooled.activity_id FROM projects_pooledact AS pooled
        WHERE pooled.month_id = %(month)s AND {gathering.GUARDED.format(citizen="pooled.citizen_id")}
        UNION
        SELECT pooled.activity_id FROM projects_poolconsent AS consent
        JOIN projects_pooledact AS pooled ON pooled.citizen_id = consent.citizen_id AND pooled.month_id = %(month)s
        WHERE consent.ended_at >= %(since)s
        UNION
        SELECT pooled.activity_id FROM accounts_freeze AS frozen
        JOIN projects_pooledact AS pooled ON pooled.citizen_id = frozen.citizen_id AND pooled.month_id = %(month)s
        WHERE frozen.over_at IS NULL AND frozen.ends_at > %(now)s
        UNION
        SELECT pooled.activity_id FROM activities_revocation AS revoked
        JOIN projects_pooledact AS pooled ON pooled.activity_id = revoked.activity_id AND pooled.month_id = %(month)s
        WHERE revoked.revoked_at >= %(since)s
        UNION
        SELECT pooled.activity_id
        FROM unnest(%(digests)s::uuid[], %(first)s::date[], %(last)s::date[]) AS said (digest, first, last)
        JOIN activities_thing AS thing ON thing.digest = said.digest
        JOIN activities_countedstretch AS stretch ON stretch.thing_id = thing.id
        JOIN projects_pooledact AS pooled ON pooled.activity_id = stretch.activity_id AND pooled.month_id = %(month)s
        JOIN activities_activity AS act ON act.id = pooled.activity_id AND act.city_day BETWEEN said.first AND said.last
    ), gone AS (
        DELETE FROM projects_pooledact AS pooled USING changed
        WHERE pooled.activity_id = changed.activity_id
        RETURNING pooled.activity_id, pooled.citizen_id, pooled.grams
    ), kept AS (
        SELECT DISTINCT act.citizen_id, act.scenario_id, act.district
        FROM projects_pooledact AS pooled JOIN activities_activity AS act ON act.id = pooled.activity_id
        WHERE pooled.month_id = %(month)s AND pooled.citizen_id IN (SELECT citizen_id FROM gone)
        AND NOT EXISTS (SELECT FROM changed WHERE changed.activity_id = pooled.activity_id)
    ), whole AS (
        SELECT gone.citizen_id, gone.grams, scenario.code AS scenario, act.district,
            NOT EXISTS (SELECT FROM kept WHERE kept.citizen_id = gone.citizen_id) AS leaves,
            NOT EXISTS (SELECT FROM kept WHERE (kept.citizen_id, kept.scenario_id, kept.district)
                        = (gone.citizen_id, act.scenario_id, act.district)) AS leaves_group
        FROM gone
        JOIN activities_activity AS act ON act.id = gone.activity_id
        JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
    ), less AS (
        UPDATE projects_poolcount AS known
        SET acts = known.acts - went.acts, grams = known.grams - went.grams, citizens = known.citizens - went.citizens
        FROM (SELECT scenario, district, count(*) AS acts, sum(grams) AS grams,
                     count(DISTINCT citizen_id) FILTER (WHERE leaves_group) AS citizens
              FROM whole GROUP BY 1, 2) AS went
        WHERE known.month_id = %(month)s AND known.reason = ''
        AND known.scenario = went.scenario AND known.district = went.district
    ), counted AS (
        INSERT INTO projects_poolcount AS known (month_id, reason, scenario, district, citizens, acts, grams)
        SELECT %(month)s, 'changed', scenario, '', count(DISTINCT citizen_id), count(*), sum(grams)
        FROM whole GROUP BY scenario
        ON CONFLICT (month_id, reason, scenario, district) DO UPDATE SET
            citizens = known.citizens + EXCLUDED.citizens,
            acts = known.acts + EXCLUDED.acts,
            grams = known.grams + EXCLUDED.grams
    )
    SELECT count(*), coalesce(sum(grams), 0)::bigint, count(DISTINCT citizen_id) FILTER (WHERE leaves) FROM whole
"""  # noqa: S608, a condition of this program alone
_TAKE_OFF = f"""
    INSERT INTO projects_poolleaving (activity_id, month_id, kind, grams, noted_at)
    SELECT pooled.activity_id, %(month)s, 'deducted', pooled.grams, %(now)s {sums.OUTSTANDING}
"""
