"""The desk's figures: by city day and kind, and how often two reviewers said the same."""

from datetime import timedelta

import pytest

from activities.reviewables import all_kinds
from channels.photo_reports import reviewing
from review import appealing, deciding, figures
from review.models import Verdict
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW, TODAY
from tests.review.conftest import at_desk, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

DAY = timedelta(days=1)


@pytest.fixture
def sent(alice):
    return [report(alice, seed, place=None, now=NOW - DAY) for seed in range(4)]


@pytest.fixture
def zhou(db):
    return make_reviewer("zhou", "decide_photoreport", "decide_appeal")


def test_decisions_are_counted_on_their_city_day(sent, lin):
    midnight = NOW.replace(hour=16, minute=0) - DAY
    reviewing.accept(report=sent[0], by=lin, now=midnight - timedelta(seconds=1))
    reviewing.accept(report=sent[1], by=lin, now=midnight)
    reviewing.refuse(report=sent[2], reason="unclear", note="", by=lin, now=NOW)

    days = figures.throughput([all_kinds()["photo"], all_kinds()["pledge"]], now=NOW)

    assert [(day.day, list(day.counts), day.total) for day in days[:3]] == [
        (TODAY, [2, 0], 2),
        (TODAY - DAY, [1, 0], 1),
        (TODAY - 2 * DAY, [0, 0], 0),
    ]
    assert len(days) == figures.DAYS


def test_agreement_is_of_opinions_and_appeals(sent, alice, lin, zhou):
    photos, appeals = all_kinds()["photo"], all_kinds()["appeal"]
    assert figures.agreement(now=NOW) is None
    for row, verdict in zip(sent, (Verdict.ACCEPT, Verdict.REFUSE, Verdict.UNSURE), strict=False):
        deciding.ask_another(kind=photos, row=row, verdict=verdict, words="", by=lin, now=NOW)
        deciding.accept(kind=photos, row=row, by=zhou, now=NOW)
    reviewing.refuse(report=sent[3], reason="unclear", note="", by=lin, now=NOW)
    appeal = appealing.appeal(kind=photos, row=sent[3], by=alice, words="再看", photo=None, now=NOW)

    assert figures.agreement(now=NOW) == (1, 2)
    deciding.refuse(kind=appeals, row=appeal, reason="nothing_new", note="", by=zhou, now=NOW)

    assert figures.agreement(now=NOW) == (2, 3)
    assert figures.agreement(now=NOW).per_cent == 67
    assert figures.agreement(now=NOW + 15 * DAY) is None


def test_page_of_the_queue_shows_them(sent, lin, zhou, time_machine):
    time_machine.move_to(NOW, tick=False)
    said = {"kind": all_kinds()["photo"], "row": sent[0], "now": NOW}
    deciding.ask_another(**said, verdict=Verdict.ACCEPT, words="", by=lin)
    deciding.accept(**said, by=zhou)

    page = at_desk(lin).get("/desk/review/").content.decode()

    assert "Two reviewers have said the same in 100 % of 1 decision" in page
    assert "Nov. 23, 2026" in page
