"""Why something is refused is worded at the desk: codes stay, words, order and what is offered change."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.utils import translation

from accounts.inbox import reading as inbox
from accounts.models import Notice
from accounts.standing import freezing
from accounts.standing.forms import FreezeForm
from accounts.standing.words import REASONS as FREEZE_REASONS
from activities.reviewables import all_kinds
from channels.photo_reports import reviewing
from channels.photo_reports.words import REASONS
from review import deciding
from review.forms import RefusalForm
from review.refusals import ReasonMissing
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW
from tests.desk.test_calendars import confirm, entered
from tests.lists.test_editions import browser, official
from tests.review.conftest import make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

A_MINUTE = timedelta(minutes=1)
ADD = f"/admin/lists/edition/add/?list={REASONS.code}"


@pytest.fixture(autouse=True)
def _noon(time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def drafter(db):
    return browser(official("drafter", "add_edition"))


@pytest.fixture
def checker(db):
    return browser(official("checker", "confirm_edition"))


def worded(drafter, checker, code: str = REASONS.code, **changed) -> None:
    """Another edition: what the form begins with, but for what is changed; `None` is left out."""
    told = {**drafter.get("/admin/lists/edition/add/", {"list": code}).context["form"].initial, **changed}
    sent = {name: value for name, value in told.items() if value is not None and value is not False}
    confirm(checker, entered(drafter, code, sent))


def offered() -> list[str]:
    return [code for code, _words in RefusalForm(kind=all_kinds()["photo"]).fields["reason"].choices]


def test_form_that_changes_nothing_says_what_the_program_said(drafter, checker):
    before = dict(REASONS)

    worded(drafter, checker)

    assert dict(REASONS) == before == REASONS.begun


def test_new_words_are_read_by_whoever_is_refused_from_then_on(drafter, checker, alice, time_machine):
    lin, photos = make_reviewer("lin", "decide_photoreport"), all_kinds()["photo"]
    earlier = reviewing.refuse(report=report(alice), reason="unclear", note="", by=lin, now=NOW)
    time_machine.move_to(NOW + A_MINUTE, tick=False)
    worded(drafter, checker, zh_1="照片模糊，请走近再拍。", en_1="Blurred: please go closer.")
    sent = report(alice, 2, place=None)
    later = reviewing.refuse(report=sent, reason="unclear", note="", by=lin, now=NOW + 2 * A_MINUTE)

    then, now = REASONS.begun["unclear"]["zh-hans"], "照片模糊，请走近再拍。"
    assert [photos.reason_in_words(row) for row in (earlier, later)] == [then, now]
    assert [row.reason_in_words for row in (earlier, later)] == [then, now]
    told = [inbox.line(notice).sentence for notice in Notice.objects.of(alice.pk).order_by("told_at")]
    assert [then in told[0], now in told[1], then in told[1]] == [True, True, False]
    assert dict(RefusalForm(kind=photos).fields["reason"].choices)["unclear"] == now
    trail = admin.site._registry[apps.get_model("photo_reports.PhotoReportEvent")].dated["reason"]
    assert [trail("unclear", moment) for moment in (NOW, NOW + 2 * A_MINUTE)] == [then, now]


def test_reason_of_a_freeze_is_worded_at_the_desk_and_keeps_the_words_of_its_time(
    drafter, checker, alice, bob, time_machine
):
    lin = make_reviewer("lin", "decide_photoreport")
    facts = {"earning": True, "spending": False, "reason": "misuse_of_vouchers", "note": "", "by": lin}
    earlier = freezing.freeze(citizen=alice, ends_at=NOW + 60 * A_MINUTE, now=NOW, **facts)
    time_machine.move_to(NOW + A_MINUTE, tick=False)
    place = list(FREEZE_REASONS).index("misuse_of_vouchers") + 1

    worded(drafter, checker, FREEZE_REASONS.code, **{f"zh_{place}": "用券异常，正在核实。"})
    later = freezing.freeze(citizen=bob, ends_at=NOW + 60 * A_MINUTE, now=NOW + 2 * A_MINUTE, **facts)

    assert earlier.reason_in_words == FREEZE_REASONS.begun["misuse_of_vouchers"]["zh-hans"]
    assert later.reason_in_words == "用券异常，正在核实。"
    assert dict(FreezeForm(now=NOW).fields["reason"].choices)["misuse_of_vouchers"] == "用券异常，正在核实。"


def test_reason_that_came_later_has_words_for_a_row_of_before(drafter, checker):
    worded(drafter, checker, code_7="too_dark", zh_7="照片太暗。", en_7="Too dark.", offered_7="on")

    assert REASONS.at("too_dark", NOW - A_MINUTE)["zh-hans"] == "照片太暗。"
    with pytest.raises(KeyError):
        REASONS.at("never", NOW)


def test_what_is_no_longer_offered_refuses_nothing_and_keeps_its_words(drafter, checker, alice):
    lin = make_reviewer("lin", "decide_photoreport")
    first, second = report(alice), report(alice, 2, place=None)
    first = reviewing.refuse(report=first, reason="unclear", note="", by=lin, now=NOW)

    worded(drafter, checker, offered_1=None)

    assert offered() == ["off_topic", "no_place", "known", "private", "not_real"]
    assert all_kinds()["photo"].reason_in_words(first) == REASONS.begun["unclear"]["zh-hans"]
    with pytest.raises(ReasonMissing):
        deciding.refuse(kind=all_kinds()["photo"], row=second, reason="unclear", note="", by=lin, now=NOW)
    second.refresh_from_db()
    assert second.status == "received"


def test_another_reason_is_offered_in_its_place_and_can_be_given(drafter, checker, alice):
    lin = make_reviewer("lin", "decide_photoreport")
    sent = report(alice)

    worded(
        drafter,
        checker,
        code_7="too_dark",
        zh_7="照片太暗。",
        en_7="The photo is too dark.",
        place_7="1",
        offered_7="on",
    )
    deciding.refuse(kind=all_kinds()["photo"], row=sent, reason="too_dark", note="", by=lin, now=NOW)

    assert offered()[:3] == ["unclear", "too_dark", "off_topic"]
    sent.refresh_from_db()
    assert (sent.reason, all_kinds()["photo"].reason_in_words(sent)) == ("too_dark", "照片太暗。")


def test_code_that_is_there_cannot_be_called_otherwise(drafter, checker):
    worded(drafter, checker, code_1="other")

    assert next(iter(REASONS)) == "unclear"
    assert "other" not in REASONS


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"en_1": ""}, "zh_1", "每一条都要有代码和中英文文字。"),
        ({"zh_7": "照片太暗。"}, "zh_7", "每一条都要有代码和中英文文字。"),
        ({"code_7": "known", "zh_7": "字", "en_7": "w"}, "code_7", "这个代码出现了两次。"),
        ({f"offered_{number}": "" for number in range(1, 7)}, "offered_1", "至少要有一条可选用。"),
    ],
)
def test_what_cannot_be_offered_is_said_beside_its_field(drafter, changed, field, said):
    told = {**drafter.get(ADD).context["form"].initial, **changed}

    answer = drafter.post(ADD, {name: value for name, value in told.items() if value is not False and value != ""})

    assert said in answer.context["form"].errors[field]
    assert dict(REASONS) == REASONS.begun
