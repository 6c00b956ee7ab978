"""A month that can't be reported is closed: the pool goes on, to the gram, and nothing counts twice."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from accounts.models import Notice
from activities.models import Activity
from common.editions import ChangedMeanwhile
from projects.desk.proposing import propose_issuance, withdraw
from projects.models import (
    MonthStatus,
    PooledAct,
    PooledMonth,
    PoolLeaving,
    ReportStatus,
    ReportStep,
    ReportStepKind,
)
from projects.monitoring import drafting
from projects.monitoring.balls import Side, ball
from projects.pooling import agreeing, closing, gathered, gathering, reading
from projects.refusals import (
    ActsTakenBack,
    EarlierMonthOpen,
    LaterMonthFollows,
    MonthDecided,
    MonthPooled,
    OwnOrganisation,
    ReportIssued,
    ReportStands,
    StillGathering,
    TooFewCitizens,
    WordsMissing,
)
from tests.conftest import NOW
from tests.projects.conftest import nothing_found
from tests.projects.pooling.conftest import IN_DECEMBER, NOVEMBER, OCTOBER, RIDDEN, agreed, rider, rode
from tests.projects.pooling.conftest import gathered as month_of
from tests.projects.pooling.test_course import handed_in, issued, stated, taken_back, worth

LATER = NOW + timedelta(days=1)
WHY = "剩余不足五人，无法核查"


@pytest.fixture
def month(pool, riders, clerks) -> PooledMonth:
    for citizen in riders:
        worth(citizen, 500_000)
    return agreed(month_of(pool, clerks[0]), clerks[1])


@pytest.fixture
def few(month, riders, clerks, owner, verifier) -> PooledMonth:
    """Handed in; then all acts of two of its six are taken back."""
    handed_in(month, verifier, owner)
    for act in Activity.objects.filter(citizen__in=riders[:2]):
        taken_back(act, clerks[0])
    return month


def freed() -> None:
    while gathering.go_on(now=NOW, batches=5)[1]:
        pass


def close(month, by, words=WHY, now=LATER, **more) -> PooledMonth:
    return closing.close(month=month, words=words, by=by, now=now, **more)


def test_a_month_of_too_few_leads_to_the_desk(few, owner, auditor):
    report = few.report
    with pytest.raises(ActsTakenBack):
        stated(report, auditor)
    with pytest.raises(TooFewCitizens):
        drafting.revise(report=report, by=owner, now=LATER)

    assert gathered.left_over(few) == (4, 12, 2002, 6)
    assert gathered.stuck() == [few]
    assert ball(report).side == Side.DESK


def test_a_month_that_is_left_with_five_is_the_owners(month, riders, clerks, owner, verifier):
    report = handed_in(month, verifier, owner)
    for act in Activity.objects.filter(citizen=riders[0]):
        taken_back(act, clerks[0])

    assert gathered.left_over(month).citizens == 5
    assert gathered.stuck() == []
    assert ball(report).side == Side.VERIFIER


def test_closed_it_counts_nothing_frees_its_acts_and_says_why(few, riders, clerks, owner, auditor):
    close(few, clerks[1])
    freed()

    few.refresh_from_db()
    assert (few.status, few.citizens, few.acts, few.kilograms, few.carried_out_g) == (MonthStatus.CLOSED, 0, 0, 0, 0)
    assert few.report.status == ReportStatus.WITHDRAWN
    step = ReportStep.objects.get(kind=ReportStepKind.WITHDRAWN)
    assert (step.by, step.words, step.happened_at) == (clerks[1], WHY, LATER)
    assert not PooledAct.objects.exists()
    assert reading.shares(riders[5]) == []
    told = Notice.objects.filter(code="report_closed").values_list("citizen", flat=True)
    assert set(told) == {owner.pk, auditor.pk}
    assert gathered.stuck() == []
    nothing_found()


def test_the_pool_goes_on_with_the_next_month(few, riders, clerks, pool):
    for citizen in [*riders[2:], rider()]:
        rode(citizen, 9000, at=RIDDEN + timedelta(days=26))
    with pytest.raises(EarlierMonthOpen):
        month_of(pool, clerks[0], month=NOVEMBER, now=IN_DECEMBER)
    close(few, clerks[1])
    with pytest.raises(StillGathering):
        month_of(pool, clerks[0], month=NOVEMBER, now=IN_DECEMBER)
    freed()
    second = agreed(month_of(pool, clerks[0], month=NOVEMBER, now=IN_DECEMBER), clerks[1], now=IN_DECEMBER)

    assert (second.citizens, second.carried_in_g, second.deducted_g, second.owed_in_g) == (5, 0, 0, 0)
    assert not PoolLeaving.objects.exists(), "what was never reported is not taken off"
    nothing_found()


def test_the_same_month_may_be_gathered_anew_without_what_was_taken_back(few, riders, clerks, pool, owner, verifier):
    late = rider(9000)
    close(few, clerks[1])
    freed()
    again = agreed(month_of(pool, clerks[0]), clerks[1])

    assert (again.starts_on, again.citizens, again.acts) == (OCTOBER, 5, 13)
    assert set(PooledAct.objects.values_list("citizen_id", flat=True)) == {one.pk for one in [*riders[2:], late]}
    assert PooledAct.objects.count() == 13
    assert handed_in(again, verifier, owner).status == ReportStatus.SUBMITTED
    nothing_found()


def test_what_had_left_and_what_was_taken_off_goes_on(month, riders, clerks, owner, verifier, auditor, pool):
    """A verified month, then one that took off an act of it, lost one of its own, and is closed."""
    stated(handed_in(month, verifier, owner), auditor)
    first = Activity.objects.filter(citizen=riders[0]).earliest("pk")
    taken_back(first, clerks[0])
    for citizen in riders:
        rode(citizen, 9000, at=RIDDEN + timedelta(days=26))
    second = agreed(month_of(pool, clerks[0], month=NOVEMBER, now=IN_DECEMBER), clerks[1], now=IN_DECEMBER)
    report = handed_in(second, verifier, owner, now=IN_DECEMBER)
    taken_back(Activity.objects.filter(citizen=riders[1]).latest("started_at"), clerks[0], now=IN_DECEMBER)
    drafting.revise(report=report, by=owner, now=IN_DECEMBER)
    close(second, clerks[1], now=IN_DECEMBER)
    freed()
    again = agreed(month_of(pool, clerks[0], month=NOVEMBER, now=IN_DECEMBER), clerks[1], now=IN_DECEMBER)

    second.refresh_from_db()
    owed = first.assessment.grams - month.carried_out_g
    assert (second.deducted_g, second.carried_out_g, second.owed_out_g) == (
        first.assessment.grams,
        max(-owed, 0),
        max(owed, 0),
    )
    assert (again.carried_in_g, again.owed_in_g) == (second.carried_out_g, second.owed_out_g)
    assert (again.citizens, again.deducted_g) == (5, 0)
    nothing_found()


def test_what_was_verified_wrongly_is_closed_while_nothing_is_issued(
    month, clerks, owner, verifier, auditor, pool, riders
):
    stated(handed_in(month, verifier, owner), auditor)
    close(month, clerks[1])
    freed()
    again = agreed(month_of(pool, clerks[0]), clerks[1])

    assert (again.acts, again.carried_in_g) == (18, 0)
    nothing_found()


def test_what_is_issued_or_followed_stays(month, clerks, owner, verifier, auditor, pool, riders):
    stated(handed_in(month, verifier, owner), auditor)
    for citizen in riders:
        rode(citizen, 9000, at=RIDDEN + timedelta(days=26))
    second = month_of(pool, clerks[0], month=NOVEMBER, now=IN_DECEMBER)
    with pytest.raises(LaterMonthFollows):
        close(month, clerks[1])
    agreeing.decline(month=second, answer="先关闭十月", by=clerks[1], now=IN_DECEMBER)
    proposed = propose_issuance(
        project=pool,
        vintage=2026,
        kilograms=month.kilograms,
        document="成环〔2026〕3号",
        by=clerks[0],
        now=NOW,
        report=month.report,
    )
    with pytest.raises(ReportIssued):
        close(month, clerks[1])
    withdraw(proposal=proposed, by=clerks[0], now=NOW)
    issued(month, clerks)
    with pytest.raises(ReportStands):
        close(month, clerks[1])
    with pytest.raises(Error), transaction.atomic():
        PooledMonth.objects.filter(pk=month.pk).update(status=MonthStatus.CLOSED, citizens=0, acts=0)

    month.refresh_from_db()
    assert month.status == MonthStatus.AGREED
    nothing_found()


def test_no_month_is_put_before_one_that_was_closed(pool, riders, clerks, owner, verifier):
    for citizen in riders:
        rode(citizen, 9000, at=RIDDEN + timedelta(days=26))
    second = agreed(month_of(pool, clerks[0], month=NOVEMBER, now=IN_DECEMBER), clerks[1], now=IN_DECEMBER)
    close(second, clerks[1], now=IN_DECEMBER)
    freed()

    with pytest.raises(MonthPooled):
        month_of(pool, clerks[0], now=IN_DECEMBER)


def test_who_may_not_and_what_was_not_shown_changes_nothing(few, clerks, owner, auditor):
    shown = closing.shown_of(few)
    for by, words, refused in (
        (clerks[1], " ", WordsMissing),
        (owner, WHY, OwnOrganisation),
        (auditor, WHY, OwnOrganisation),
    ):
        with pytest.raises(refused):
            close(few, by, words)
    with pytest.raises(ChangedMeanwhile):
        close(few, clerks[1], edition="another")

    few.refresh_from_db()
    assert (few.status, closing.shown_of(few)) == (MonthStatus.AGREED, shown)


def test_a_month_is_closed_once_and_stays_closed(few, clerks):
    close(few, clerks[1])
    with pytest.raises(MonthDecided):
        close(few, clerks[1])
    with pytest.raises(Error), transaction.atomic():
        PooledMonth.objects.filter(pk=few.pk).update(status=MonthStatus.AGREED)

    assert ReportStep.objects.filter(kind=ReportStepKind.WITHDRAWN).count() == 1
