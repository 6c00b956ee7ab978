"""The second step at the desk: asked before anything is seen, and again before rules, money or rights are changed."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from axes.models import AccessAttempt
from django.test import Client

from accounts import devices, second_factor
from accounts.models import User
from common.editions import edition_of
from common.public_ids import new_public_id
from credits import budgets
from portal import demo
from scenarios.models import Venue
from simulation import demonstration
from tests.conftest import NOW
from tests.desk_pages import carried
from tests.merchants.conftest import make_merchant, make_offer
from tests.scenarios.venues.conftest import marks_of
from tests.second_factors import code_now, enrolled, wrong_code

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"
PROVE, ENROL = "/me/second-factor/code/", "/me/second-factor/new/"


@pytest.fixture(autouse=True)
def noon(time_machine):
    return time_machine.move_to(NOW, tick=False) or time_machine


@pytest.fixture
def half_way(desk) -> Client:
    """Name and password were right."""
    browser = Client()
    browser.post("/admin/login/?next=/admin/", {"username": "desk", "password": PASSWORD})
    return browser


@pytest.fixture
def inside(half_way, desk, noon) -> Client:
    enrolled(desk)
    noon.move_to(NOW + timedelta(minutes=1), tick=False)
    assert half_way.post(f"{PROVE}?next=/admin/", {"code": code_now()}).url == "/admin/"
    return half_way


@pytest.mark.parametrize("place", ["", "figures/", "accounts/user/", "credits/budget/", "jsi18n/", "password_change/"])
def test_nothing_is_seen_with_the_password_alone(half_way, desk, place):
    enrolled(desk)
    answer = half_way.get(f"/admin/{place}")

    assert (answer.status_code, answer.url) == (302, f"{PROVE}?next={quote(f'/admin/{place}', safe='')}")
    assert half_way.post(f"/admin/{place}", {}).status_code == 302


def test_proof_of_the_future_is_none_once_the_clock_was_set_back(inside, noon):
    assert inside.get("/admin/figures/").status_code == 200

    noon.move_to(NOW - timedelta(days=1), tick=False)

    assert inside.get("/admin/figures/").url.startswith(PROVE)


def test_part_of_a_page_says_where_to_go(half_way):
    answer = half_way.get("/admin/figures/", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith(PROVE)


def test_whoever_has_no_factor_is_led_to_enrol_one(half_way, desk):
    page = half_way.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == f"{ENROL}?next=%2Fadmin%2F"
    secret = page.context["secret"]

    half_way.post(f"{ENROL}?next=/admin/", {"code": code_now(secret)})

    assert second_factor.recovery_codes_left(desk) == 10
    assert half_way.get("/admin/").status_code == 200


def test_right_code_opens_the_desk_and_a_wrong_one_does_not(half_way, desk, noon):
    enrolled(desk)
    noon.move_to(NOW + timedelta(minutes=1), tick=False)
    half_way.post(PROVE, {"code": wrong_code()})
    assert half_way.get("/admin/").status_code == 302

    half_way.post(PROVE, {"code": code_now()})

    assert half_way.get("/admin/").status_code == 200


def test_recovery_code_opens_the_desk_once(half_way, desk):
    [code, *_rest] = enrolled(desk)
    half_way.post(PROVE, {"code": code})
    assert half_way.get("/admin/").status_code == 200
    other = Client()
    other.post("/admin/login/?next=/admin/", {"username": "desk", "password": PASSWORD})

    other.post(PROVE, {"code": code})

    assert other.get("/admin/").status_code == 302


def test_factor_that_was_reset_meanwhile_opens_nothing_any_more(inside, desk):
    second_factor.remove(user=desk)

    assert inside.get("/admin/accounts/user/").status_code == 302


def test_after_a_quarter_of_an_hour_weighty_pages_ask_again_and_others_do_not(inside, budget, noon):
    fund = f"/admin/credits/budget/{budget.pk}/fund/"
    noon.move_to(NOW + timedelta(minutes=15), tick=False)
    assert inside.get(fund).status_code == 200

    noon.move_to(NOW + timedelta(minutes=16), tick=False)

    for weighty in (fund, "/admin/auth/group/add/", "/admin/accounts/user/add/", "/admin/password_change/"):
        assert inside.get(weighty).url == f"{PROVE}?next={quote(weighty, safe='')}"
    assert inside.get("/admin/credits/budget/").status_code == 200
    answer = inside.post(f"{PROVE}?next={fund}", {"code": code_now()})
    assert answer.url == fund
    assert inside.get(fund).status_code == 200


@pytest.mark.parametrize("deed", ["venue", "sign-in"])
def test_what_opens_a_venue_or_a_sign_in_asks_again(inside, venues, noon, deed):
    """A venue's grade pays every visit to it for years; who is unlocked may try passwords again."""
    venue = Venue.objects.get(code="ito-chunxi")
    attempt = AccessAttempt.objects.create(username="lin", ip_address="203.0.113.9", failures_since_start=5)
    address = {
        "venue": f"/admin/scenarios/venue/{venue.pk}/evaluate/",
        "sign-in": f"/admin/axes/accessattempt/{attempt.pk}/delete/",
    }[deed]
    sent = carried(inside.get(address))
    noon.move_to(NOW + timedelta(minutes=17), tick=False)

    assert inside.get(address).url == f"{PROVE}?next={quote(address, safe='')}"
    asked = inside.post(address, {**sent, **{code: mark.value for code, mark in marks_of(venue.kind).items()}})
    assert ("edition", sent["edition"]) in asked.context["sent"]
    assert (venue.evaluations.count(), AccessAttempt.objects.count()) == (0, 1)
    inside.post(address, {**dict(asked.context["sent"]), "confirm": "1", "second_step_code": code_now()})

    assert (venue.evaluations.count(), AccessAttempt.objects.count()) == ((1, 1) if deed == "venue" else (0, 0))


