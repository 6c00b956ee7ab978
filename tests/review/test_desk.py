"""The review desk as its reviewers use it: the queue, one thing after the other, and only what they may decide."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Look
from channels.photo_reports.models import PhotoReport
from review.models import Assignment, Opinion
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW, record, score_everything, walk
from tests.desk_pages import carried_to
from tests.review.conftest import at_desk, make_reviewer, many_reports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget", "_noon")]

A_WHILE = timedelta(minutes=1)


@pytest.fixture
def sent(alice):
    return [report(alice, seed, place=None, now=NOW - (3 - seed) * A_WHILE) for seed in range(3)]


def page_of(row, deed: str = "", query: str = "") -> str:
    return f"/desk/review/photo/{row.public_id}/{deed}{query}"


def decide(browser, row, deed, query="", **entered):
    address = page_of(row, deed, query)
    carries = carried_to(browser.get(page_of(row, query=query)), address)
    return browser.post(address, {**carries, **entered})


def test_next_opens_after_each_deed(sent, lin, zhou):
    browser, other = at_desk(lin), at_desk(zhou)

    assert browser.post("/desk/review/next/").url == page_of(sent[0])
    browser.get(page_of(sent[0]))
    assert other.post("/desk/review/next/").url == page_of(sent[1])
    assert decide(browser, sent[0], "accept/").url == page_of(sent[2])
    assert decide(browser, sent[2], "skip/").url == "/desk/review/"
    assert decide(other, sent[1], "refuse/", reason="unclear").url == page_of(sent[2])
    answer = decide(other, sent[2], "opinion/", verdict="accept", words="")

    assert answer.url == "/desk/review/"
    assert [row.status for row in PhotoReport.objects.order_by("pk")] == ["accepted", "refused", "in_review"]
    assert Opinion.objects.get().by == zhou
    assert Assignment.objects.get().reviewer is None


def test_choice_of_the_queue_goes_along(sent, lin):
    browser = at_desk(lin)
    query = "?kind=photo&scenario=eco-photo"

    assert browser.post(f"/desk/review/next/{query}").url == page_of(sent[0], query=query)
    assert decide(browser, sent[0], "accept/", query).url == page_of(sent[1], query=query)
    assert browser.post("/desk/review/next/?kind=pledge").url == "/desk/review/?kind=pledge"


def test_queue_says_who_looks_at_what(sent, lin, zhou):
    at_desk(lin).get(page_of(sent[1]))

    page = at_desk(zhou).get("/desk/review/")

    assert [holder for _one, _scenario, _address, holder in page.context["lines"]] == [None, lin, None]
    assert "lin is looking" in page.content.decode()


def test_what_a_colleague_holds_is_shown_without_deeds(sent, lin, zhou):
    at_desk(lin).get(page_of(sent[0]))

    page = at_desk(zhou).get(page_of(sent[0])).content.decode()

    assert "A colleague is looking at this just now." in page
    assert "data-review" not in page
    assert Assignment.objects.get().reviewer == lin


def test_opinion_of_a_colleague_is_shown(sent, lin, zhou):
    decide(at_desk(lin), sent[0], "opinion/", verdict="refuse", words="Looks like a screen.")

    page = at_desk(zhou).get(page_of(sent[0])).content.decode()

    assert "I would refuse it" in page
    assert "Looks like a screen." in page


def test_citizens_last_thirty_days_are_told_in_a_strip(sent, alice, lin):
    record(alice, walk(8000), walk(9000, days_ago=1))
    score_everything()
    decide(at_desk(lin), sent[0], "refuse/", reason="unclear")

    page = at_desk(lin).get(page_of(sent[1]))

    assert [tuple(one) for one in page.context["history"]] == [
        ("Scored", 2, "scored"),
        ("Photo reports refused", 1, "rejected"),
    ]


def test_whoever_may_decide_one_kind_sees_that_kind_alone(sent, alice):
    browser = at_desk(make_reviewer("wu", "decide_odometerreview"))

    assert browser.get("/desk/review/").context["lines"] == []
    assert browser.post("/desk/review/next/").url == "/desk/review/"
    for deed in ("accept/", "refuse/", "skip/", "opinion/"):
        assert browser.post(page_of(sent[0], deed)).status_code == 403
    assert browser.get(page_of(sent[0])).status_code == 403


def test_staff_without_a_right_and_citizens_have_no_review_desk(sent, alice):
    clerk = at_desk(make_reviewer("clerk", "view_photoreport"))

    for browser in (clerk, at_desk(alice)):
        assert browser.get("/desk/review/").status_code == 403
        assert browser.post("/desk/review/next/").status_code == 403
        assert browser.get(page_of(sent[0])).status_code == 403


def test_what_is_nowhere_is_not_found(lin):
    browser = at_desk(lin)

    assert browser.get("/desk/review/photo/2222222222222222/").status_code == 404
    assert browser.get("/desk/review/nothing/2222222222222222/").status_code == 404


def test_opening_one_is_told_to_its_citizen_as_a_look(sent, alice, lin):
    at_desk(lin).get(page_of(sent[0]))

    assert [(look.citizen, look.seen, look.by) for look in Look.objects.all()] == [(alice, "photo", lin)]


@pytest.mark.usefixtures("books_are_trusted")
def test_queue_asks_no_more_for_many_than_for_three(sent, alice, lin, django_assert_num_queries):
    browser = at_desk(lin)
    browser.get("/desk/review/")
    with CaptureQueriesContext(connection) as for_three:
        browser.get("/desk/review/")
    many_reports(alice, 20)

    with django_assert_num_queries(len(for_three)):
        browser.get("/desk/review/")
