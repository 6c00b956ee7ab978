"""From acts to the citizens' budget: reported, looked at, stated, issued, sold; and what is taken back on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from activities.models import Activity, Assessment, Reason
from activities.scoring import taking_back
from common.public_ids import new_public_id
from credits import budgets
from projects.documents.kinds import Sent
from projects.models import (
    CarbonProject,
    LeavingKind,
    MonitoringReport,
    PooledAct,
    PooledMonth,
    PoolLeaving,
    PoolProceeds,
    ProceedsStatus,
)
from projects.monitoring import drafting, sampling, stating, submitting
from projects.pooling import gathering, proceeds, reading
from projects.pooling import sampling as acts
from projects.refusals import (
    ActsTakenBack,
    LinesAreGathered,
    MoreThanIssued,
    NeedsAnother,
    OwnOrganisation,
    PaymentEntered,
    TooFewCitizens,
)
from projects.registry.issuing import issue
from tests.common.test_documents import PDF
from tests.conftest import NOW
from tests.projects.conftest import nothing_found
from tests.projects.monitoring.conftest import GROVE
from tests.projects.pooling.conftest import IN_DECEMBER, NOVEMBER, RIDDEN, agreed, gathered, rode

SENT = Sent("statement.pdf", PDF)
LATER = NOW + timedelta(days=1)


def worth(citizen, grams: int) -> None:
    """An act of a citizen's that was scored with so much: more than anybody rides."""
    like = Activity.objects.filter(citizen=citizen).latest("pk")
    assessed = Assessment.objects.get(activity=like)
    like.pk, like.public_id = None, new_public_id()
    like.started_at, like.ended_at = like.started_at + timedelta(hours=9), like.ended_at + timedelta(hours=9)
    like.save(force_insert=True)
    assessed.pk, assessed.activity, assessed.grams, assessed.credits = like.pk, like, grams, 0
    assessed.save(force_insert=True)


def taken_back(act: Activity, by, now=NOW) -> None:
    taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=by, now=now)


def handed_in(month: PooledMonth, verifier, owner, now=NOW) -> MonitoringReport:
    submitting.submit(report=month.report, verifier=verifier, by=owner, words="", now=now)
    month.report.refresh_from_db()
    return month.report


def stated(report: MonitoringReport, auditor, now=NOW):
    version = report.versions.latest("nth")
    sampling.draw(report=report, size=sampling.proposed(version.lines.count()), by=auditor, now=now)
    return stating.state(
        report=report, kilograms=version.kilograms, words="", number="核〔2026〕1号", sent=SENT, by=auditor, now=now
    )


def issued(month: PooledMonth, clerks, now=NOW):
    [year] = month.report.statement.years.all()
    by, agreed_by = clerks
    return issue(
        project=month.project,
        vintage=year.year,
        kilograms=year.kilograms,
        document="成环〔2026〕3号",
        by=by,
        agreed_by=agreed_by,
        now=now,
        report=month.report,
    )


def paid(month: PooledMonth, by, **more) -> PoolProceeds:
    given = {
        "tonnes": 2,
        "fen": 12_000,
        "bank_reference": "B-1",
        "document": "成财环〔2026〕9号",
        "credits": 1200,
    } | more
    return proceeds.propose(month=month, by=by, now=NOW, **given)


@pytest.fixture
def month(pool, riders, clerks) -> PooledMonth:
    for citizen in riders:
        worth(citizen, 500_000)
    return agreed(gathered(pool, clerks[0]), clerks[1])


def test_a_month_goes_from_acts_to_the_citizens_budget(month, riders, clerks, owner, verifier, auditor, pool):
    report = handed_in(month, verifier, owner)
    statement = stated(report, auditor)
    drawn = acts.acts_of(statement.version.sample)
    assert len(drawn) == 5
    assert [act.pk for act in drawn] == [act.pk for act in acts.acts_of(statement.version.sample)]
    assert {act.pk for act in drawn} <= set(PooledAct.objects.values_list("pk", flat=True))
    issuance = issued(month, clerks)
    assert (issuance.kilograms, issuance.tonnes) == (month.kilograms, 3)
    assert month.kilograms * 1000 + month.carried_out_g == month.acts_g

    before = budgets.remaining("citizens")
    entry = paid(month, clerks[0])
    with pytest.raises(NeedsAnother):
        proceeds.agree(entry=entry, by=clerks[0], now=NOW)
    with pytest.raises(OwnOrganisation):
        proceeds.agree(entry=entry, by=owner, now=NOW)
    with pytest.raises(PaymentEntered):
        paid(month, clerks[0], tonnes=1)
    with pytest.raises(MoreThanIssued):
        paid(month, clerks[0], bank_reference="B-2")
    assert budgets.remaining("citizens") == before
    proceeds.agree(entry=entry, by=clerks[1], now=NOW)

    assert budgets.remaining("citizens") == before + 1200
    entry.refresh_from_db()
    assert entry.status == ProceedsStatus.AGREED
    [share] = reading.shares(riders[0])
    assert (share.acts, share.grams * 6) == (3, month.acts_g)
    assert (share.kilograms, share.tonnes, share.fen, share.credits) == (month.kilograms, 3, 12_000, 1200)
    nothing_found()


