"""A phone that a shop shares: its session opens the till and nothing else, until the shift or the day is over."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Profile, User
from accounts.shared_phones import LOCK
from merchants.mall.redeeming import redeem
from merchants.models import Redemption, RedemptionStatus, Role
from merchants.room.staff import end
from tests.accounts.conftest import Outbox, Visitor, outbox  # noqa: F401
from tests.conftest import NOW
from tests.merchants.conftest import PRICE, code_of, give, keys, make_member, make_offer, make_shop, voucher_of
from tests.merchants.mall.test_pages import words_of
from tests.merchants.till.test_pages import address_of, enter, undo_address
from tests.second_factors import enrolled, show_factor


@pytest.fixture(autouse=True)
def morning(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def shared(user: User) -> Client:
    """A phone on which somebody opened only the till."""
    client = Client()
    client.force_login(user)
    client.post("/till/only/")
    return client


@pytest.fixture
def phone(cashier, till) -> Client:
    return shared(cashier.user)


@pytest.fixture
def voucher(rich_alice, tea) -> Redemption:
    return voucher_of(rich_alice, tea)


def test_shared_phone_takes_a_voucher_and_undoes_it(phone, till, voucher):
    assert "till-taken" in enter(phone, till, code_of(voucher), by_script=True).content.decode()
    assert phone.get(undo_address(till, voucher)).status_code == 200
    phone.post(undo_address(till, voucher), {"key": next(keys) * 16})

    voucher.refresh_from_db()
    assert voucher.captures == 1


@pytest.mark.parametrize("page", ["/", "/me/", "/statement/", "/rewards/vouchers/", "/me/tokens/new/", "/sign-in/"])
def test_every_other_page_leads_back_to_the_till_and_says_why(phone, till, page):
    for answer in (phone.get(page), phone.post(page)):
        assert (answer.status_code, answer.url) == (302, "/till/")

    assert "这部手机只用来收银" in words_of(phone.get("/till/", follow=True))


def test_address_that_does_not_exist_and_another_shops_till_lead_back_too(phone, bookshop):
    elsewhere = make_shop(bookshop, "天府广场店")

    for page in ("/favicon.ico", address_of(elsewhere)):
        answer = phone.get(page)
        assert (answer.status_code, answer.url) == (302, "/till/")


@pytest.mark.parametrize(
    ("page", "headers"),
    [("/api/v1/redemptions", {}), ("/api/v1/offers", {}), ("/glance/", {"HX-Request": "true"})],
)
def test_programs_and_parts_of_pages_are_refused_as_problem_details(phone, page, headers):
    answer = phone.get(page, headers=headers)

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["code"] == "only_the_till"


def test_token_of_the_cashier_opens_nothing_from_a_shared_phone(phone, cashier, token_of):
    assert phone.get("/api/v1/redemptions", headers=token_of(cashier.user)).status_code == 403
    assert Client().get("/api/v1/redemptions", headers=token_of(cashier.user)).status_code == 200


def test_shared_phone_redeems_nothing_of_the_cashiers(phone, cashier, bookshop):
    give(cashier.user, 100)
    book = make_offer(bookshop)
    own = redeem(citizen=cashier.user, offer=book, price=PRICE, key=next(keys), now=NOW)

    phone.post(f"{book.get_absolute_url()}redeem/", {"key": next(keys) * 16, "price": PRICE})
    phone.post(f"/rewards/vouchers/{own.public_id}/give-back/")

    assert Redemption.objects.get().status == RedemptionStatus.HELD


def test_owner_with_a_shown_factor_leads_nothing_from_a_shared_phone(teahouse, till):
    owner = make_member(teahouse, Role.OWNER)
    client = Client()
    client.force_login(owner.user)
    enrolled(owner.user)
    show_factor(client, owner.user).post("/till/only/")

    assert client.get(f"/merchant/{teahouse.public_id}/staff/").url == "/till/"


def test_till_of_a_shared_phone_links_nowhere_else_and_names_nobody(phone, cashier, till):
    Profile.objects.filter(user=cashier.user).update(display_name="小林", phone="+8613900000009")

    page = phone.get(address_of(till)).content.decode()

    assert 'href="/me/"' not in page
    assert "结束收银" in page
    for personal in ("小林", "0009", "积分"):
        assert personal not in page


def test_till_of_ones_own_phone_offers_to_open_only_the_till(cashier, till):
    client = Client()
    client.force_login(cashier.user)

    page = client.get(address_of(till)).content.decode()

    assert "这是店里共用的手机" in page
    assert "till-end" not in page
    assert client.get("/me/").status_code == 200


def test_ending_the_shift_signs_out_and_is_ready_for_the_next_one(phone):
    answer = phone.post("/sign-out/")

    assert (answer.status_code, answer.url) == (302, "/till/")
    assert "_auth_user_id" not in phone.session
    assert phone.get("/till/").url == "/sign-in/?next=/till/"
    assert phone.get("/").status_code == 200


def test_shift_ends_after_twelve_hours_however_busy_and_cannot_be_put_off(phone, till, morning):
    for _hour in range(11):
        morning.shift(timedelta(hours=1))
        phone.post("/till/only/")
        phone.get("/me/")
        assert phone.get(address_of(till)).status_code == 200
    morning.shift(timedelta(minutes=59, seconds=59))
    assert phone.get(address_of(till)).status_code == 200

    morning.shift(timedelta(seconds=2))

    assert phone.get(address_of(till)).url == f"/sign-in/?next={address_of(till)}"


def test_language_of_a_shared_phone_is_not_written_to_the_cashiers_profile(phone, cashier):
    phone.post("/language/", {"language": "en", "next": "/till/"})

    assert Profile.objects.get(user=cashier.user).language == "zh-hans"
    assert "End the shift" in phone.get("/till/", follow=True).content.decode()


def test_who_was_ended_during_the_shift_sees_no_till_and_can_sign_out(phone, cashier, teahouse, till):
    end(by=make_member(teahouse, Role.OWNER), membership=cashier, now=NOW)

    answer = phone.get(address_of(till), follow=True)

    assert answer.redirect_chain == [("/till/", 302)]
    assert "结束收银" in answer.content.decode()


def test_account_that_was_closed_during_the_shift_is_signed_out(phone, cashier):
    User.objects.filter(pk=cashier.user_id).update(is_active=False)

    assert phone.get("/till/").url == "/sign-in/?next=/till/"
    assert LOCK not in phone.session


@pytest.mark.parametrize("probe", ["livez", "readyz", "healthz"])
def test_probes_are_answered_without_a_look_at_the_session(phone, probe):
    with CaptureQueriesContext(connection) as asked:
        assert phone.get(f"/{probe}").json()["status"] in ("up", "down")

    assert not [query["sql"] for query in asked if "session" in query["sql"] or "accounts_user" in query["sql"]]


# Signing in


@pytest.fixture
def at_the_door(outbox: Outbox, cashier, till) -> Visitor:  # noqa: F811
    """The cashier has asked for a code on the way to the till."""
    Profile.objects.filter(user=cashier.user).update(phone="+8613900000009")
    visitor = Visitor()
    visitor.ask("13900000009", "/till/")
    return visitor


def confirm(visitor: Visitor, code: str, then: str, **more: str):
    return visitor.client.post(reverse("account_confirm_login_code", query={"next": then}), {"code": code, **more})


def test_signing_in_on_the_way_to_the_till_can_be_for_the_till_alone(at_the_door, outbox, till):  # noqa: F811
    asked = at_the_door.client.get("/sign-in/code/?next=/till/")
    assert "这是店里共用的手机，只用来收银" in words_of(asked)

    confirm(at_the_door, outbox.code, "/till/", is_shared="on")

    assert at_the_door.client.get("/me/").url == "/till/"
    assert at_the_door.client.get(address_of(till)).status_code == 200
    assert at_the_door.client.cookies["sessionid"]["max-age"] == 12 * 60 * 60


def test_without_the_tick_the_session_is_ones_own(at_the_door, outbox):  # noqa: F811
    confirm(at_the_door, outbox.code, "/till/")

    assert at_the_door.client.get("/me/").status_code == 200


def test_tick_with_a_wrong_code_signs_nobody_in(at_the_door, outbox):  # noqa: F811
    confirm(at_the_door, outbox.wrong_code, "/till/", is_shared="on")

    assert at_the_door.user_id is None
    assert LOCK not in at_the_door.client.session


@pytest.mark.parametrize("then", ["/me/", "/statement/", "https://evil.example/till/", ""])
def test_on_the_way_elsewhere_nobody_is_asked_and_nothing_is_locked(at_the_door, outbox, then):  # noqa: F811
    assert "这是店里共用的手机" not in words_of(at_the_door.client.get(f"/sign-in/code/?next={then}"))

    confirm(at_the_door, outbox.code, then, is_shared="on")

    assert at_the_door.client.get("/me/").status_code == 200
