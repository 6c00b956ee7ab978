"""A list is taken away as it is shown: the same rows, columns and rights, however long; and it is written down."""

import csv
import io
import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.contrib import admin
from django.test import Client
from openpyxl import load_workbook

from accounts.deeds.noting import note
from accounts.models import Deed, DeedKind, User
from desk import export_page, exporting, timeline
from merchants.models import Merchant, MerchantStatus, Redemption, RedemptionStatus
from tests.conftest import NOW
from tests.desk import full_desk
from tests.desk.test_timeline import as_role
from tests.merchants.conftest import give, make_merchant, make_offer, text, voucher_of

pytestmark = pytest.mark.django_db

EXPORT = "/admin/export/"
MERCHANTS = {"list": "merchants.merchant", "form": "csv"}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


def merchants(number: int, status=MerchantStatus.APPROVED) -> None:
    Merchant.objects.bulk_create(
        Merchant(name=text(f"茶舍 {place}"), status=status, status_at=NOW - timedelta(minutes=place))
        for place in range(number)
    )


def rows_of(answer) -> list[list[str]]:
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_every_row_of_every_page_is_in_it_once_and_reads_as_in_the_list(at_desk, monkeypatch):
    monkeypatch.setattr(exporting, "PIECE", 7)
    merchants(60)
    merchants(3, MerchantStatus.APPLIED)

    header, *rows = rows_of(at_desk.post(EXPORT, MERCHANTS))

    assert header == ["名称", "状态", "状态起于"]
    assert len(rows) == 63
    assert len({row[0] + row[2] for row in rows}) == 60
    assert rows[0] == ["茶舍 2", "待审核", "2026-11-23 11:58:00"]
    assert rows[-1] == ["茶舍 0", "已通过", "2026-11-23 12:00:00"]


def test_choices_and_states_read_as_words(at_desk, alice):
    give(alice, 100)
    Redemption.objects.filter(pk=voucher_of(alice, make_offer(make_merchant("茶舍"))).pk).update(
        status=RedemptionStatus.RETURNED, released_at=NOW
    )

    listed = at_desk.get("/admin/merchants/redemption/").content.decode()
    _header, *vouchers = rows_of(at_desk.post(EXPORT, {"list": "merchants.redemption", "form": "csv"}))
    _header, *offers = rows_of(at_desk.post(EXPORT, {"list": "merchants.offer", "form": "csv"}))

    assert [row[3] for row in vouchers] == ["已退回"]
    assert "已退回" in re.findall(r">\s*([^<>]+?)\s*<", listed)
    assert "returned" not in re.findall(r">\s*([^<>]+?)\s*<", listed)
    assert [row[2] for row in offers] == ["实物"]


def test_line_of_time_is_taken_away_by_its_own_question(at_desk, desk, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 3)
    others = User.objects.create(username="other", is_staff=True)
    for number in range(8):
        by = desk if number % 2 else others
        note(DeedKind.STOCKED, by=by, now=NOW + timedelta(minutes=number), facts={"a_day": number + 1})

    header, *rows = rows_of(at_desk.post(f"{EXPORT}?kind=deed.stocked&who=desk", {"list": "trail", "form": "csv"}))

    assert header == ["时间", "操作人", "操作", "对象", "类型", "改动"]
    assert [(row[0], row[1], row[5]) for row in rows] == [
        (f"2026-11-23 12:0{number}:00", "desk", f"每天份数: {number + 1}") for number in (7, 5, 3, 1)
    ]
    [deed] = Deed.objects.filter(kind=DeedKind.TOOK)
    assert deed.facts == {"list": "trail", "filter": "kind=deed.stocked&who=desk", "form": "csv", "rows": 4}
    sheet = at_desk.post(f"{EXPORT}?kind=deed.stocked&who=desk", {"list": "trail", "form": "xlsx"})
    assert load_workbook(io.BytesIO(b"".join(sheet.streaming_content))).active.max_row == 5
    assert at_desk.post(f"{EXPORT}?kind=odd", {"list": "trail", "form": "csv"}).status_code == HTTPStatus.NOT_FOUND
    quiz = as_role("题库编写 · Quiz questions").post(f"{EXPORT}?who=desk", {"list": "trail", "form": "csv"})
    assert rows_of(quiz) == [header]


