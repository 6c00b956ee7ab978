"""The books at the desk: every figure is the sum of the transfers to which it leads, and each says its origin."""

import csv
import gzip
import io
import zlib
from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus
from urllib.parse import urljoin

import pytest
from django.core.cache import cache

from accounts.models import Deed, DeedKind
from activities.models import Activity
from common.city_time import at_city_time
from credits import behind, budgets, ledger, statements
from credits.keeping import keep
from credits.models import Budget, Transfer
from desk import roles
from desk.books import behind as behind_page
from desk.books import page as books_page
from merchants.mall.releasing import give_back
from merchants.models import Redemption
from merchants.till.taking import capture
from seals import sealing
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk
from tests.desk.test_every_desk_page import Links
from tests.desk.test_timeline import as_role
from tests.merchants.conftest import cashier, code_of, make_offer, teahouse, till, voucher_of

__all__ = ["cashier", "teahouse", "till"]

pytestmark = pytest.mark.django_db

BOOKS = "/admin/books/"
TRANSFERS, EXPORT, MOMENT = f"{BOOKS}transfers/", f"{BOOKS}export/", f"{BOOKS}moment/"
SEE = {"预算拨付 · Budget funding", "审计 · Audit"}
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _evening(time_machine):
    cache.clear()
    time_machine.move_to(NOW + timedelta(hours=6), tick=False)


@pytest.fixture
def lively(catalogue, budget, alice, bob, teahouse, cashier, till):
    """Acts that were paid, one payment reversed; a voucher that was taken and one that was given back."""
    record(alice, walk(20_000), ride(2000))
    record(bob, walk(8000))
    score_everything()
    offer = make_offer(teahouse, stock=10, price=5, settlement_fen=150)
    taken, returned = voucher_of(alice, offer), voucher_of(alice, offer)
    capture(user=cashier.user, shop=till.public_id, code=code_of(taken), key="taken", now=NOW)
    give_back(citizen=alice, redemption=returned, key="returned", now=NOW)
    ledger.reverse(Transfer.objects.filter(kind="award").last(), now=NOW + timedelta(hours=1))


@pytest.fixture
def auditor():
    return as_role("审计 · Audit")


