"""Leaving: what is shown first is done; vouchers are honoured or go back, and who has left is settled finally."""

from datetime import timedelta

import pytest
from django.test import Client

from merchants import jobs
from merchants.desk import publishing
from merchants.desk.approval import approve
from merchants.mall import releasing
from merchants.models import Membership, Merchant, MerchantStatus, OfferStatus, RedemptionStatus, Role, Statement
from merchants.refusals import ChangedSince, MerchantLeaves, NotLeaving
from merchants.room import departing, shops
from merchants.settlement import leaving
from merchants.till.taking import capture
from tests.conftest import NOW, make_citizen
from tests.inboxes import said_to
from tests.merchants.conftest import (
    assert_books_are_sound,
    available,
    code_of,
    give,
    make_member,
    make_offer,
    make_shop,
    voucher_of,
)
from tests.merchants.mall.test_pages import words_of
from tests.second_factors import browser_of_leader

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def owner(teahouse, till) -> Membership:
    return make_member(teahouse, Role.OWNER)


@pytest.fixture
def office(owner) -> Client:
    return browser_of_leader(owner.user)


@pytest.fixture
def way(teahouse) -> str:
    return f"/merchant/{teahouse.public_id}/leave/"


def leave(owner: Membership) -> Merchant:
    return departing.leave(owner=owner, seen=departing.foreseen(owner.merchant).seen, now=NOW)


def finish(now) -> None:
    releasing.release_stranded(now=now, limit=10)
    leaving.finish_due(now=now, limit=10)


def test_owner_sees_what_becomes_of_everything_and_leaves(office, owner, rich_alice, teahouse, tea, cashier, way):
    sent = make_offer(teahouse, status=OfferStatus.SUBMITTED, published_at=None, submitted_at=NOW)
    voucher = voucher_of(rich_alice, tea)
    shown = office.get(way)
    said = words_of(shown)
    assert "2 个奖励立即下架" in said
    assert "1 张兑换券仍然有效，最晚到 2026年11月30日" in said
    assert "春熙路店" in said
    assert "2 名员工" in said

    answer = office.post(way, {"seen": shown.context["departure"].seen}, follow=True)

    assert "正在退出" in words_of(answer)
    teahouse.refresh_from_db()
    tea.refresh_from_db()
    sent.refresh_from_db()
    assert (teahouse.status, teahouse.leaving_at, teahouse.leaving_by) == (MerchantStatus.APPROVED, NOW, owner)
    assert (tea.status, sent.status, sent.submitted_at) == (OfferStatus.WITHDRAWN, OfferStatus.DRAFT, None)
    taken = capture(
        user=cashier.user,
        shop=teahouse.first_shop().public_id,
        code=code_of(voucher, NOW + HOUR),
        key="k",
        now=NOW + HOUR,
    )
    assert taken.public_id == voucher.public_id


def test_what_is_shown_is_what_is_done(owner, rich_alice, tea):
    seen = departing.foreseen(owner.merchant).seen
    voucher_of(rich_alice, tea)

    with pytest.raises(ChangedSince):
        departing.leave(owner=owner, seen=seen, now=NOW)
    tea.refresh_from_db()
    assert (tea.status, Merchant.objects.get().leaving_at) == (OfferStatus.PUBLISHED, None)


def test_page_says_that_it_is_another_and_shows_what_is(office, teahouse, tea, way):
    answer = office.post(way, {"seen": "0" * 16})

    assert ChangedSince().sentence in words_of(answer)
    assert Merchant.objects.get().leaving_at is None


def test_leaving_asks_for_the_second_factor_anew_and_is_for_owners(office, owner, manager, way, time_machine):
    assert browser_of_leader(manager.user).get(way).status_code == 404
    assert browser_of_leader(make_citizen()).post(way, {}).status_code == 404
    time_machine.move_to(NOW + timedelta(minutes=11), tick=False)

    assert office.get(way).url.startswith("/me/second-factor/code/")
    assert office.post(way, {"seen": departing.foreseen(owner.merchant).seen}).url.startswith("/me/second-factor/")
    assert Merchant.objects.get().leaving_at is None


