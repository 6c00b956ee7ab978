"""Adjustments at the desk and on their citizen's page: what each shows, who may what, and what was shown is done."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Look, User
from common.editions import ChangedMeanwhile, edition_of
from credits import budgets, statements
from credits.adjusting import proposing
from credits.adjusting.models import Adjustment, Attachment
from credits.models import Budget
from review import appealing
from review.models import Appeal
from review.reviewable import REVIEWABLE
from tests.conftest import NOW, TODAY
from tests.credits.adjusting.conftest import FUNDING, PDF, SERVING, approved, drafted, found, official, png, proposed
from tests.desk_pages import carried_to, decide
from tests.merchants.conftest import give
from tests.merchants.mall.test_pages import words_of
from tests.second_factors import take_second_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("budget")]
LIST = "/admin/credits/adjustment/"
PROPOSE = f"{LIST}propose/"
[ADJUSTED] = [kind for kind in REVIEWABLE if kind.code == "adjusted"]


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if user.is_staff:
        take_second_step(browser, user)
    return browser


@pytest.fixture
def serving(clerk) -> Client:
    return browser_of(clerk)


@pytest.fixture
def funding(controller) -> Client:
    return browser_of(controller)


def entered(whose: User, /, **other: object) -> dict[str, object]:
    """As the form is filled in; files are read once, so each time anew."""
    said = {
        "citizen": whose.public_id.upper(),
        "direction": "give",
        "credits": "１２０",
        "budget": Budget.objects.get(code="citizens").pk,
        "reason": "system_error",
        "words": "11 月 20 日的步数少计了。",
        "internal_note": "工单 42",
        "documents": [SimpleUploadedFile("决定.pdf", PDF), SimpleUploadedFile("截图.png", png())],
    }
    return {name: value for name, value in {**said, **other}.items() if value is not None}


def page_of(adjustment: Adjustment, deed: str = "change") -> str:
    return f"{LIST}{adjustment.pk}/{deed}/"


def document_of(attachment: Attachment) -> str:
    return f"{LIST}document/{attachment.pk}/"


def test_one_writes_looks_and_submits_and_another_approves(serving, funding, alice, clerk, controller):
    give(alice, 30)
    answer = serving.post(PROPOSE, entered(alice))
    adjustment = Adjustment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(adjustment))
    assert (adjustment.status, adjustment.credits, adjustment.citizen) == ("draft", 120, alice)
    shown = words_of(serving.get(page_of(adjustment)))
    for words in ("调整前可用积分 30", "调整后 150", "2027年12月31日", "10,000,000", "决定.pdf", "截图.png", "工单 42"):
        assert words in shown
    assert funding.get(page_of(adjustment)).status_code == 404

    decide(serving, page_of(adjustment, "submit"), page="../change/")
    adjustment.refresh_from_db()
    assert (adjustment.status, adjustment.proposed_by) == ("proposed", clerk)
    assert "批准，增加 120 积分" not in words_of(serving.get(page_of(adjustment)))

    page = funding.get(page_of(adjustment))
    assert "批准，增加 120 积分" in words_of(page)
    funding.post(page_of(adjustment, "approve"), carried_to(page, page_of(adjustment, "approve")))
    adjustment.refresh_from_db()
    assert (adjustment.status, adjustment.decided_by, adjustment.decided_at) == ("approved", controller, NOW)
    assert statements.available(alice.pk, today=TODAY) == 150
    assert Look.objects.filter(citizen=alice).count() == 2
    assert found() == []


def test_who_proposed_does_not_approve_also_with_both_rights(alice, clerk):
    clerk.groups.add(Group.objects.get(name=FUNDING))
    browser, waiting = browser_of(clerk), proposed(alice, 120, clerk)

    page = words_of(browser.get(page_of(waiting)))
    assert "这是您自己提出的，须由另一个人审批。" in page
    assert "批准，增加 120 积分" not in page
    edition = edition_of(*proposing.shown_of(waiting, now=NOW))
    browser.post(page_of(waiting, "approve"), {"edition": edition})
    browser.post(page_of(waiting, "decline"), {"answer": "不"})

    waiting.refresh_from_db()
    assert waiting.status == "proposed"
    assert statements.available(alice.pk, today=TODAY) == 0


def test_what_was_not_shown_is_not_done(serving, funding, alice, clerk):
    written = drafted(alice, -80, clerk)
    serving.post(page_of(written, "submit"))
    written.refresh_from_db()
    assert written.status == "draft"
    waiting = proposing.submit(adjustment=written, by=clerk, now=NOW)

    page = funding.get(page_of(waiting))
    assert "欠分（前 → 后） 0 → 80" in words_of(page)
    give(alice, 30)  # Now part of it is there.
    answer = funding.post(page_of(waiting, "approve"), carried_to(page, page_of(waiting, "approve")), follow=True)
    assert ChangedMeanwhile().sentence in words_of(answer)
    waiting.refresh_from_db()
    assert (waiting.status, statements.available(alice.pk, today=TODAY)) == ("proposed", 30)

    decide(funding, page_of(waiting, "approve"), page="../change/")
    assert statements.debt(alice.pk) == 50


def test_a_decline_needs_words_which_its_proposer_reads(serving, funding, alice, clerk):
    waiting = proposed(alice, 120, clerk)
    assert funding.post(page_of(waiting, "decline"), {"answer": " "}).status_code == 200
    waiting.refresh_from_db()
    assert waiting.status == "proposed"
    funding.post(page_of(waiting, "decline"), {"answer": "证据不足"})
    assert "证据不足" in words_of(serving.get(page_of(waiting)))


def test_withdrawing_is_the_proposers(serving, funding, alice, clerk):
    waiting = proposed(alice, 120, clerk)
    assert funding.post(page_of(waiting, "withdraw")).status_code == 403
    serving.post(page_of(waiting, "withdraw"))
    waiting.refresh_from_db()
    assert waiting.status == "withdrawn"


@pytest.mark.parametrize(
    "wrong",
    [
        {"citizen": "nobody"},
        {"direction": "keep"},
        {"credits": "0"},
        {"credits": "-5"},
        {"credits": "1.5"},
        {"credits": "501"},
        {"budget": "900900"},
        {"reason": "because"},
        {"words": " "},
        {"words": "x" * 301},
        {"internal_note": ""},
        {"documents": None},
        {"documents": [SimpleUploadedFile("x.pdf", b"MZ")]},
        {"documents": [SimpleUploadedFile("x.pdf", b"")]},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(serving, alice, wrong):
    answer = serving.post(PROPOSE, entered(alice, **wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Adjustment.objects.exists()


def test_files_that_are_too_large_together_are_not_kept(serving, alice, settings):
    settings.ADJUSTMENT_MAX_BYTES = 1024
    answer = serving.post(PROPOSE, entered(alice, documents=[SimpleUploadedFile("x.pdf", PDF + b" " * 4096)]))
    assert "合计超过" in words_of(answer)
    assert not Adjustment.objects.exists()


def test_who_has_neither_right_sees_and_does_nothing_of_it(alice, clerk):
    waiting = proposed(alice, 120, clerk)
    [attachment] = waiting.attachments.all()
    document = document_of(attachment)
    for browser in (browser_of(official("drafter", "规则起草 · Rule drafting")), browser_of(alice)):
        for address in (LIST, PROPOSE, page_of(waiting), document):
            assert browser.get(address).status_code == 403
        for deed in ("submit", "withdraw", "approve", "decline"):
            assert browser.post(page_of(waiting, deed), {"answer": "x", "edition": "x"}).status_code == 403
    assert Client().get(document).status_code == 302
    auditor = browser_of(official("auditor", "审计 · Audit"))
    assert auditor.get(page_of(waiting)).status_code == 200
    assert auditor.post(page_of(waiting, "approve"), {"edition": "x"}).status_code == 403


def test_a_document_is_a_download_of_no_origin(serving, funding, alice, clerk):
    waiting, other = proposed(alice, 120, clerk), drafted(alice, 1, clerk)
    [attachment] = waiting.attachments.all()
    answer = funding.get(document_of(attachment))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in answer["Cache-Control"]

    draft = document_of(other.attachments.get())
    assert (serving.get(draft).status_code, funding.get(draft).status_code) == (200, 404)


def test_the_worklist_counts_what_its_list_shows(serving, funding, alice, bob, clerk, controller):
    proposed(alice, 120, clerk)
    drafted(bob, 10, clerk)
    controller.groups.add(Group.objects.get(name=SERVING))
    proposed(bob, 5, controller)

    assert "待审批的积分调整" in words_of(funding.get("/admin/"))
    assert "待审批的积分调整" not in words_of(serving.get("/admin/"))
    listed = words_of(funding.get(f"{LIST}?state=for_me"))
    assert (alice.public_id in listed, bob.public_id in listed) == (True, False)


def test_the_list_is_searched_and_taken_away(funding, alice, bob, clerk, controller):
    given = approved(proposed(alice, 120, clerk), controller)
    proposed(bob, -5, clerk)
    assert bob.public_id not in words_of(funding.get(f"{LIST}?q={alice.public_id.upper()}"))
    assert given.public_id in words_of(funding.get(f"{LIST}?q={given.public_id}"))
    assert given.public_id in words_of(funding.post("/admin/find/", {"wanted": given.public_id}))
    for form in ("csv", "xlsx"):
        answer = funding.post("/admin/export/", {"list": "credits.adjustment", "form": form})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        rows = (
            list(csv.reader(StringIO(body.decode("utf-8-sig"))))
            if form == "csv"
            else [list(row) for row in load_workbook(BytesIO(body)).active.iter_rows(values_only=True)]
        )
        assert len(rows) == 3
        assert "已批准并入账" in rows[2]


def test_the_trail_tells_who_did_what_with_values(funding, alice, clerk, desk):
    adjustment = approved(proposed(alice, -20, clerk), desk)
    told = words_of(browser_of(desk).get(page_of(adjustment, "history")))
    for words in ("批准并入账", "提交", "-20", "系统故障造成您的积分有误，现予更正。"):
        assert words in told


def test_the_books_lead_from_a_transfer_to_its_adjustment(funding, alice, clerk, controller, time_machine):
    given = approved(proposed(alice, 120, clerk), controller)
    day = TODAY.isoformat()
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    page = funding.get(f"/admin/books/transfers/?since={day}&until={day}&kind=adjust").content.decode()
    assert page_of(given) in page


# Its citizen


def test_the_citizen_reads_how_much_and_why_and_nobody_else_does(alice, bob, clerk, controller):
    given = approved(proposed(alice, 120, clerk), controller)
    waiting = proposed(alice, -20, clerk)
    page = words_of(browser_of(alice).get(f"/adjustments/{given.public_id}/"))
    for words in ("增加 120 积分", "系统故障造成您的积分有误，现予更正。", "11 月 20 日的步数少计了。"):
        assert words in page
    assert "工单 42" not in page
    assert browser_of(bob).get(f"/adjustments/{given.public_id}/").status_code == 404
    assert browser_of(alice).get(f"/adjustments/{waiting.public_id}/").status_code == 404
    statement = browser_of(alice).get("/statement/").content.decode()
    assert f"/adjustments/{given.public_id}/" in statement
    assert "调整 · 系统故障造成您的积分有误，现予更正。" in statement
    whole = b"".join(browser_of(alice).get("/statement/file/").streaming_content).decode()
    assert "系统故障造成您的积分有误，现予更正。" in whole


def test_what_was_taken_is_appealed_and_a_third_person_gives_it_back(alice, clerk, controller, desk):
    give(alice, 30)
    taken = approved(proposed(alice, -80, clerk), controller)
    citizen = browser_of(alice)
    way = f"/appeals/adjusted/{taken.public_id}/"
    assert way in citizen.get(f"/adjustments/{taken.public_id}/").content.decode()
    assert "扣减 80 积分" in words_of(citizen.get(way))
    assert citizen.post(way, {"words": "我没有多得"}).status_code == 302
    appeal = Appeal.objects.get()

    item = f"/desk/review/appeal/{appeal.public_id}/"
    for member in (clerk, controller):
        member.groups.add(Group.objects.get(name="审核 · Reviewer"))
        browser_of(member).get(item)
        browser_of(member).post(f"{item}accept/", {"edition": "x"})
    appeal.refresh_from_db()
    assert appeal.decided_by is None

    third = browser_of(official("third", "审核 · Reviewer"))
    shown = words_of(third.get(item))
    assert "我没有多得" in shown
    assert "80 积分" in shown
    decide(third, f"{item}accept/", page="../")
    taken.refresh_from_db()
    assert (taken.undone_by.username, statements.available(alice.pk, today=TODAY), statements.debt(alice.pk)) == (
        "third",
        30,
        0,
    )
    assert "已退还给您" in words_of(citizen.get(f"/adjustments/{taken.public_id}/"))
    assert found() == []


def test_what_was_given_is_not_appealed(alice, clerk, controller):
    given = approved(proposed(alice, 120, clerk), controller)
    assert not appealing.may_appeal(ADJUSTED, given, NOW)
    assert browser_of(alice).get(f"/appeals/adjusted/{given.public_id}/").status_code == 404
    assert budgets.remaining("citizens") == 10_000_000 - 120
