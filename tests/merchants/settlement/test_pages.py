"""Statements on a merchant's own pages, at the desk, and as files: who sees what, and what each button does."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from openpyxl import load_workbook

from desk import roles
from merchants.models import Role, Statement
from merchants.settlement import disputing, paying
from tests.conftest import make_citizen
from tests.merchants.conftest import assert_books_are_sound, make_member, make_offer, text
from tests.merchants.mall.test_pages import words_of
from tests.merchants.settlement.conftest import DECEMBER, JUST_AFTER, MORNING, NEXT_MONTH, closed, confirmed
from tests.second_factors import browser_of_leader, take_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later(time_machine):
    time_machine.move_to(NEXT_MONTH, tick=False)


@pytest.fixture
def statement(take, teahouse) -> Statement:
    take(MORNING, fen=123_456)
    take(MORNING, fen=500)
    return closed(teahouse)


@pytest.fixture
def office(owner) -> Client:
    return browser_of_leader(owner.user)


@pytest.fixture
def finance(db) -> Client:
    return official("finance")


def official(name: str) -> Client:
    roles.load()
    clerk = make_citizen()
    clerk.username, clerk.is_staff = name, True
    clerk.save()
    clerk.groups.set([Group.objects.get(name="结算 · Settlement")])
    browser = Client()
    browser.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    take_second_step(browser, clerk)
    return browser


def file_of(browser: Client, statement: Statement, form: str) -> bytes:
    answer = browser.get(f"{statement.get_absolute_url()}statement.{form}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_owner_sees_what_waits_and_confirms_it(statement, office, teahouse):
    assert "1 张待您确认" in words_of(office.get(f"/merchant/{teahouse.public_id}/"))
    assert "1,239.56 元" in words_of(office.get(f"/merchant/{teahouse.public_id}/statements/"))
    page = words_of(office.get(statement.get_absolute_url()))
    assert "1,239.56 元" in page
    assert "金额无误，确认" in page

    answer = office.post(f"{statement.get_absolute_url()}confirm/", {"fen": "123956"}, follow=True)

    statement.refresh_from_db()
    assert statement.status == "confirmed"
    assert "已确认" in words_of(answer)


def test_another_sum_than_the_page_s_is_not_confirmed(statement, office):
    for shown in ("123955", "", "x"):
        office.post(f"{statement.get_absolute_url()}confirm/", {"fen": shown})

    statement.refresh_from_db()
    assert statement.status == "closed"


def test_a_manager_sees_and_disputes_and_the_owner_alone_confirms(statement, manager):
    browser = browser_of_leader(manager.user)

    assert "金额无误，确认" not in words_of(browser.get(statement.get_absolute_url()))
    assert browser.post(f"{statement.get_absolute_url()}confirm/", {"fen": "123956"}).status_code == 404
    line = statement.lines.first()
    browser.post(f"{statement.get_absolute_url()}lines/{line.public_id}/", {"words": "少了 2 元"})

    statement.refresh_from_db()
    assert (statement.status, list(statement.lines.in_dispute())) == ("disputed", [line])


def test_a_statement_is_its_merchant_s_alone(statement, bookshop, cashier):
    stranger = browser_of_leader(make_member(bookshop, Role.OWNER).user)
    elsewhere = f"/merchant/{bookshop.public_id}/statements/{statement.public_id}/"
    for browser in (stranger, browser_of_leader(cashier.user)):
        for address in (statement.get_absolute_url(), elsewhere):
            for rest in ("", "confirm/", "statement.pdf", f"lines/{statement.lines.first().public_id}/"):
                assert browser.post(address + rest, {"fen": "123956"}).status_code in (404, 405)
                assert browser.get(address + rest).status_code in (404, 405)

    statement.refresh_from_db()
    assert statement.status == "closed"


def test_files_have_every_line_and_the_sum_to_the_fen(statement, office):
    rows = list(csv.reader(StringIO(file_of(office, statement, "csv").decode("utf-8-sig"))))
    sheet = load_workbook(BytesIO(file_of(office, statement, "xlsx"))).active

    assert [row[-1] for row in rows] == ["金额（元）", "1234.56", "5.00", "1239.56"]
    assert [cell.value for cell in sheet["G"]] == ["金额（元）", 1234.56, 5, 1239.56]
    assert sheet["B2"].value == rows[1][1] == "核销"
    assert file_of(office, statement, "pdf").startswith(b"%PDF-")


def test_a_name_that_begins_like_a_formula_stays_a_text(take, teahouse, office):
    take(MORNING, offer=make_offer(teahouse, title=text("=1+1")))
    statement = closed(teahouse)

    cell = load_workbook(BytesIO(file_of(office, statement, "xlsx"))).active["D2"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")


# The desk


def test_finance_answers_and_another_of_finance_pays(statement, owner, finance, office):
    line = statement.lines.first()
    disputing.dispute(line=line, leader=owner, words="少了 2 元", now=JUST_AFTER)
    page = f"/admin/merchants/statement/{statement.pk}/"
    assert "少了 2 元" in words_of(finance.get(f"{page}change/"))
    finance.post(f"{page}answer/", {"line": line.public_id, "words": "补 2 元", "yuan": "2"})
    statement.refresh_from_db()
    assert (statement.status, statement.fen) == ("closed", 124_156)
    confirmed(statement, owner, NEXT_MONTH)

    refused = finance.post(f"{page}pay/", {"bank_reference": "ICBC-1", "fen": "124156"}, follow=True)

    assert "须由另一个人登记付款" in words_of(refused)
    payer = official("payer")
    assert "124" in payer.get("/admin/merchants/statement/payments.csv").getvalue().decode()
    payer.post(f"{page}pay/", {"bank_reference": "ICBC-1", "fen": "124156"})
    payer.post(f"{page}reference/", {"bank_reference": "ICBC-2", "words": "抄错"})
    told = words_of(office.get(statement.get_absolute_url()))
    assert "银行流水号 ICBC-2。" in told
    assert "银行流水号 ICBC-1" in told
    assert_books_are_sound()


def test_an_answer_without_words_is_asked_for_again(statement, owner, finance):
    line = statement.lines.first()
    disputing.dispute(line=line, leader=owner, words="少了 2 元", now=JUST_AFTER)

    answer = finance.post(f"/admin/merchants/statement/{statement.pk}/answer/", {"line": line.public_id, "yuan": "2"})

    assert answer.status_code == 200
    assert statement.lines.count() == 2


def test_the_payment_file_has_what_is_confirmed_and_comes_to_something(statement, owner, payer, finance):
    address = "/admin/merchants/statement/payments.csv"
    confirmed(statement, owner)
    rows = list(csv.reader(StringIO(finance.get(address).getvalue().decode("utf-8-sig"))))
    assert [row[4] for row in rows] == ["金额（元）", "1239.56"]

    paying.pay(statement=statement, by=payer, bank_reference="ICBC-1", fen=statement.fen, now=NEXT_MONTH)

    assert len(list(csv.reader(StringIO(finance.get(address).getvalue().decode("utf-8-sig"))))) == 1


def test_a_merchant_that_has_left_is_settled_at_the_desk(take, teahouse, till, finance):
    take(MORNING, fen=300)
    address = "/admin/merchants/statement/leaving/"
    assert "蜀风茶舍" not in words_of(finance.get(address))
    till.is_open = False
    till.save()
    assert "蜀风茶舍" in words_of(finance.get(address))

    finance.post(address, {"merchant": teahouse.pk})

    final = Statement.objects.get()
    assert (final.is_final, final.fen, final.steps.get().by.username) == (True, 300, "finance")


def test_desks_first_page_says_which_statements_wait(finance, statement, owner):
    disputes = "/admin/merchants/statement/?status__exact=disputed"
    to_pay = "/admin/merchants/statement/?status__exact=confirmed"
    line = statement.lines.first()

    def offered(browser: Client) -> tuple[bool, bool]:
        page = browser.get("/admin/").content.decode()
        return f'href="{disputes}"' in page, f'href="{to_pay}"' in page

    assert offered(finance) == (False, False)
    disputing.dispute(line=line, leader=owner, words="少了一笔", now=JUST_AFTER)
    assert offered(finance) == (True, False)
    disputing.answer(line=line, by=make_citizen(), words="没有少", corrected_fen=0, now=JUST_AFTER)
    confirmed(statement, owner)
    assert offered(finance) == (False, True)


def test_desks_first_page_leads_to_statements_that_wait_for_ten_days_and_to_their_paper(
    finance, statement, take, teahouse
):
    """Of two that wait, it counts and shows the one that has waited long."""
    take(NEXT_MONTH - timedelta(days=5), fen=700)
    young = closed(teahouse, DECEMBER, NEXT_MONTH)
    late = "/admin/merchants/statement/?late=yes"
    [waits] = [one for one in finance.get("/admin/").context["worklist"] if one.address == late]
    assert (waits.title, waits.count) == ("商家逾期未确认的结算单", 1)
    assert list(finance.get(late).context["cl"].queryset) == [statement]
    address = f"/admin/merchants/statement/{statement.pk}/"
    assert "代商家确认" in words_of(finance.get(f"{address}change/"))
    assert "代商家确认" not in words_of(finance.get(f"/admin/merchants/statement/{young.pk}/change/"))

    assert "代商家确认" in words_of(finance.post(f"{address}confirm/", {"fen": "123956", "words": ""}))
    answer = finance.post(f"{address}confirm/", {"fen": "123956", "words": "盖章件 17 号"}, follow=True)

    statement.refresh_from_db()
    assert statement.status == "confirmed"
    assert "盖章件 17 号" in words_of(answer)
    assert not [one for one in finance.get("/admin/").context["worklist"] if one.address == late]


def test_time_line_of_the_desk_tells_who_paid_what(finance, statement, owner, desk):
    confirmed(statement, owner)
    clerk = make_citizen()
    clerk.username, clerk.is_staff = "cashbook", True
    clerk.save()
    paying.pay(statement=statement, by=clerk, bank_reference="ICBC-1", fen=statement.fen, now=JUST_AFTER)
    browser = Client()
    browser.force_login(desk, backend="django.contrib.auth.backends.ModelBackend")

    page = words_of(browser.get("/admin/trail/?who=cashbook"))

    assert "cashbook" in page
    assert "已付款" in page
    assert "ICBC-1" in page
