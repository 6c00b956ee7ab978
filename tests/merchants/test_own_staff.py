"""Whoever works for a merchant spends nothing there: the scheme would owe them for credits of their own."""

from http import HTTPStatus

import pytest
import time_machine
from django.core.cache import cache

from merchants.mall.releasing import cancel, give_back
from merchants.models import Membership, Redemption, RedemptionStatus, Role, WrongCode
from merchants.refusals import OwnStaff, WorksThere
from merchants.room.staff import accept, invite
from merchants.till.taking import capture
from tests.conftest import NOW
from tests.merchants.conftest import (
    assert_books_are_sound,
    available,
    code_of,
    give,
    keys,
    make_member,
    make_offer,
    voucher_of,
)
from tests.merchants.mall.test_pages import digits_on, words_of
from tests.merchants.till.test_pages import browser_of, captures, enter
from tests.merchants.till.test_taking import owed_fen


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def employ(merchant, user, role: str = Role.CASHIER) -> Membership:
    return Membership.objects.create(merchant=merchant, user=user, role=role, invited_at=NOW, accepted_at=NOW)


@pytest.fixture
def voucher(rich_alice, tea) -> Redemption:
    """Redeemed while alice worked nowhere."""
    return voucher_of(rich_alice, tea)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("taker", ["herself", "a cashier", "a manager", "the owner"])
@pytest.mark.parametrize("door", ["page", "script", "shared phone", "program"])
def test_no_colleague_takes_the_voucher_of_one_of_the_staff_at_any_door(
    client, token_of, voucher, teahouse, till, role, taker, door
):
    own = employ(teahouse, voucher.citizen, role)
    roles = {"a cashier": Role.CASHIER, "a manager": Role.MANAGER, "the owner": Role.OWNER}
    by = own if taker == "herself" else make_member(teahouse, roles[taker])

    if door == "program":
        sent = {"shop": till.public_id, "code": code_of(voucher)}
        headers = {**token_of(by.user), "idempotency-key": '"1"'}
        answer = client.post("/api/v1/captures", sent, content_type="application/json", headers=headers)
        code, said = answer.json()["code"], answer.json()["detail"]
    else:
        counter = browser_of(by.user)
        if door == "shared phone":
            counter.post("/till/only/")
        answer = enter(counter, till, code_of(voucher), by_script=door == "script")
        code, said = answer.context["refused"].code, words_of(answer)

    assert (answer.status_code, code) == (HTTPStatus.UNPROCESSABLE_ENTITY, "own_staff")
    assert "持券人是“蜀风茶舍”的员工" in said
    voucher.refresh_from_db()
    assert (voucher.status, voucher.captures, captures()) == (RedemptionStatus.HELD, 0, 0)
    assert (owed_fen(teahouse), available(voucher.citizen), WrongCode.objects.count()) == (0, 70, 0)
    assert_books_are_sound()


@pytest.mark.parametrize("role", list(Role))
def test_staff_redeem_nothing_of_their_merchant(client, token_of, rich_alice, tea, teahouse, role):
    home = browser_of(rich_alice)
    page = home.get(f"{tea.get_absolute_url()}redeem/")
    employ(teahouse, rich_alice, role)

    looked = home.get(tea.get_absolute_url())
    assert "您是“蜀风茶舍”的员工" in words_of(looked)
    assert b"/redeem/" not in looked.content
    sent = home.post(f"{tea.get_absolute_url()}redeem/", {"key": page.context["key"], "price": tea.price})
    assert (sent.status_code, sent.context["error"].code) == (422, "works_there")
    headers = {**token_of(rich_alice), "idempotency-key": '"1"'}
    wish = {"offer": tea.public_id, "price": tea.price}
    program = client.post("/api/v1/redemptions", wish, content_type="application/json", headers=headers)
    assert (program.status_code, program.json()["code"]) == (422, "works_there")
    with pytest.raises(WorksThere):
        voucher_of(rich_alice, tea)
    assert (available(rich_alice), Redemption.objects.count()) == (100, 0)


def test_staff_of_who_sells_tickets_get_none_which_would_be_paid_at_once(rich_alice, ticket):
    employ(ticket.merchant, rich_alice, Role.OWNER)

    with pytest.raises(WorksThere):
        voucher_of(rich_alice, ticket)

    assert (available(rich_alice), owed_fen(ticket.merchant)) == (100, 0)
    assert not ticket.codes.exclude(redemption=None).exists()


def test_staff_are_citizens_everywhere_else(rich_alice, teahouse, bookshop, donation, ticket):
    employ(teahouse, rich_alice, Role.OWNER)

    for offer in (make_offer(bookshop, price=1), donation, ticket):
        assert voucher_of(rich_alice, offer).offer == offer


def test_who_is_only_invited_or_has_left_is_no_staff(rich_alice, bob, tea, teahouse, till, cashier, manager):
    invite(by=manager, phone="13900000001", role=Role.CASHIER, now=NOW)
    left = employ(teahouse, bob)
    Membership.objects.filter(pk=left.pk).update(ended_at=NOW)
    give(bob, 100)

    for citizen in (rich_alice, bob):
        taken = voucher_of(citizen, tea)
        used = capture(user=cashier.user, shop=till.public_id, code=code_of(taken), key=next(keys), now=NOW)
        assert used.public_id == taken.public_id


def test_voucher_of_who_accepts_an_invitation_is_taken_no_more(rich_alice, voucher, teahouse, till, cashier, manager):
    invited = invite(by=manager, phone="13900000001", role=Role.CASHIER, now=NOW)
    accept(citizen=rich_alice, membership=invited, now=NOW)

    with pytest.raises(OwnStaff):
        capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)


@pytest.mark.parametrize("way", ["given back", "cancelled"])
def test_voucher_from_before_is_told_about_and_its_credits_come_back(rich_alice, voucher, teahouse, manager, way):
    employ(teahouse, rich_alice)
    page = browser_of(rich_alice).get(voucher.get_absolute_url())
    assert (digits_on(page), "您是“蜀风茶舍”的员工" in words_of(page)) == ("", True)
    assert "give-back" in page.content.decode()

    if way == "given back":
        give_back(citizen=rich_alice, redemption=voucher, key="1", now=NOW)
    else:
        cancel(manager=manager, redemption=voucher, key="1", now=NOW)

    assert available(rich_alice) == 100
    assert_books_are_sound()


def test_another_merchants_staff_use_theirs_here(rich_alice, voucher, bookshop, till, cashier):
    employ(bookshop, rich_alice, Role.OWNER)

    used = capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)
    assert used.public_id == voucher.public_id
