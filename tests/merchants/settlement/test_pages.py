"""Statements on a merchant's own pages, at the desk, and as files: who sees what, and what each button does."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Deed, DeedKind, User
from desk import roles
from merchants import bank_accounts
from merchants.bank_accounts import Account
from merchants.models import BankAccount, Role, Statement
from merchants.settlement import disputing, paying
from tests.conftest import make_citizen
from tests.merchants.conftest import assert_books_are_sound, make_member, make_offer, text
from tests.merchants.mall.test_pages import words_of
from tests.merchants.settlement.conftest import ACCOUNT, DECEMBER, JUST_AFTER, MORNING, NEXT_MONTH, closed, confirmed
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


def official(name: str, role: str = "结算 · Settlement") -> Client:
    roles.load()
    clerk = make_citizen()
    clerk.username, clerk.is_staff = name, True
    clerk.save()
    clerk.groups.set([Group.objects.get(name=role)])
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


def test_a_month_of_tens_of_millions_of_yuan_is_confirmed_and_paid(take, teahouse, office, finance):
    take(MORNING, fen=2_000_000_000)
    month = closed(teahouse)
    shown = {"fen": "2000000000"}

    office.post(f"{month.get_absolute_url()}confirm/", shown)
    finance.post(f"/admin/merchants/statement/{month.pk}/pay/", {"bank_reference": "ICBC-1", **shown})

    month.refresh_from_db()
    assert month.status == "paid"


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


def test_what_is_taken_off_is_a_number_in_every_file(statement, owner, clerk, office):
    line = statement.lines.last()
    disputing.dispute(line=line, leader=owner, words="多了 2 元", now=JUST_AFTER)
    disputing.answer(line=line, by=clerk, words="是的", corrected_fen=-200, now=JUST_AFTER)

    rows = list(csv.reader(StringIO(file_of(office, statement, "csv").decode("utf-8-sig"))))
    sheet = load_workbook(BytesIO(file_of(office, statement, "xlsx"))).active

    assert [row[-1] for row in rows][-2:] == ["-2.00", "1237.56"]
    assert [cell.value for cell in sheet["G"]][-2:] == [-2, 1237.56]


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
    seen = words_of(finance.get(f"{page}change/"))
    assert "须由另一个人登记付款" in seen
    assert "登记已付款" not in seen

    refused = finance.post(f"{page}pay/", {"bank_reference": "ICBC-1", "fen": "124156"}, follow=True)

    assert "须由另一个人登记付款" in words_of(refused)
    payer = official("payer")
    assert "1,241.56" in words_of(payer.get(TO_PAY))
    payer.post(f"{page}pay/", {"bank_reference": "ICBC-1", "fen": "124156"})
    payer.post(f"{page}reference/", {"bank_reference": "ICBC-2", "words": "抄错"})
    told = words_of(office.get(statement.get_absolute_url()))
    assert "银行流水号 ICBC-2。" in told
    assert "银行流水号 ICBC-1" in told
    assert_books_are_sound()


def test_a_correction_that_falls_below_zero_keeps_what_was_typed(statement, owner, finance):
    line = statement.lines.first()
    disputing.dispute(line=line, leader=owner, words="多了", now=JUST_AFTER)

    sent = {"line": line.public_id, "words": "整月都不算", "yuan": "-2000"}
    answer = finance.post(f"/admin/merchants/statement/{statement.pk}/answer/", sent)

    assert answer.status_code == 200
    assert "整月都不算" in answer.content.decode()
    assert "金额会小于零" in words_of(answer)
    statement.refresh_from_db()
    assert (statement.status, statement.fen) == ("disputed", 123_956)


def test_a_final_statement_says_so_on_its_own_page(statement, office):
    assert "最终结算" not in words_of(office.get(statement.get_absolute_url()))
    Statement.objects.filter(pk=statement.pk).update(is_final=True)
    assert "2026年11月结算单 （最终结算）" in words_of(office.get(statement.get_absolute_url()))


@pytest.mark.parametrize("line", ["", "x", "\x00", "aaaaaaaaaaaaaaaa"])
def test_an_answer_to_no_line_of_the_statement_changes_nothing(statement, owner, finance, line):
    disputing.dispute(line=statement.lines.first(), leader=owner, words="少了 2 元", now=JUST_AFTER)

    sent = {"line": line, "words": "补 2 元", "yuan": "2"}
    answer = finance.post(f"/admin/merchants/statement/{statement.pk}/answer/", sent)

    statement.refresh_from_db()
    assert (answer.status_code, statement.status, statement.lines.count()) == (200, "disputed", 2)


def test_an_answer_without_words_is_asked_for_again(statement, owner, finance):
    line = statement.lines.first()
    disputing.dispute(line=line, leader=owner, words="少了 2 元", now=JUST_AFTER)

    answer = finance.post(f"/admin/merchants/statement/{statement.pk}/answer/", {"line": line.public_id, "yuan": "2"})

    assert answer.status_code == 200
    assert statement.lines.count() == 2


PAYMENTS = "/admin/merchants/statement/payments.csv"
TO_LOOK_AT = "/admin/merchants/statement/payments.xlsx"
TO_PAY = "/admin/merchants/statement/payments/"


def payments(browser: Client) -> list[list[str]]:
    return list(csv.reader(StringIO(browser.get(PAYMENTS).getvalue().decode("utf-8-sig"))))


def test_the_payment_file_has_what_is_confirmed_and_comes_to_something(statement, owner, account, payer, finance):
    confirmed(statement, owner)
    header, row = payments(finance)
    assert header[4:8] == ["金额（元）", "账户名称", "开户银行", "账号"]
    assert row[4:8] == ["1239.56", "成都蜀风茶舍有限公司", ACCOUNT.bank, ACCOUNT.number]

    paying.pay(statement=statement, by=payer, bank_reference="ICBC-1", fen=statement.fen, now=NEXT_MONTH)

    assert len(payments(finance)) == 1


def test_an_account_number_loses_no_digit_whoever_opens_the_file(statement, owner, account, finance):
    """The bank’s program gets it as it is; a spreadsheet, which would show 5.1E+19, gets it as a text."""
    confirmed(statement, owner)

    assert payments(finance)[1][7] == ACCOUNT.number
    sheet = load_workbook(BytesIO(b"".join(finance.get(TO_LOOK_AT)))).active
    assert [(cell.value, cell.data_type) for cell in sheet["H"]] == [("账号", "s"), (ACCOUNT.number, "s")]
    assert [cell.value for cell in sheet["E"]] == ["金额（元）", 1239.56]
    assert [deed.facts["form"] for deed in Deed.objects.filter(kind=DeedKind.TOOK).order_by("pk")] == ["csv", "xlsx"]


def test_without_an_account_a_statement_stands_beside_the_file(statement, owner, finance):
    confirmed(statement, owner)

    assert len(payments(finance)) == 1
    page = words_of(finance.get(TO_PAY))
    assert "没有账户，不在文件中" in page
    assert "1,239.56" in page


def test_an_account_whose_key_is_gone_stops_no_other(statement, owner, account, finance, settings):
    confirmed(statement, owner)
    BankAccount.objects.update(sealed_number="gAAAAA")

    assert len(payments(finance)) == 1
    assert "无法读取" in words_of(finance.get(TO_PAY))


def test_the_bank_pays_into_what_is_in_force(statement, owner, account, teahouse, finance, time_machine):
    confirmed(statement, owner)
    other = Account("成都银行锦江支行", "1001300000456789")
    bank_accounts.give(merchant=teahouse, account=other, by=owner.user, now=NEXT_MONTH)
    assert payments(finance)[1][7] == ACCOUNT.number

    time_machine.move_to(NEXT_MONTH + timedelta(days=3), tick=False)

    assert payments(official("payer"))[1][7] == other.number


def test_whole_numbers_are_in_the_file_alone_and_the_trail_says_who_took_it(statement, owner, account, finance, desk):
    confirmed(statement, owner)
    page = finance.get(TO_PAY)
    assert "****0123" in words_of(page)
    assert ACCOUNT.number not in page.content.decode()
    assert not Deed.objects.filter(kind=DeedKind.TOOK).exists()

    answer = finance.get(PAYMENTS)

    assert "no-store" in answer["Cache-Control"]
    deed = Deed.objects.get(kind=DeedKind.TOOK)
    assert (deed.by.username, deed.facts) == ("finance", {"list": "payments", "form": "csv", "rows": 1})
    browser = Client()
    browser.force_login(desk, backend="django.contrib.auth.backends.ModelBackend")
    assert "银行付款文件（含完整账号）" in words_of(browser.get("/admin/trail/?who=finance"))


def test_the_file_is_for_who_pays_and_has_just_shown_their_second_factor(
    statement, owner, account, finance, time_machine
):
    confirmed(statement, owner)
    roles.load()
    for role in ("审计 · Audit", "审核 · Reviewer", "商家与奖励审核 · Mall approval"):
        browser = official("other", role)
        assert [browser.get(address).status_code for address in (PAYMENTS, TO_LOOK_AT, TO_PAY)] == [403, 403, 403]
        User.objects.filter(username="other").update(username=role)
    time_machine.move_to(NEXT_MONTH + timedelta(minutes=16), tick=False)

    for address in (PAYMENTS, TO_LOOK_AT, TO_PAY):
        assert finance.get(address).url.startswith("/me/second-factor/code/")


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
