"""What a merchant is owed: as its account in the ledger has it, by city day, and as a file of every capture."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from credits import statements
from merchants.models import Membership, Redemption, Role
from merchants.room import owed
from merchants.room.owed import Day
from merchants.templatetags.money import yuan
from merchants.till.taking import capture
from merchants.till.undoing import undo
from tests.conftest import NOW
from tests.merchants.conftest import (
    assert_books_are_sound,
    code_of,
    give,
    keys,
    make_member,
    make_offer,
    make_shop,
    text,
    voucher_of,
)
from tests.merchants.mall.test_pages import words_of
from tests.second_factors import browser_of_leader

TODAY = date(2026, 11, 23)
BEFORE_MIDNIGHT = datetime(2026, 11, 23, 15, 55, tzinfo=UTC)
AFTER_MIDNIGHT = BEFORE_MIDNIGHT + timedelta(minutes=6)


@pytest.fixture
def noon(time_machine):
    """Asked for before whoever signs in: a proof of the future is none."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def office(manager) -> Client:
    """The manager's browser."""
    return browser_of_leader(manager.user)


@pytest.fixture
def take(cashier, till, alice):
    """Lets alice redeem an offer and the cashier take it, at a moment."""
    give(alice, 10_000)

    def take(offer, at=NOW):
        code = code_of(voucher_of(alice, offer, at), at)
        taken = capture(user=cashier.user, shop=till.public_id, code=code, key=next(keys), now=at)
        return Redemption.objects.get(public_id=taken.public_id)

    return take


def place_of(merchant, rest: str = "") -> str:
    return f"/merchant/{merchant.public_id}/owed/{rest}"


def lines_of(answer) -> list[list[str]]:
    text_of = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [line.split(",") for line in text_of.splitlines()]


def test_days_come_to_what_the_ledger_owes(take, teahouse, cashier, ticket, alice):
    offer, dear = (
        make_offer(teahouse, settlement_fen=805, starts_on=date(2026, 11, 1)),
        make_offer(teahouse, settlement_fen=12_345),
    )
    take(offer, NOW - timedelta(days=3))
    take(dear)
    undo(cashier=cashier, redemption=take(dear), key="undo", now=NOW)
    take(make_offer(teahouse, settlement_fen=0))

    page = owed.page(teahouse, before=TODAY + timedelta(days=1))

    assert page.days == [Day(TODAY, 2, 1, 12_345), Day(date(2026, 11, 20), 1, 0, 805)]
    assert (page.before, statements.owed_to(teahouse.public_id)) == (None, 13_150)
    assert_books_are_sound()


def test_day_is_the_citys_and_what_is_undone_after_midnight_leaves_it(take, teahouse, cashier):
    offer = make_offer(teahouse, settlement_fen=800)
    taken = take(offer, BEFORE_MIDNIGHT)
    take(offer, AFTER_MIDNIGHT)
    assert [day.fen for day in owed.page(teahouse, before=date(2026, 11, 25)).days] == [800, 800]

    undo(cashier=cashier, redemption=taken, key="undo", now=AFTER_MIDNIGHT)

    page = owed.page(teahouse, before=date(2026, 11, 25))
    assert page.days == [Day(date(2026, 11, 24), 1, 1, 800)]
    assert statements.owed_to(teahouse.public_id) == 800


def test_ticket_counts_though_no_till_took_it(ticket, alice):
    give(alice, 100)
    voucher_of(alice, ticket)

    assert owed.page(ticket.merchant, before=TODAY + timedelta(days=1)).days == [Day(TODAY, 1, 0, 800)]


def test_pages_follow_each_other_over_quiet_months(take, teahouse, office):
    offer = make_offer(teahouse, starts_on=date(2026, 1, 1), settlement_fen=800)
    for moment in (NOW, NOW - timedelta(days=30), NOW - timedelta(days=31), NOW - timedelta(days=200)):
        take(offer, moment)

    first = office.get(place_of(teahouse), {"before": "2026-11-24"}).context["page"]
    second = owed.page(teahouse, before=first.before)
    third = owed.page(teahouse, before=second.before)

    days = [[f"{day.day:%m-%d}" for day in page.days] for page in (first, second, third)]
    assert days == [["11-23", "10-24"], ["10-23"], ["05-07"]]
    assert third.before is None