def test_who_leaves_offers_nothing_new(owner, tea):
    leave(owner)
    tea.refresh_from_db()

    with pytest.raises(MerchantLeaves):
        publishing.publish(offer=tea, by=None, now=NOW)
    with pytest.raises(NotLeaving):
        leave(owner)


def test_who_stays_after_all_may_offer_again(office, owner, teahouse, tea):
    leave(owner)

    office.post(f"/merchant/{teahouse.public_id}/stay/")

    tea.refresh_from_db()
    assert publishing.publish(offer=tea, by=None, now=NOW).status == OfferStatus.PUBLISHED
    finish(NOW + 2 * HOUR)
    assert Merchant.objects.get().status == MerchantStatus.APPROVED


def test_what_no_open_shop_takes_goes_back_and_its_citizen_is_told(owner, rich_alice, teahouse, till, tea):
    other = make_shop(teahouse, "锦里店")
    here = make_offer(teahouse, price=20)
    here.shops.set([till])
    stranded, honoured = voucher_of(rich_alice, here), voucher_of(rich_alice, tea)
    leave(owner)
    finish(NOW)
    stranded.refresh_from_db()
    assert stranded.status == RedemptionStatus.HELD
    shops.set_open(shop=till, is_open=False, now=NOW, seen=shops.closing(till).seen)

    finish(NOW)

    stranded.refresh_from_db()
    honoured.refresh_from_db()
    assert (stranded.status, honoured.status) == (RedemptionStatus.CANCELLED, RedemptionStatus.HELD)
    assert available(rich_alice) == 70
    assert said_to(rich_alice)[-1].startswith(
        "Your voucher “一杯绿茶” can be used nowhere any more: its merchant leaves."
    )
    assert "20 credits went back" in said_to(rich_alice)[-1]
    assert (other.is_open, Merchant.objects.get().status) == (True, MerchantStatus.APPROVED)
    assert_books_are_sound()


def test_a_shop_that_only_closes_gives_nothing_back(rich_alice, teahouse, till, tea):
    voucher = voucher_of(rich_alice, tea)
    shops.set_open(shop=till, is_open=False, now=NOW)

    finish(NOW)

    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.HELD


def test_who_has_left_is_settled_finally_an_hour_after_the_last_voucher(owner, alice, teahouse, till, cashier, tea):
    give(alice, 100)
    voucher = voucher_of(alice, tea)
    leave(owner)
    finish(NOW + HOUR)
    assert Merchant.objects.get().status == MerchantStatus.APPROVED
    taken_at = NOW + 2 * HOUR
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher, taken_at), key="k", now=taken_at)
    finish(taken_at + HOUR - timedelta(seconds=1))
    assert not Statement.objects.exists()

    finish(taken_at + HOUR + timedelta(seconds=1))

    teahouse.refresh_from_db()
    till.refresh_from_db()
    final = Statement.objects.get()
    assert (final.is_final, final.fen, final.status) == (True, 800, "closed")
    assert (teahouse.status, till.is_open) == (MerchantStatus.LEFT, False)
    assert list(Membership.objects.current()) == [owner]
    assert_books_are_sound()
    finish(taken_at + 3 * HOUR)
    assert Statement.objects.count() == 1


def test_the_job_lets_leave_and_the_desk_may_take_back(owner, office, teahouse, till):
    leave(owner)

    assert jobs.let_leave().facts == {"released": 0, "left": 1}

    assert "您已退出" in words_of(office.get(f"/merchant/{teahouse.public_id}/"))
    approve(merchant=Merchant.objects.get(), by=None, now=NOW)
    teahouse.refresh_from_db()
    assert (teahouse.status, teahouse.leaving_at, teahouse.leaving_by) == (MerchantStatus.APPROVED, None, None)