def lines(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize("role", roles.ROLES)
def test_auditors_and_those_who_fund_see_the_books_and_nobody_else(role):
    browser = as_role(role)
    expected = HTTPStatus.OK if role in SEE else HTTPStatus.FORBIDDEN

    for address in (BOOKS, TRANSFERS, MOMENT, "/admin/credits/budget/liability/"):
        assert browser.get(address).status_code == expected, address
    assert browser.post(f"{EXPORT}?since=2026-11-23", {"form": "csv"}).status_code == expected
    assert Deed.objects.exists() == (role in SEE)


def test_books_of_a_day_balance(auditor, lively):
    page = auditor.get(BOOKS)

    text = page.content.decode()
    assert page.context["is_even"]
    assert "账目平衡。" in text
    assert {table.code for table in page.context["tables"]} == {
        "trial-credit",
        "trial-fen",
        "kinds",
        "budgets",
        "parties",
    }
    assert "蜀风茶舍" in text
    assert "1.50" in text


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("days", [{}, {"since": "2026-11-01", "until": "2026-11-30"}])
def test_every_figure_is_the_sum_of_the_transfers_to_which_it_leads(auditor, lively, kept, days, time_machine):
    if kept:
        closed = sealing.close(TODAY, now=at_city_time(TODAY + A_DAY, sealing.SEALED_AT))
        assert sealing.wait_until_settled(closed, patience_s=60)
        assert keep() == 1
    page = auditor.get(BOOKS, days or {"since": TODAY.isoformat()})

    figures = [cell for table in page.context["tables"] for row in table.rows for cell in row if cell.address]
    assert len(figures) > 25
    for cell in figures:
        answer = auditor.get(cell.address)
        rows = [line["row"] for line in answer.context["lines"]]
        assert not answer.context["page"].following
        amount = sum(row.amount for row in rows)
        assert answer.context["sums"].transfers == len(rows)
        assert answer.context["sums"].amount == amount
        if "account=" not in cell.address:
            shown = cell.text.replace(",", "").replace(".", "")
            assert int(shown) in {amount, len(rows)}, cell.address


def test_files_have_money_as_numbers_below_zero_too(auditor, lively):
    _header, owed_by_the_scheme, *_others = lines(auditor.get(BOOKS, {"file": "trial-fen"}))

    assert owed_by_the_scheme == ["应付款", "0.00", "1.50", "0.00", "-1.50"]


def test_closing_balance_leads_to_all_that_its_accounts_ever_gave_and_received(auditor, lively):
    page = auditor.get(BOOKS)
    [cell] = [row[-1] for table in page.context["tables"] for row in table.rows if row[0].text == "预算分户"]

    rows = [line["row"] for line in auditor.get(cell.address).context["lines"]]

    gained = sum(row.amount if row.credit.kind == "budget" else -row.amount for row in rows)
    assert cell.plain == gained == budgets.remaining("citizens")


def test_transfer_leads_to_the_act_voucher_or_budget_that_it_comes_from(auditor, lively):
    found = {line["row"].kind: line for line in auditor.get(TRANSFERS).context["lines"]}

    origins = {kind: type(line["origin"]) for kind, line in found.items()}
    assert origins == {
        "fund": Budget,
        "award": Activity,
        "hold": Redemption,
        "capture": Redemption,
        "release": Redemption,
        "reversal": Transfer,
    }
    for line in found.values():
        if line["origin_address"]:
            assert auditor.get(line["origin_address"]).status_code == HTTPStatus.OK
    assert found["award"]["origin_address"].startswith("/admin/activities/activity/")


def test_transfers_are_paged_by_key_and_none_is_shown_twice(auditor, lively, monkeypatch):
    monkeypatch.setattr(behind_page, "PAGE", 3)
    shown, address = [], TRANSFERS
    while address:
        answer = auditor.get(address)
        shown += [line["row"].pk for line in answer.context["lines"]]
        following = [link for link in Links(answer.content.decode()).found if "after=" in link]
        address = urljoin(TRANSFERS, following[0]) if following else ""

    assert shown == sorted(Transfer.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize("form", ["csv", "csv.gz"])
def test_every_transfer_is_taken_away_whole_and_who_took_it_is_in_the_trail(auditor, lively, alice, form, monkeypatch):
    monkeypatch.setattr(behind, "PIECE", 4)

    answer = auditor.post(f"{EXPORT}?since=2026-11-01&until=2026-11-23", {"form": form})

    sent = b"".join(answer.streaming_content)
    text = zlib.decompress(sent, wbits=31) if form == "csv.gz" else sent
    header, *rows = csv.reader(io.StringIO(text.decode("utf-8-sig")))
    assert answer["content-disposition"] == f'attachment; filename="transfers-2026-11-01-2026-11-23.{form}"'
    assert [int(row[0]) for row in rows] == list(Transfer.objects.order_by("pk").values_list("pk", flat=True))
    assert len(header) == len(rows[0]) == 13
    [hold] = [row for row in rows if row[-1].startswith("hold:")][:1]
    assert hold[1:9] == [
        *("2026-11-23 12:00:00", "2026-11-23 12:00:00", "兑换", "碳积分", "5"),
        *("可用积分", alice.public_id, "2027-12-31"),
    ]
    deed = Deed.objects.get(kind=DeedKind.TOOK)
    assert deed.facts == {
        "list": "credits.transfer",
        "filter": "since=2026-11-01&until=2026-11-23",
        "form": form,
        "rows": len(rows),
    }


def test_file_that_breaks_off_leaves_nothing_and_is_whole_when_it_is_asked_for_again(auditor, lively, monkeypatch):
    monkeypatch.setattr(behind, "PIECE", 2)
    monkeypatch.setattr("common.csv_stream.PIECE_BYTES", 200)
    first = auditor.post(f"{EXPORT}?since=2026-11-23", {"form": "csv.gz"})
    begun = b"".join(piece for piece, _place in zip(first.streaming_content, range(3), strict=False))

    with pytest.raises(EOFError):
        gzip.decompress(begun)
    again = b"".join(auditor.post(f"{EXPORT}?since=2026-11-23", {"form": "csv.gz"}).streaming_content)
    assert zlib.decompress(again, wbits=31).count(b"\r\n") == Transfer.objects.count() + 1
    assert Deed.objects.filter(kind=DeedKind.TOOK).count() == 2


def test_table_is_taken_away_as_it_is_shown_and_longer(auditor, lively, monkeypatch):
    monkeypatch.setattr(books_page, "SHOWN", 1)
    page = auditor.get(BOOKS)
    [trial] = [table for table in page.context["tables"] if table.code == "trial-credit"]

    header, *rows = lines(auditor.get(BOOKS, {"file": "trial-credit"}))

    assert header == list(trial.header)
    assert [row[0] for row in rows] == [*(row[0].text for row in trial.rows), "合计"]
    assert rows[-1][1] == rows[-1][4] == "0"
    assert rows[-1][2] == rows[-1][3]
    assert lines(auditor.get(BOOKS, {"file": "trial-fen"}))[-2][4] == "1.50"
    assert auditor.get(BOOKS, {"file": "nothing"}).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "query",
    [
        "since=x",
        "since=2026-12-01",
        "since=0001-01-01",
        "until=9999-12-31",
        "since=2026-11-23&until=2026-11-01",
        "until=0001-01-01",
    ],
)
def test_days_that_cannot_be_are_told_and_break_nothing(auditor, lively, query):
    assert auditor.get(f"{BOOKS}?{query}").status_code == HTTPStatus.OK
    assert auditor.get(f"{TRANSFERS}?{query}").status_code in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}


