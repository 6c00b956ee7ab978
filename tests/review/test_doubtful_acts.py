"""An act in doubt at the review desk: what speaks against it is shown, somebody decides, and its citizen may answer."""

from datetime import timedelta

import pytest

from activities.models import Activity, Doubted
from activities.review_words import REFUSALS
from activities.reviewables import all_kinds
from activities.scoring import under_review
from credits import statements
from review import appealing, deciding, refusals
from review.models import Appeal
from tests.activities.doubting_rules import doubt_from_now_on
from tests.activities.test_under_review import in_review
from tests.conftest import NOW, TODAY, record, ride, score_everything
from tests.desk_pages import carried_to
from tests.review.conftest import at_desk, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget", "_noon")]

LATER = NOW + timedelta(days=1)


@pytest.fixture
def lin(db):
    return make_reviewer("lin", "decide_doubted", "decide_appeal")


@pytest.fixture
def zhou(db):
    return make_reviewer("zhou", "decide_doubted", "decide_appeal")


def row_of(act: Activity) -> Doubted:
    return all_kinds()["act"].rows().get(pk=act.pk)


def earned(citizen) -> int:
    score_everything(LATER)
    return statements.available(citizen.pk, today=TODAY)


def decide(browser, act, deed, **entered):
    page = f"/desk/review/act/{act.public_id}/"
    return browser.post(f"{page}{deed}", {**carried_to(browser.get(page), f"{page}{deed}"), **entered})


def test_desk_sees_what_speaks_against_it_with_its_weight_and_accepts(alice, lin):
    act = in_review(alice)
    browser = at_desk(lin)

    page = browser.get(f"/desk/review/act/{act.public_id}/").content.decode()
    assert all(words in page for words in ("It is more than nearly anybody manages.", ">40<", "Together 60", "14.5 km"))
    decide(browser, act, "accept/")

    assert earned(alice) > 0
    assert Doubted.objects.get().decided_by == lin


def test_refused_act_is_appealed_and_scored_after_all(client, alice, lin, zhou):
    act = in_review(alice)
    decide(at_desk(lin), act, "refuse/", reason="not_possible")
    act.refresh_from_db()
    assert (act.status, earned(alice)) == ("rejected", 0)
    client.force_login(alice)
    client.cookies["django_language"] = "en"
    page = client.get(act.get_absolute_url()).content.decode()
    assert REFUSALS["not_possible"]["en"] in page
    assert f"/appeals/act/{act.public_id}/" in page

    client.post(f"/appeals/act/{act.public_id}/", {"words": "I raced on that day."})
    with pytest.raises(refusals.WaitsForAnother):
        deciding.accept(kind=all_kinds()["appeal"], row=Appeal.objects.get(), by=lin, now=LATER)
    assert "I raced on that day." in at_desk(zhou).get(f"/desk/review/appeal/{Appeal.objects.get().public_id}/").text
    deciding.accept(kind=all_kinds()["appeal"], row=Appeal.objects.get(), by=zhou, now=LATER)

    assert earned(alice) > 0
    assert "you were right" in client.get(f"/appeals/act/{act.public_id}/").text


def test_act_that_nobody_looked_at_in_time_may_be_appealed(alice, lin):
    act = in_review(alice)
    overdue_at = NOW + timedelta(days=15)
    under_review.refuse_overdue(now=overdue_at)

    said = {"by": alice, "words": "请看一下", "photo": None, "now": overdue_at}
    appeal = appealing.appeal(kind=all_kinds()["act"], row=row_of(act), **said)
    assert appeal.first_decided_by is None
    deciding.accept(kind=all_kinds()["appeal"], row=appeal, by=lin, now=overdue_at)

    assert Doubted.objects.get().reopened_by == lin
    assert earned(alice) > 0


def test_act_that_its_weight_refused_may_be_appealed(alice, lin):
    doubt_from_now_on("bike-share", lower=None, review=None, refuse=50)
    [outcome] = record(alice, ride(14_500, minutes=36, client_id="fast"))
    score_everything()
    act = Activity.objects.get(pk=outcome.activity.pk)
    assert act.status == "rejected"

    said = {"by": alice, "words": "请看一下", "photo": None, "now": LATER}
    appeal = appealing.appeal(kind=all_kinds()["act"], row=row_of(act), **said)
    deciding.accept(kind=all_kinds()["appeal"], row=appeal, by=lin, now=LATER)

    assert earned(alice) > 0


def test_act_drawn_for_audit_is_looked_at_afterwards(alice, lin):
    doubt_from_now_on("bike-share", lower=None, review=None, drawn=1000)
    [outcome] = record(alice, ride(2000, client_id="plain"))
    score_everything()
    browser, page = at_desk(lin), f"/desk/review/drawn/{outcome.activity.public_id}/"
    assert browser.post("/desk/review/next/").url == page
    assert "it was drawn for audit" in browser.get(page).text

    browser.post(f"{page}accept/", carried_to(browser.get(page), f"{page}accept/"))

    assert (Doubted.objects.get().decision, Doubted.objects.get().decided_by) == ("sound", lin)
    assert browser.post("/desk/review/next/").url == "/desk/review/"
