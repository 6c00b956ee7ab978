"""The till's pages: one answer for each code, taken once, undone with a look before; nobody sees another's till."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from common.public_ids import new_public_id
from merchants.desk.approval import suspend
from merchants.mall.releasing import give_back
from merchants.models import Redemption, RedemptionStatus, RedemptionStep, Role, WrongCode
from merchants.till.taking import TRIES_OF_A_CASHIER
from tests.conftest import NOW
from tests.merchants.conftest import (
    PRICE,
    assert_books_are_sound,
    available,
    code_of,
    keys,
    make_member,
    make_offer,
    make_shop,
    text,
    voucher_of,
)
from tests.merchants.mall.test_pages import words_of


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def voucher(rich_alice, tea) -> Redemption:
    return voucher_of(rich_alice, tea)


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def counter(cashier, till):
    """The cashier's phone."""
    return browser_of(cashier.user)


def address_of(shop) -> str:
    return f"/till/{shop.public_id}/"


def enter(counter, shop, code: str, *, key: str = "", by_script: bool = False):
    headers = {"HX-Request": "true"} if by_script else {}
    return counter.post(address_of(shop), {"code": code, "key": key or new_public_id()}, headers=headers)


def undo_address(shop, voucher) -> str:
    return f"{address_of(shop)}undo/{voucher.public_id}/"


def captures() -> int:
    return RedemptionStep.objects.filter(step="captured").count()


def test_one_shop_leads_straight_to_its_till(counter, till):
    answer = counter.get("/till/")

    assert (answer.status_code, answer.url) == (302, address_of(till))


def test_several_shops_are_chosen_from(counter, till, teahouse, bookshop):
    second, closed = make_shop(teahouse, "宽窄巷子店"), make_shop(teahouse, "旧店")
    closed.is_open = False
    closed.save()
    make_shop(bookshop, "天府广场店")

    answer = counter.get("/till/")

    assert list(answer.context["shops"]) == [till, second]


def test_who_works_nowhere_is_told_how_to_begin(client, bob):
    client.force_login(bob)

    answer = client.get("/till/")

    assert (answer.status_code, list(answer.context["shops"])) == (200, [])


@pytest.mark.parametrize("by_script", [True, False])
def test_code_of_now_is_taken_and_says_what_to_hand_over(counter, till, voucher, by_script):
    answer = enter(counter, till, code_of(voucher), by_script=by_script)

    assert answer.status_code == 200
    assert "一杯绿茶" in words_of(answer)
    assert "till-taken" in answer.content.decode()
    assert ("<html" in answer.content.decode()) is not by_script
    voucher.refresh_from_db()
    assert (voucher.status, voucher.shop) == (RedemptionStatus.REDEEMED, till)
    assert_books_are_sound()


def test_same_page_sent_twice_takes_once_and_is_answered_alike(counter, till, voucher):
    key = new_public_id()

    answers = [enter(counter, till, code_of(voucher), key=key) for _tap in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.context["taken"].public_id for answer in answers] == [voucher.public_id] * 2
    assert answers[0].context["taken"] == answers[1].context["taken"]
    assert captures() == 1


def test_page_that_was_used_takes_no_other_voucher_and_the_next_page_does(counter, till, rich_alice, tea):
    first, second = voucher_of(rich_alice, tea), voucher_of(rich_alice, tea)
    key = new_public_id()
    enter(counter, till, code_of(first), key=key)

    stale = enter(counter, till, code_of(second), key=key)
    fresh = enter(counter, till, code_of(second), key=stale.context["key"])

    assert (stale.status_code, stale.context["refused"].code) == (422, "key_reused")
    assert "请重新输入这个券码" in words_of(stale)
    assert fresh.context["taken"].public_id == second.public_id
    assert captures() == 2


def test_code_that_was_used_is_answered_with_time_and_place(counter, till, voucher):
    enter(counter, till, code_of(voucher))

    again = enter(counter, till, code_of(voucher))

    assert again.status_code == 409
    assert "12:00" in words_of(again)
    assert "春熙路店" in words_of(again)
    assert captures() == 1


def test_unknown_overdue_returned_and_foreign_codes_are_answered_alike(counter, till, rich_alice, tea, bookshop, noon):
    returned = voucher_of(rich_alice, tea)
    give_back(citizen=rich_alice, redemption=returned, key=next(keys), now=NOW)
    foreign = voucher_of(rich_alice, make_offer(bookshop))
    old = voucher_of(rich_alice, make_offer(bookshop))
    codes = ["000000000000", code_of(returned), code_of(foreign), code_of(old, NOW - timedelta(minutes=2)), "12345"]

    answers = [enter(counter, till, code, by_script=True) for code in codes]

    assert {answer.status_code for answer in answers} == {422}
    assert {answer.context["refused"].code for answer in answers} == {"code_not_valid"}
    assert len({str(answer.context["refused"].sentence) for answer in answers}) == 1
    assert (captures(), available(rich_alice)) == (0, 100 - 2 * PRICE)