def test_filter_of_the_list_is_that_of_the_file(at_desk):
    merchants(2)
    merchants(1, MerchantStatus.SUSPENDED)

    _header, *rows = rows_of(at_desk.post(f"{EXPORT}?status__exact=suspended", MERCHANTS))

    assert [row[1] for row in rows] == ["已暂停"]


def test_who_took_what_is_written_down(at_desk, desk):
    merchants(2)
    merchants(1, MerchantStatus.SUSPENDED)

    at_desk.post(f"{EXPORT}?status__exact=approved", MERCHANTS)

    [deed] = Deed.objects.filter(kind=DeedKind.TOOK)
    assert (deed.by_id, deed.at) == (desk.pk, NOW)
    assert deed.facts == {
        "list": "merchants.merchant",
        "filter": "status__exact=approved",
        "form": "csv",
        "rows": 2,
    }


def test_what_was_searched_for_is_not_kept(at_desk, desk):
    answer = at_desk.post(f"{EXPORT}?q={desk.username}", {"list": "accounts.user", "form": "csv"})

    assert len(rows_of(answer)) == 2
    assert Deed.objects.get(kind=DeedKind.TOOK).facts["filter"] == "q=*"


def test_spreadsheet_holds_the_same_and_runs_nothing(at_desk):
    Merchant.objects.create(name=text("=1+1"), status=MerchantStatus.APPROVED, status_at=NOW)
    Merchant.objects.create(name=text("茶\x0b舍"), status=MerchantStatus.APPROVED, status_at=NOW)

    answer = at_desk.post(EXPORT, {**MERCHANTS, "form": "xlsx"})

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["名称", "状态", "状态起于"],
        ["茶舍", "已通过", "2026-11-23 12:00:00"],
        ["'=1+1", "已通过", "2026-11-23 12:00:00"],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert answer["Content-Disposition"] == 'attachment; filename="merchant-2026-11-23.xlsx"'


def test_list_too_long_for_a_sheet_is_taken_as_csv_alone(at_desk, monkeypatch):
    monkeypatch.setattr(export_page, "MOST_OF_A_SHEET", 2)
    merchants(3)

    answer = at_desk.post(EXPORT, {**MERCHANTS, "form": "xlsx"}, follow=True)

    assert "此列表超过 2 行" in answer.content.decode()
    assert not Deed.objects.filter(kind=DeedKind.TOOK).exists()
    assert len(rows_of(at_desk.post(EXPORT, MERCHANTS))) == 4


def test_nobody_takes_what_they_may_not_look_at(db):
    merchants(1)
    browser = as_role("题库编写 · Quiz questions")

    assert browser.post(EXPORT, MERCHANTS).status_code == HTTPStatus.FORBIDDEN
    assert not Deed.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"list": "x", "form": "csv"},
        {"list": "auth.permission", "form": "csv"},
        {"list": "a.b.c", "form": "csv"},
        {"list": "merchants.merchant"},
        {"list": "merchants.merchant", "form": "exe"},
    ],
)
def test_what_is_no_list_is_not_found(at_desk, sent):
    assert at_desk.post(EXPORT, sent).status_code == HTTPStatus.NOT_FOUND


def test_filter_that_cannot_be_read_gives_no_file_of_everything(at_desk):
    merchants(1)

    assert at_desk.post(f"{EXPORT}?nonsense=1", MERCHANTS).status_code == HTTPStatus.FOUND
    assert not Deed.objects.exists()


def test_list_is_asked_for_by_its_button_alone(at_desk):
    assert at_desk.get(EXPORT).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_every_list_of_the_desk_is_taken_away_as_its_page_shows_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    full_desk.begin(tmp_path)
    browser = Client()
    browser.force_login(User.objects.get(username="desk"), "django.contrib.auth.backends.ModelBackend")

    for model in admin.site._registry:
        page = browser.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        answer = browser.post(EXPORT, {"list": model._meta.label_lower, "form": "csv"})
        header, *rows = rows_of(answer)
        assert len(rows) >= len({row.pk for row in page.context["cl"].result_list}), model
        assert {len(row) for row in rows} == {len(header)}, model
        assert 'name="form" value="xlsx"' in page.content.decode(), model