@pytest.mark.parametrize("query", ["kind=x", "gave=x", "asset=x", "budget=%27", "after=x", "account=x"])
def test_figure_that_is_none_is_not_there(auditor, query):
    assert auditor.get(f"{TRANSFERS}?{query}").status_code == HTTPStatus.NOT_FOUND
    if "after" not in query:
        assert auditor.post(f"{EXPORT}?{query}", {"form": "csv"}).status_code == HTTPStatus.NOT_FOUND
    assert not Deed.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x", "2026-12-01"])
def test_moments_and_days_that_cannot_be_break_nothing(auditor, lively, day):
    assert auditor.get(MOMENT, {"at": f"{day}T00:00"}).status_code == HTTPStatus.OK
    assert auditor.get("/admin/credits/budget/liability/", {"day": day}).status_code == HTTPStatus.OK


def balances(answer) -> list[list]:
    return [[cell.plain for cell in row] for table in answer.context["tables"] for row in table.rows]


def test_balance_at_any_past_moment(auditor, lively, alice, teahouse):
    at = {"at": "2026-11-23T12:30"}

    of_alice = statements.balance_at(alice.pk, NOW + timedelta(minutes=30))
    assert of_alice > 0
    held = [["可用积分", "2027-12-31", "碳积分", of_alice], ["冻结积分", "2027-12-31", "碳积分", 0]]
    assert balances(auditor.get(MOMENT, {**at, "whose": alice.public_id})) == held
    assert balances(auditor.get(MOMENT, {"at": "2026-11-23T11:59", "whose": alice.public_id})) == []
    owed = [["商家应收款", "—", "元", Decimal("1.50")]]
    assert balances(auditor.get(MOMENT, {**at, "whose": teahouse.public_id})) == owed
    assert balances(auditor.get(MOMENT, {**at, "whose": "citizens"}))[0][:3] == ["预算分户", "—", "碳积分"]
    credits, _yuan = auditor.get(MOMENT, at).context["tables"]
    assert sum(row[1].plain for row in credits.rows) == 0
    assert lines(auditor.get(MOMENT, {**at, "file": "csv"}))[-1] == ["全部科目（元）", "商家应收款", "1.50"]
    assert auditor.get(MOMENT, {**at, "whose": "nobody"}).context["tables"] == []
    assert auditor.get(MOMENT, {"at": "x"}).context["tables"] == []


def test_page_asks_as_much_of_many_days_as_of_one(auditor, lively, django_assert_max_num_queries):
    auditor.get(BOOKS)
    cache.clear()
    with django_assert_max_num_queries(30):
        auditor.get(BOOKS, {"since": "2025-01-01", "until": "2026-11-23"})
