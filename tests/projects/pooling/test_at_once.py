"""Two gather, agree and end a consent at the same moment: it comes to what one after the other would."""

import pytest
from django.db.models import Count

from projects.models import MonthStatus, PooledAct, PooledMonth, ReportStatus, ReportStepKind
from projects.monitoring import drafting
from projects.pooling import agreeing, closing, consenting, gathering
from tests.at_once import at_once
from tests.conftest import NOW
from tests.projects.conftest import nothing_found
from tests.projects.pooling.conftest import OCTOBER, gathered
from tests.projects.pooling.test_course import handed_in, worth

pytestmark = pytest.mark.django_db(transaction=True)


def begin(pool, by):
    return gathering.begin(project=pool, month=OCTOBER, document="成碳〔2026〕9号", by=by, now=NOW)


def test_a_month_is_begun_once(pool, riders, clerks):
    at_once([lambda: begin(pool, clerks[0])] * 2)

    assert PooledMonth.objects.count() == 1


def test_two_who_gather_take_each_act_once(pool, riders, clerks):
    month = begin(pool, clerks[0])
    at_once([lambda: gathering.go_on(now=NOW, batches=20, citizens=1)] * 3)

    month.refresh_from_db()
    assert (month.status, month.acts, PooledAct.objects.count()) == (MonthStatus.DRAWN, 12, 12)
    assert not PooledAct.objects.values("nth").annotate(many=Count("pk")).filter(many__gt=1).exists()


def test_two_who_agree_make_one_report(pool, riders, clerks):
    month = gathered(pool, clerks[0])
    at_once([lambda: agreeing.agree(month=month, by=clerks[1], now=NOW)] * 2)

    assert PooledMonth.objects.get().report is not None
    assert pool.reports.count() == 1


def test_a_consent_that_ends_while_somebody_agrees_is_out_before_or_pooled_before(pool, riders, clerks):
    month = gathered(pool, clerks[0])
    at_once(
        [
            lambda: agreeing.agree(month=month, by=clerks[1], now=NOW),
            lambda: consenting.withdraw(citizen=riders[0], now=NOW),
        ]
    )

    month.refresh_from_db()
    held = PooledAct.objects.filter(citizen_id=riders[0].pk).count()
    assert (month.status, held) in {(MonthStatus.AGREED, 2), (MonthStatus.DRAWN, 0)}


def test_two_who_close_a_month_close_it_once_and_nobody_revises_what_is_closed(pool, riders, clerks, owner, verifier):
    for citizen in riders:
        worth(citizen, 500_000)
    report = handed_in(agreeing.agree(month=gathered(pool, clerks[0]), by=clerks[1], now=NOW), verifier, owner)
    month = report.pooled_month
    at_once(
        [
            *[lambda: closing.close(month=month, words="核查机构已停业", by=clerks[1], now=NOW)] * 2,
            lambda: drafting.revise(report=report, by=owner, now=NOW),
        ]
    )

    month.refresh_from_db()
    report.refresh_from_db()
    assert (month.status, month.acts, report.status) == (MonthStatus.CLOSED, 0, ReportStatus.WITHDRAWN)
    assert report.steps.filter(kind=ReportStepKind.WITHDRAWN).count() == 1
    while gathering.go_on(now=NOW, batches=5)[1]:
        pass
    nothing_found()
