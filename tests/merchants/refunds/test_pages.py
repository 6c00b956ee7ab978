"""Refunds on the owner's pages and at the desk: what is shown before, who may, and what is kept."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from desk import roles
from merchants.models import Merchant, MerchantStatus, Redemption, Refund, Role
from merchants.settlement import disputing
from tests.conftest import make_citizen
from tests.merchants.conftest import assert_books_are_sound, make_member
from tests.merchants.mall.test_pages import words_of
from tests.merchants.settlement.conftest import JUST_AFTER, MORNING, closed
from tests.merchants.test_shown_is_done import hidden
from tests.merchants.till.test_pages import browser_of
from tests.merchants.till.test_taking import owed_fen
from tests.second_factors import browser_of_leader, show_factor, take_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later(time_machine):
    time_machine.move_to(JUST_AFTER, tick=False)


@pytest.fixture
def cup(take) -> Redemption:
    return take(MORNING, fen=123_456)


@pytest.fixture
def office(owner) -> Client:
    return browser_of_leader(owner.user)


@pytest.fixture
def clerk_at_desk(db) -> Client:
    return official("退还 · Refunds")


def official(role: str) -> Client:
    roles.load()
    clerk = make_citizen()
    clerk.username, clerk.is_staff = "refunds", True
    clerk.save()
    clerk.groups.set([Group.objects.get(name=role)])
    browser = browser_of(clerk)
    take_second_step(browser, clerk)
    return browser


def address_of(voucher: Redemption, merchant=None) -> str:
    return f"/merchant/{(merchant or voucher.merchant).public_id}/vouchers/{voucher.public_id}/refund/"


def at_the_desk(voucher: Redemption) -> str:
    return f"/admin/merchants/redemption/{voucher.pk}/refund/"


def day_of(voucher: Redemption) -> str:
    return f"/merchant/{voucher.merchant.public_id}/vouchers/?day=2026-11-24"


def test_the_owner_sees_what_comes_of_it_and_refunds(cup, office, alice):
    assert "退还" in words_of(office.get(day_of(cup)))
    page = office.get(address_of(cup))
    assert "顾客收回 30 积分 不再付给商家 1,234.56 元 结算单 尚未列入结算单" in words_of(page)

    sent = {**hidden(page, "foreseen"), "words": "茶是凉的"}
    answer = words_of(office.post(address_of(cup), sent, follow=True))

    assert "30 积分已回到顾客账户" in answer
    assert "由店主退还 茶是凉的" in answer
    assert Refund.objects.get().words == "茶是凉的"
    assert "已退还" in words_of(office.get(day_of(cup)))
    assert "30 积分已于" in words_of(browser_of(alice).get(cup.get_absolute_url()))
    assert_books_are_sound()


def test_the_page_names_the_statement_that_it_is_on(cup, office, teahouse):
    closed(teahouse)

    assert "已列入 2026年11月结算单，该单不变，从下一张中扣除。" in words_of(office.get(address_of(cup)))


def test_of_a_merchant_that_has_left_no_next_statement_is_promised(cup, office, clerk_at_desk, teahouse):
    closed(teahouse)
    Merchant.objects.filter(pk=teahouse.pk).update(status=MerchantStatus.LEFT)

    page = clerk_at_desk.get(at_the_desk(cup))

    assert "商家已退出，不再有下一张，这笔款由商家欠付。" in words_of(page)
    assert "从下一张中扣除" not in words_of(page)
    assert "不再有后续结算单" in words_of(office.get(address_of(cup), follow=True))


def test_the_page_says_that_a_correction_is_taken_back(cup, owner, office, clerk_at_desk, teahouse):
    line = closed(teahouse).lines.get()
    disputing.dispute(line=line, leader=owner, words="少了", now=JUST_AFTER)
    disputing.answer(line=line, by=make_citizen(), words="不对", corrected_fen=-123_456, now=JUST_AFTER)

    for browser, address in ((office, address_of(cup)), (clerk_at_desk, at_the_desk(cup))):
        assert "因异议已更正 -1,234.56 元，下一张结算单一并冲回" in words_of(browser.get(address))


def test_what_was_seen_before_the_month_was_drawn_up_is_shown_anew_and_nothing_is_done(cup, office, teahouse):
    sent = {**hidden(office.get(address_of(cup)), "foreseen"), "words": "茶是凉的"}
    closed(teahouse)

    answer = office.post(address_of(cup), sent)

    assert answer.status_code == 409
    assert "情况有变，这次没有退还" in words_of(answer)
    assert "茶是凉的" in words_of(answer)
    assert owed_fen(teahouse) == 123_456
    office.post(address_of(cup), {**hidden(answer, "foreseen"), "words": "茶是凉的"})
    assert owed_fen(teahouse) == 0


@pytest.mark.parametrize("words", [{}, {"words": ""}, {"words": " "}, {"words": "长" * 301}])
def test_a_reason_is_asked_for(cup, office, clerk_at_desk, teahouse, words):
    for browser, address in ((office, address_of(cup)), (clerk_at_desk, at_the_desk(cup))):
        sent = {**hidden(browser.get(address), "foreseen"), **words}
        assert browser.post(address, sent).status_code == 200
    assert (Refund.objects.count(), owed_fen(teahouse)) == (0, 123_456)


def test_without_what_the_page_showed_nothing_is_refunded(cup, office, teahouse):
    for foreseen in ("", "x", "1-0-nil"):
        assert office.post(address_of(cup), {"foreseen": foreseen, "words": "凉"}).status_code == 409
    assert owed_fen(teahouse) == 123_456


def test_only_the_owner_of_this_merchant_with_a_factor(cup, owner, manager, cashier, bookshop, alice):
    stranger = make_member(bookshop, Role.OWNER)
    for browser in (browser_of_leader(manager.user), browser_of(cashier.user), browser_of(alice)):
        assert browser.get(address_of(cup)).status_code == 404
        assert browser.post(address_of(cup), {"words": "凉"}).status_code == 404
    theirs = browser_of_leader(stranger.user)
    assert theirs.post(address_of(cup), {"words": "凉"}).status_code == 404
    assert theirs.post(address_of(cup, bookshop), {"words": "凉"}).status_code == 404
    answer = browser_of(owner.user).get(address_of(cup))
    assert (answer.status_code, "/me/second-factor/" in answer.headers["Location"]) == (302, True)
    assert not Refund.objects.exists()


def test_a_manager_sees_the_list_and_no_way_to_refund(cup, manager, teahouse):
    browser = browser_of_leader(manager.user)

    assert "没有退还记录" in words_of(browser.get(f"/merchant/{teahouse.public_id}/refunds/"))
    assert address_of(cup) not in browser.get(day_of(cup)).content.decode()


def test_what_can_no_longer_be_refunded_is_said(cup, owner, office, time_machine):
    shown = {**hidden(office.get(address_of(cup)), "foreseen"), "words": "茶是凉的"}
    time_machine.move_to("2027-02-22T02:00:00Z", tick=False)
    # Whoever was signed in has been signed out by then.
    again = show_factor(browser_of(owner.user), owner.user)

    for answer in (again.get(address_of(cup), follow=True), again.post(address_of(cup), shown, follow=True)):
        assert "现已过期" in words_of(answer)
        assert address_of(cup) not in answer.content.decode()
    assert not Refund.objects.exists()


def test_the_desk_refunds_by_a_right_of_its_own(cup, clerk_at_desk, office):
    assert "退还" in words_of(clerk_at_desk.get(f"/admin/merchants/redemption/{cup.pk}/change/"))
    page = clerk_at_desk.get(at_the_desk(cup))
    assert "1,234.56 元" in words_of(page)

    sent = {**hidden(page, "foreseen"), "words": "门店停电"}
    answer = words_of(clerk_at_desk.post(at_the_desk(cup), sent, follow=True))

    made = Refund.objects.get()
    assert "30 积分已回到市民账户" in answer
    assert (made.words, made.is_of_desk) == ("门店停电", True)
    assert "refunds" in words_of(clerk_at_desk.get("/admin/merchants/refund/"))
    assert "门店停电" in words_of(clerk_at_desk.get(f"/admin/merchants/refund/{made.pk}/change/"))
    assert "由工作人员退还 门店停电" in words_of(office.get(f"/merchant/{cup.merchant.public_id}/refunds/"))
    assert_books_are_sound()


@pytest.mark.parametrize("role", ["结算 · Settlement", "账户服务 · Account service", "审计 · Audit"])
def test_another_role_refunds_nothing(cup, role):
    browser = official(role)

    assert browser.get(at_the_desk(cup)).status_code == 403
    assert browser.post(at_the_desk(cup), {"words": "凉", "foreseen": "1-0-none"}).status_code == 403
    assert not Refund.objects.exists()


def test_what_the_desk_refunded_is_in_its_trail_and_the_voucher_s(cup, desk, client):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    take_second_step(client, desk)
    client.post(at_the_desk(cup), {**hidden(client.get(at_the_desk(cup)), "foreseen"), "words": "门店停电"})

    for address in ("/admin/trail/", f"/admin/merchants/redemption/{cup.pk}/history/"):
        assert "门店停电" in words_of(client.get(address)), address


def test_the_desk_is_told_why_not(cup, clerk_at_desk, cashier):
    page = hidden(clerk_at_desk.get(at_the_desk(cup)), "foreseen")
    clerk_at_desk.post(at_the_desk(cup), {**page, "words": "凉"})

    assert "只能退还门店已核销的兑换券" in words_of(clerk_at_desk.get(at_the_desk(cup)))


def test_the_desk_refunds_nothing_of_a_merchant_of_its_own(cup, clerk_at_desk, teahouse):
    clerk = Refund.by.field.related_model.objects.get(username="refunds")
    member = make_member(teahouse)
    member.user = clerk
    member.save()

    assert "由同事处理" in words_of(clerk_at_desk.get(at_the_desk(cup)))
    clerk_at_desk.post(at_the_desk(cup), {"foreseen": "1-0-none", "words": "凉"})
    assert not Refund.objects.exists()


def test_another_s_refunds_are_nobody_else_s_to_read(cup, bookshop, cashier):
    for browser in (browser_of_leader(make_member(bookshop, Role.OWNER).user), browser_of(cashier.user)):
        assert browser.get(f"/merchant/{cup.merchant.public_id}/refunds/").status_code == 404


def test_staff_is_a_citizen_whose_own_voucher_others_refund(take, clerk_at_desk):
    clerk = Refund.by.field.related_model.objects.get(username="refunds")
    voucher = take(MORNING)
    Redemption.objects.filter(pk=voucher.pk).update(citizen=clerk)

    assert "这张券是您自己的" in words_of(clerk_at_desk.get(at_the_desk(voucher)))
    assert make_citizen() != clerk
