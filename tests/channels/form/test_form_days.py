"""The day of an act as buttons and a list, and what the act that is being typed would earn."""

from datetime import timedelta

import pytest

from activities.foreseeing import foresee
from activities.models import Activity
from activities.refusals import OutOfBounds
from channels.form.way_in import WAY_IN as FORM
from scenarios.rules import Evidence
from tests.conftest import NOW, RELEASED, TODAY, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def phone(client, alice):
    client.force_login(alice)
    return client


def days_in(answer):
    [part] = [part for part in answer.context["form"].parts() if part.days]
    return part.days


def test_today_is_chosen_and_the_list_holds_what_is_still_taken(phone):
    days = days_in(phone.get("/act/walking/"))

    assert [day.label for day in days.near] == ["今天", "昨天"]
    assert days.chosen == days.near[0].value == f"{TODAY}"
    assert [day.value for day in days.earlier] == [f"{TODAY - timedelta(days=ago)}" for ago in range(2, 8)]
    assert days.earlier[0].label == "11月21日 周六"


def test_what_may_be_told_of_until_tomorrow_has_no_list(phone):
    answer = phone.get("/act/clean-plate/")

    assert days_in(answer).earlier == []
    assert "day_earlier" not in answer.text


@pytest.mark.parametrize(
    ("sent", "ago"),
    [
        ({"day": f"{TODAY}"}, 0),
        ({"day": f"{TODAY - timedelta(days=1)}", "day_earlier": f"{TODAY - timedelta(days=2)}"}, 1),
        ({"day": "earlier", "day_earlier": f"{TODAY - timedelta(days=4)}"}, 4),
    ],
)
def test_a_button_counts_unless_it_says_that_it_was_earlier(phone, sent, ago):
    phone.post("/act/walking/", {"steps": "8000", **sent})

    assert Activity.objects.get().city_day == TODAY - timedelta(days=ago)


def test_a_day_that_was_refused_stays_to_be_mended(phone):
    days = days_in(phone.post("/act/walking/", {"steps": "8000", "day": "2026-11-01"}))

    assert days.is_earlier
    assert days.earlier[-1] == ("2026-11-01", "2026-11-01")
    assert not Activity.objects.exists()


def test_what_is_typed_is_reckoned_as_it_would_be_scored_and_nothing_is_written(phone, alice):
    sent = {"day": f"{TODAY}", "steps": "8000"}
    assert "约 16 积分" in phone.post("/act/walking/estimate/", sent).text
    assert not Activity.objects.exists()

    record(alice, walk(3000))
    score_everything()

    assert "约 10 积分" in phone.post("/act/walking/estimate/", sent).text
    phone.post("/act/walking/", sent)
    score_everything()
    assert Activity.objects.order_by("-pk").first().assessment.credits == 10


@pytest.mark.parametrize("sent", [{"steps": "viele"}, {"steps": ""}, {"steps": "8000", "day": "2027-01-01"}])
def test_what_would_be_refused_is_not_reckoned_and_keeps_no_attempt(phone, sent):
    assert phone.post("/act/walking/estimate/", {"day": f"{TODAY}", **sent}).text.strip() == ""


def test_a_day_that_is_used_up_says_so(phone, alice):
    record(alice, walk(20_000))
    score_everything()

    page = phone.post("/act/walking/estimate/", {"day": f"{TODAY}", "steps": "21000"}).text

    assert "约 0 积分" in page
    assert "今天的额度已用完" in page


def test_whoever_asks_too_often_is_not_answered(phone, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "estimate": "2/m/key"}

    asked = [phone.post("/act/walking/estimate/", {"steps": "1"}).status_code for _ in range(3)]

    assert asked == [200, 200, 429]


def test_what_has_no_form_has_no_estimate(phone):
    assert phone.post("/act/waste-sorting/estimate/").status_code == 404
    assert phone.post("/act/nothing/estimate/").status_code == 404


@pytest.mark.parametrize("metres", [3000, 9000])
def test_what_is_foreseen_of_a_ride_is_what_it_earns(alice, time_machine, metres):
    time_machine.move_to(RELEASED, tick=False)
    typed = ride(metres, minutes=40, now=RELEASED)
    foreseen = foresee(citizen=alice, draft=typed, channel=FORM, evidence=Evidence.SELF_DECLARED, now=RELEASED)

    record(alice, typed, evidence=Evidence.SELF_DECLARED, now=RELEASED)
    score_everything(RELEASED)

    assessment = Activity.objects.get().assessment
    assert (foreseen.grams, foreseen.credits) == (assessment.grams, assessment.credits)
    assert foreseen.credits > 0


def test_the_gate_refuses_what_cannot_be_foreseen(alice):
    with pytest.raises(OutOfBounds):
        foresee(citizen=alice, draft=ride(2000, minutes=2), channel=FORM, evidence=Evidence.SELF_DECLARED, now=NOW)