def test_too_many_wrong_codes_close_the_till_for_a_while(counter, till, voucher):
    for number in range(TRIES_OF_A_CASHIER):
        enter(counter, till, f"{number:06}000000")

    answer = enter(counter, till, code_of(voucher))

    assert answer.status_code == 429
    assert "请 10 分钟后再试" in words_of(answer)
    assert (captures(), WrongCode.objects.count()) == (0, TRIES_OF_A_CASHIER)


def test_list_holds_the_cashiers_own_uses_at_this_shop_latest_first(counter, till, teahouse, rich_alice, tea, noon):
    second_shop, colleague = make_shop(teahouse, "宽窄巷子店"), make_member(teahouse)
    bag = make_offer(teahouse, title=text("购物袋"), price=1)
    for browser, shop, offer in [
        (counter, till, tea),
        (counter, second_shop, bag),
        (browser_of(colleague.user), till, bag),
        (counter, till, bag),
    ]:
        enter(browser, shop, code_of(voucher_of(rich_alice, offer)))

    page = counter.get(address_of(till))

    assert [str(one.voucher.offer) for one in page.context["latest"]] == ["购物袋", "一杯绿茶"]
    assert "800" not in words_of(page)
    assert "Alice" not in words_of(page)


def test_undoing_asks_first_and_then_the_voucher_can_be_used_again(counter, till, voucher):
    enter(counter, till, code_of(voucher))

    preview = counter.get(undo_address(till, voucher))
    voucher.refresh_from_db()
    assert (preview.status_code, voucher.status) == (200, RedemptionStatus.REDEEMED)
    assert "12:10:00" in words_of(preview)
    done = counter.post(undo_address(till, voucher), {"key": preview.context["key"]}, follow=True)

    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.HELD
    assert "顾客可以再次使用" in words_of(done)
    [listed] = done.context["latest"]
    assert (listed.is_undone, listed.can_be_undone) == (True, False)
    assert enter(counter, till, code_of(voucher)).context["taken"].public_id == voucher.public_id
    assert_books_are_sound()


def test_undoing_twice_undoes_once(counter, till, voucher):
    enter(counter, till, code_of(voucher))
    key = new_public_id()

    answers = [counter.post(undo_address(till, voucher), {"key": key}) for _tap in range(2)]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, address_of(till))}
    assert RedemptionStep.objects.filter(step="undone").count() == 1
    assert_books_are_sound()


def test_use_of_more_than_ten_minutes_ago_stays(counter, till, voucher, noon):
    enter(counter, till, code_of(voucher))
    noon.shift(timedelta(minutes=10))

    page = counter.get(undo_address(till, voucher), follow=True)
    counter.post(undo_address(till, voucher), {"key": new_public_id()})

    assert "已超过撤销时间" in words_of(page)
    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.REDEEMED


def test_colleagues_use_is_not_a_cashiers_to_undo(counter, till, teahouse, voucher):
    colleague = make_member(teahouse)
    enter(browser_of(colleague.user), till, code_of(voucher))

    answers = [counter.get(undo_address(till, voucher)), counter.post(undo_address(till, voucher))]

    assert [answer.status_code for answer in answers] == [404, 404]
    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.REDEEMED


def test_use_that_a_colleague_repeated_is_not_undone_by_the_first_cashier(counter, till, teahouse, voucher, noon):
    enter(counter, till, code_of(voucher))
    counter.post(undo_address(till, voucher), {"key": new_public_id()})
    noon.shift(timedelta(seconds=1))
    colleague = browser_of(make_member(teahouse).user)
    voucher.refresh_from_db()
    enter(colleague, till, code_of(voucher))

    counter.post(undo_address(till, voucher), {"key": new_public_id()})

    voucher.refresh_from_db()
    assert (voucher.status, captures()) == (RedemptionStatus.REDEEMED, 2)


@pytest.mark.parametrize("role", list(Role))
def test_another_merchants_staff_find_no_till_here(till, voucher, bookshop, role):
    stranger = browser_of(make_member(bookshop, role).user)
    make_shop(bookshop, "天府广场店")

    answers = [stranger.get(address_of(till)), enter(stranger, till, code_of(voucher))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert (captures(), WrongCode.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_stand_at_the_till(till, teahouse, voucher, role):
    counter = browser_of(make_member(teahouse, role).user)

    assert enter(counter, till, code_of(voucher)).context["taken"].public_id == voucher.public_id


def test_suspended_merchants_till_is_gone(counter, till, teahouse, voucher):
    suspend(merchant=teahouse, by=None, now=NOW)

    assert enter(counter, till, code_of(voucher)).status_code == 404
    assert captures() == 0


def test_who_has_left_finds_no_till(counter, cashier, till, voucher):
    cashier.ended_at = NOW
    cashier.save()

    assert enter(counter, till, code_of(voucher)).status_code == 404
    assert captures() == 0