@pytest.mark.parametrize("kind", ["photo", "pledge", "odometer"])
@pytest.mark.parametrize("deed", ["accept", "refuse", "skip", "opinion"])
def test_daily_work_with_photos_does_not_ask_again(inside, noon, kind, deed):
    """Past the question they answer that there is no such row; a weighty page would ask first."""
    noon.move_to(NOW + timedelta(minutes=17), tick=False)

    assert inside.post(f"/desk/review/{kind}/{new_public_id()}/{deed}/", {"reason": "unclear"}).status_code == 404
    assert inside.get("/desk/review/").status_code == 200


@pytest.mark.parametrize("deed", ["merchant/1/suspend", "offer/1/withdraw"])
def test_stopping_somebody_in_a_hurry_does_not_ask_again(inside, noon, deed):
    noon.move_to(NOW + timedelta(minutes=17), tick=False)

    assert inside.post(f"/admin/merchants/{deed}/", {}).status_code == 404


def test_what_was_entered_goes_through_the_question(inside, budget, noon):
    fund = f"/admin/credits/budget/{budget.pk}/fund/"
    sent = {"amount": 80, "reference": "2026-7", "confirm": "1", "edition": edition_of(budget.pk, 80, "2026-7")}
    noon.move_to(NOW + timedelta(minutes=17), tick=False)

    asked = inside.post(fund, sent)
    assert asked.status_code == 200
    assert ("reference", "2026-7") in asked.context["sent"]
    assert inside.post(fund, {**sent, "second_step_code": wrong_code()}).context["form"].errors
    assert budgets.remaining("citizens") == 10_000_000
    done = inside.post(fund, {**dict(asked.context["sent"]), "second_step_code": code_now()})

    assert done.status_code == 302
    assert budgets.remaining("citizens") == 10_000_080


def test_question_amid_a_deed_has_its_limit(inside, budget, noon):
    fund = f"/admin/credits/budget/{budget.pk}/fund/"
    noon.move_to(NOW + timedelta(minutes=17), tick=False)
    for _try in range(5):
        inside.post(fund, {"second_step_code": wrong_code()})

    sent = {"amount": 80, "reference": "2026-7", "confirm": "1", "edition": edition_of(budget.pk, 80, "2026-7")}
    inside.post(fund, {**sent, "second_step_code": code_now()})

    assert budgets.remaining("citizens") == 10_000_000


@pytest.mark.parametrize("debug", [True, False])
def test_code_of_the_demonstration_stands_on_the_page_with_debug_alone(settings, debug):
    settings.DEBUG = debug
    demonstration.make_desk(NOW)
    browser = Client()
    name, password = demo.STAFF
    browser.post("/admin/login/?next=/admin/", {"username": name, "password": password})

    page = browser.get("/admin/", follow=True)

    factor = second_factor.find(User.objects.get(username=name))
    assert factor is not None
    code = second_factor.code_now(factor, NOW)
    assert (code in page.content.decode()) is debug
    assert browser.post(f"{PROVE}?next=/admin/", {"code": code}).url == "/admin/"


def test_reset_of_the_factor_ends_the_sessions_of_the_desk(inside, desk):
    """Or whoever sits at one of them would enrol an app of their own."""
    assert inside.get("/admin/").status_code == 200
    devices.end_all(desk)

    assert inside.get("/admin/").url.startswith("/admin/login/")


def test_more_of_an_offer_asks_for_the_code_again(inside, noon):
    """Each piece is yuan that the scheme will owe."""
    offer = make_offer(make_merchant("茶馆"))
    address = f"/admin/merchants/offer/{offer.pk}/stock/"
    noon.move_to(NOW + timedelta(minutes=17), tick=False)

    assert inside.get(address).url == f"{PROVE}?next={quote(address, safe='')}"