def test_page_says_yuan_with_two_decimals(noon, take, teahouse, office):
    take(make_offer(teahouse, settlement_fen=123_405))

    said = words_of(office.get(place_of(teahouse)))

    assert "1,234.05 元" in said
    assert "今天核销 1 张" in words_of(office.get(f"/merchant/{teahouse.public_id}/"))


def test_file_of_a_day_and_of_a_month_has_a_row_for_each_capture(take, teahouse, office, cashier, monkeypatch):
    monkeypatch.setattr(owed, "CHUNK", 1)
    offer = make_offer(teahouse, title=text("=蒙顶甘露"), settlement_fen=805, starts_on=date(2026, 11, 1))
    earlier, first, second = take(offer, NOW - timedelta(days=3)), take(offer), take(offer)
    undo(cashier=cashier, redemption=take(offer), key="undo", now=NOW)
    row = ["春熙路店", "'=蒙顶甘露", "2026-11-23 12:00:00", "8.05"]

    day = office.get(place_of(teahouse, "captures.csv"), {"day": "2026-11-23"})
    month = office.get(place_of(teahouse, "captures.csv"), {"month": "2026-11"})

    assert day["Content-Disposition"] == 'attachment; filename="captures-2026-11-23.csv"'
    assert lines_of(day)[1:] == [[first.public_id, *row], [second.public_id, *row]]
    assert [line[0] for line in lines_of(month)[1:]] == [earlier.public_id, first.public_id, second.public_id]
    assert lines_of(office.get(place_of(teahouse, "captures.csv"), {"month": "2026-10"}))[1:] == []


@pytest.mark.parametrize(
    "query",
    [
        "day=2026-02-30",
        "day=20261123",
        "day=2026-W48-1",
        "day=9999-12-31",
        "month=2026-13",
        "month=9999-12",
        "month=%00",
    ],
)
def test_period_that_cannot_be_is_not_found(office, teahouse, query):
    assert office.get(f"{place_of(teahouse, 'captures.csv')}?{query}").status_code == 404


@pytest.mark.parametrize("before", ["", "x", "0001-01-00", "9999-12-31"])
def test_page_that_cannot_be_is_not_found(office, teahouse, before):
    assert office.get(place_of(teahouse), {"before": before}).status_code == 404


def test_nobody_but_owners_and_managers_sees_money(teahouse, bookshop, cashier, bob, office):
    owner_elsewhere = make_member(bookshop, Role.OWNER).user
    for who in (cashier.user, owner_elsewhere, bob):
        for page in ("", "captures.csv"):
            assert browser_of_leader(who).get(place_of(teahouse, page)).status_code == 404
    assert office.get(place_of(teahouse)).status_code == 200


def test_another_merchants_captures_are_in_no_sum_and_no_file(take, teahouse, bookshop, cashier, alice):
    take(make_offer(teahouse))
    theirs = Membership.objects.create(
        merchant=bookshop, user=cashier.user, role=Role.OWNER, invited_at=NOW, accepted_at=NOW
    )
    make_shop(bookshop, "天府广场店")
    owner = browser_of_leader(theirs.user)

    assert owed.page(bookshop, before=TODAY + timedelta(days=1)).days == []
    assert statements.owed_to(bookshop.public_id) == 0
    assert lines_of(owner.get(place_of(bookshop, "captures.csv"), {"day": "2026-11-23"}))[1:] == []


@pytest.mark.parametrize(("fen", "said"), [(0, "0.00"), (5, "0.05"), (100, "1.00"), (123_456_789, "1,234,567.89")])
def test_fen_are_shown_as_yuan_exactly(fen, said):
    assert yuan(fen) == said
