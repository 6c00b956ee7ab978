"""Citizens are told what became of their vouchers: used at a till, run out or about to, cancelled; each once."""

from datetime import timedelta

import pytest

from merchants import jobs
from merchants.desk import approval
from merchants.mall.releasing import cancel, expire_due, give_back
from merchants.models import Merchant, MerchantStatus, Role
from merchants.till.taking import capture
from merchants.till.undoing import undo
from tests.conftest import NOW
from tests.inboxes import led_to, said_to
from tests.merchants.conftest import PRICE, available, code_of, make_member, make_offer, voucher_of


@pytest.fixture
def voucher(rich_alice, tea):
    return voucher_of(rich_alice, tea)


@pytest.fixture
def tell(time_machine):
    def tell(now) -> int:
        time_machine.move_to(now, tick=False)
        return int(jobs.tell_what_runs_out().facts["told"])

    return tell


def test_that_a_till_took_it(voucher, cashier, till, alice):
    for _again in range(2):
        capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)
    assert said_to(alice) == ["Your voucher “一杯绿茶” was used at 春熙路店."]
    assert said_to(alice, "zh-hans") == ["您的兑换券“一杯绿茶”已在春熙路店使用。"]
    assert led_to(alice) == [voucher.get_absolute_url()]


def test_that_its_use_was_undone_and_that_it_was_used_again(voucher, cashier, till, alice):
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)
    undo(cashier=cashier, redemption=voucher, key="1", now=NOW)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="2", now=NOW)
    used = "Your voucher “一杯绿茶” was used at 春熙路店."
    assert said_to(alice) == [used, "The use of “一杯绿茶” was undone: the voucher is yours to use again.", used]


def test_that_it_ran_out_and_what_went_back(voucher, alice):
    expire_due(now=voucher.expires_at, limit=10)
    assert said_to(alice) == [f"Your voucher “一杯绿茶” has run out. {PRICE} credits went back to you."]
    assert said_to(alice, "zh-hans") == [f"您的兑换券“一杯绿茶”已过期。{PRICE} 积分已退还给您。"]
    assert available(alice) == 100


def test_of_credits_that_expire_as_they_go_back_only_what_is_left(rich_alice, teahouse):
    """Twenty of the thirty were to be spent until the end of 2026."""
    voucher = voucher_of(rich_alice, make_offer(teahouse, ends_on=NOW.date() + timedelta(days=60)))
    expire_due(now=NOW + timedelta(days=400), limit=10)
    voucher.refresh_from_db()
    assert said_to(rich_alice) == ["Your voucher “一杯绿茶” has run out. 10 credits went back to you."]


def test_that_the_merchant_cancelled_it(voucher, manager, alice):
    for _again in range(2):
        cancel(manager=manager, redemption=voucher, key="1", now=NOW)
    assert said_to(alice) == [f"The merchant cancelled your voucher “一杯绿茶”. {PRICE} credits went back to you."]


def test_nothing_of_what_one_gave_back(voucher, alice):
    give_back(citizen=alice, redemption=voucher, key="1", now=NOW)
    assert said_to(alice) == []


def test_three_days_before_it_runs_out_and_once(voucher, alice, tell):
    before = voucher.expires_at - timedelta(days=3)
    assert tell(before - timedelta(seconds=1)) == 0
    assert [tell(before), tell(before + timedelta(hours=1)), tell(voucher.expires_at)] == [1, 0, 0]
    [sentence] = said_to(alice)
    assert sentence.startswith("Your voucher “一杯绿茶” can be used until ")
    assert led_to(alice) == [voucher.get_absolute_url()]


def test_nothing_of_one_that_was_used_in_time(voucher, cashier, till, alice, tell):
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)
    assert tell(voucher.expires_at - timedelta(days=1)) == 0


def test_owners_what_the_desk_decided_of_their_merchant_once(desk, teahouse, manager):
    owner = make_member(teahouse, Role.OWNER).user
    for _again in range(2):
        approval.suspend(merchant=teahouse, by=desk, now=NOW)
    approval.approve(merchant=teahouse, by=desk, now=NOW + timedelta(days=1))

    assert said_to(owner) == [
        "The desk has suspended “蜀风茶舍”: it takes no credits. What it has to come is settled.",
        "The desk has approved “蜀风茶舍”: it may take credits.",
    ]
    assert led_to(owner) == [f"/merchant/{teahouse.public_id}/"] * 2
    assert said_to(manager.user) == []


def test_the_applicant_that_an_application_was_refused(desk, teahouse):
    Merchant.objects.filter(pk=teahouse.pk).update(status=MerchantStatus.APPLIED)
    owner = make_member(teahouse, Role.OWNER).user
    teahouse.refresh_from_db()
    approval.refuse(merchant=teahouse, reason={"zh-hans": "照片不清"}, by=desk, now=NOW)
    assert said_to(owner, "zh-hans") == ["“蜀风茶舍”的入驻申请未通过。原因见商家页面，修改后可以重新提交。"]