def test_a_proposal_of_proceeds_that_is_declined_funds_nothing_and_may_be_entered_again(
    month, clerks, owner, verifier, auditor
):
    stated(handed_in(month, verifier, owner), auditor)
    issued(month, clerks)
    before = budgets.remaining("citizens")
    proceeds.decline(entry=paid(month, clerks[0]), answer="金额不符", by=clerks[1], now=NOW)

    assert budgets.remaining("citizens") == before
    assert paid(month, clerks[0]).status == ProceedsStatus.WAITING


def test_nobody_writes_in_a_gathered_report(month, owner, pool):
    for deed in (
        lambda: drafting.write_line(report=month.report, line=replace(GROVE, table="acts"), by=owner, now=NOW),
        lambda: drafting.remove_line(report=month.report, nth=1, by=owner, now=NOW),
        lambda: drafting.withdraw(report=month.report, by=owner, words="", now=NOW),
        lambda: drafting.begin(project=pool, starts_on=NOVEMBER, ends_on=NOVEMBER, by=owner, now=IN_DECEMBER),
    ):
        with pytest.raises(LinesAreGathered):
            deed()
    assert month.report.versions.get().lines.count() == 1


def test_what_is_taken_back_before_the_statement_leaves_the_report(month, riders, clerks, owner, verifier, auditor):
    report = handed_in(month, verifier, owner)
    whole, act = month.acts_g, Activity.objects.filter(citizen=riders[0]).earliest("pk")
    grams = act.assessment.grams
    taken_back(act, clerks[0])
    with pytest.raises(ActsTakenBack):
        stated(report, auditor)
    drafting.revise(report=report, by=owner, now=LATER)
    submitting.submit(report=report, verifier=None, by=owner, words="", now=LATER)
    statement = stated(report, auditor, now=LATER)

    month.refresh_from_db()
    assert month.acts_g == whole - grams == month.kilograms * 1000 + month.carried_out_g
    assert statement.kilograms == month.kilograms
    assert act.pk not in {one.pk for one in acts.acts_of(statement.version.sample)}
    assert PoolLeaving.objects.get().kind == LeavingKind.LEFT
    nothing_found()


def test_a_month_says_how_many_are_left_in_it(month, riders, clerks, owner, verifier):
    report = handed_in(month, verifier, owner)
    before = (month.citizens, month.acts)
    for act in Activity.objects.filter(citizen=riders[0]):
        taken_back(act, clerks[0])
    drafting.revise(report=report, by=owner, now=LATER)

    [share] = reading.shares(riders[1])
    month.refresh_from_db()
    assert (before, (month.citizens, month.acts)) == ((6, 18), (5, 15))
    assert (share.citizens, share.kilograms) == (5, month.kilograms)
    nothing_found()


def test_a_report_of_fewer_than_five_is_not_drawn_up_anew(month, riders, clerks, owner, verifier):
    report = handed_in(month, verifier, owner)
    for act in Activity.objects.filter(citizen__in=riders[:2]):
        taken_back(act, clerks[0])
    with pytest.raises(TooFewCitizens):
        drafting.revise(report=report, by=owner, now=LATER)

    whole = month.acts_g
    month.refresh_from_db()
    assert (month.citizens, month.acts_g, report.versions.count()) == (6, whole, 1)
    assert not PoolLeaving.objects.exists()


def test_what_is_taken_back_after_the_statement_is_taken_off_the_next_month(
    month, riders, clerks, owner, verifier, auditor, pool
):
    stated(handed_in(month, verifier, owner), auditor)
    act = Activity.objects.filter(citizen=riders[0]).earliest("pk")
    grams = act.assessment.grams
    taken_back(act, clerks[0])
    for citizen in riders:
        rode(citizen, 9000, at=RIDDEN + timedelta(days=26))
    first = month
    second = agreed(gathered(pool, clerks[0], month=NOVEMBER, now=IN_DECEMBER), clerks[1], now=IN_DECEMBER)

    assert (second.carried_in_g, second.deducted_g, second.owed_in_g) == (first.carried_out_g, grams, 0)
    assert second.acts_g + first.carried_out_g - grams == second.kilograms * 1000 + second.carried_out_g
    assert second.report.versions.get().kilograms == second.kilograms
    nothing_found()


def test_more_taken_back_than_pooled_is_owed_on_and_never_negative(
    month, riders, clerks, owner, verifier, auditor, pool
):
    stated(handed_in(month, verifier, owner), auditor)
    big = Activity.objects.get(citizen=riders[0], assessment__grams=500_000)
    taken_back(big, clerks[0])
    for citizen in riders:
        rode(citizen, 9000, at=RIDDEN + timedelta(days=26))
    second = agreed(gathered(pool, clerks[0], month=NOVEMBER, now=IN_DECEMBER), clerks[1], now=IN_DECEMBER)

    assert (second.kilograms, second.carried_out_g, second.report) == (0, 0, None)
    assert second.owed_out_g == 500_000 - month.carried_out_g - second.acts_g > 0
    nothing_found()


def test_the_pool_is_in_the_registry_and_told_as_a_proposal(pool, client):
    assert gathering.is_pool(CarbonProject.objects.get(pk=pool.pk))
    page = client.get(f"/registry/projects/{pool.public_id}/")
    assert page.status_code == 200
