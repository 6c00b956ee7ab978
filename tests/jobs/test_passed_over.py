"""What a job cannot handle stands on the desk by its row until it is done, and keeps nobody from their turn."""

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from accounts.models import User
from credits import expiry, statements
from credits.models import LedgerAccount
from desk import roles
from jobs import one_by_one, passed_over
from jobs.models import PassedOver
from merchants.mall import releasing
from merchants.models import Merchant, Redemption
from merchants.settlement import closing
from tests.conftest import make_citizen
from tests.desk.test_timeline import as_role
from tests.merchants.conftest import THIS_VINTAGE, give, make_merchant, make_offer, voucher_of
from tests.merchants.settlement.conftest import MORNING, NEXT_MONTH

pytestmark = pytest.mark.django_db
SCHEDULED = "/admin/jobs/scheduled/"


class Stuck(Exception):
    """Of no known kind."""


def kept() -> list[tuple[str, int, str, int]]:
    return list(PassedOver.objects.order_by("pk").values_list("what", "row", "error", "times"))


def stuck_at(row_id: int):
    """Fails for one row, with a message that names somebody."""

    def deed(met: int) -> bool:
        if met == row_id:
            raise Stuck("13800000001")
        return True

    return deed


def test_a_row_is_kept_once_however_often_it_is_met_and_goes_when_it_is_done():
    rows = [make_citizen().pk for _ in range(3)]
    due = User.objects.filter(pk__in=rows).order_by("pk")

    for _run in range(3):
        assert one_by_one.each(due, stuck_at(rows[1]), limit=10) == 2
    assert kept() == [("accounts.user", rows[1], "Stuck", 3)]

    assert one_by_one.each(due, lambda _row: True, limit=10) == 3
    assert kept() == []


def test_what_nobody_meets_any_more_is_forgotten_after_a_day():
    one_by_one.tried(User, 7, stuck_at(7))
    assert passed_over.forget_old() == 0

    PassedOver.objects.update(last_at=Now() - passed_over.MET_WITHIN)
    assert passed_over.forget_old() == 1


def test_a_voucher_that_cannot_run_out_stops_no_other_and_is_named(alice, monkeypatch):
    give(alice, 100)
    offer = make_offer(make_merchant("茶舍"), price=30)
    bad, good = voucher_of(alice, offer), voucher_of(alice, offer)
    released = releasing._release

    def release(voucher: Redemption, *given, **named):
        if voucher.pk == bad.pk:
            raise Stuck
        return released(voucher, *given, **named)

    monkeypatch.setattr(releasing, "_release", release)
    assert releasing.expire_due(now=NEXT_MONTH, limit=10) == 1

    good.refresh_from_db()
    assert (good.status, kept()) == ("expired", [("merchants.redemption", bad.pk, "Stuck", 1)])

    monkeypatch.undo()
    assert releasing.expire_due(now=NEXT_MONTH, limit=10) == 1
    assert kept() == []


def test_a_vintage_that_cannot_expire_stops_no_other_and_is_named(alice, bob, monkeypatch):
    for citizen in (alice, bob):
        give(citizen, 20, THIS_VINTAGE)
    bad = LedgerAccount.objects.get(owner_id=alice.pk, kind="available")
    whole = expiry._last_transfers

    def last_transfers(account_ids):
        if bad.pk in account_ids:
            raise Stuck
        return whole(account_ids)

    monkeypatch.setattr(expiry, "_last_transfers", last_transfers)
    assert expiry.expire(now=NEXT_MONTH) == 1
    assert kept() == [("credits.ledgeraccount", bad.pk, "Stuck", 1)]

    monkeypatch.undo()
    assert expiry.expire(now=NEXT_MONTH) == 1
    assert (kept(), statements.available(alice.pk, today=THIS_VINTAGE)) == ([], 0)


@pytest.fixture
def two_months(alice):
    """Two merchants that have taken something in November."""
    give(alice, 1000)
    merchants = [make_merchant("茶舍"), make_merchant("书店")]
    for merchant in merchants:
        Redemption.objects.filter(pk=voucher_of(alice, make_offer(merchant), MORNING).pk).update(
            status="redeemed", captured_at=MORNING, captures=1
        )
    return merchants


def test_a_month_that_cannot_be_drawn_up_stops_no_other_and_is_named(two_months, monkeypatch):
    bad, _good = two_months
    close = closing.close

    def close_but_one(*, merchant: Merchant, **named):
        if merchant == bad:
            raise Stuck
        return close(merchant=merchant, **named)

    monkeypatch.setattr(closing, "close", close_but_one)
    assert closing.close_due(now=NEXT_MONTH, limit=10) == 1
    assert kept() == [("merchants.merchant", bad.pk, "Stuck", 1)]

    monkeypatch.undo()
    assert closing.close_due(now=NEXT_MONTH, limit=10) == 1
    assert kept() == []


# At the desk


@pytest.mark.parametrize(("role", "leads"), [("审计 · Audit", True), ("安全 · Security", False)])
def test_the_desk_names_each_row_with_the_way_to_it_for_who_may_see_it(role, leads):
    merchant = make_merchant("茶舍")
    one_by_one.tried(Merchant, merchant.pk, stuck_at(merchant.pk))

    page = as_role(role).get(SCHEDULED)

    [row] = page.context["left"]
    assert row["address"] == (reverse("admin:merchants_merchant_change", args=[merchant.pk]) if leads else "")
    said = page.content.decode()
    assert (f"商家 {merchant.pk}" in said, "Stuck" in said, "13800000001" in said) == (True, True, False)
    assert "有 1 条记录未能处理。" in said


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_is_on_the_worklist_of_who_looks_after_jobs(role):
    one_by_one.tried(User, 7, stuck_at(7))

    worklist = as_role(role).get("/admin/").context["worklist"]

    found = [one for one in worklist if one.address == f"{SCHEDULED}#left"]
    assert [one.count for one in found] == ([1] if role in ("审计 · Audit", "安全 · Security") else [])


def test_nothing_is_said_where_nothing_was_left():
    page = as_role("安全 · Security").get(SCHEDULED)

    assert (page.context["left"], 'id="left"' in page.content.decode()) == ([], False)
