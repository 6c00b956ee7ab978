"""Pages of events: what each side sees and does, what everybody reads, and the quick look."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.city_time import city_day
from projects.events import retiring, verifying
from projects.events.drafting import begin, call_off, revise, say
from projects.events.publishing import publish_plan
from projects.models import Event, EventStatus, Order, Part, Phase
from projects.registry import ordering
from tests.conftest import make_citizen
from tests.projects.conftest import nothing_found, seat
from tests.projects.events.conftest import AFTER, BEFORE, FACTS, MORE, TONNES, measured, ordered, planned
from tests.second_factors import browser_of_leader

pytestmark = pytest.mark.django_db
HEAD = "电表编号,起始日期,截止日期,用电量 [千瓦时],数据来源"


@pytest.fixture
def at_leader(leader) -> Client:
    return browser_of_leader(leader)


@pytest.fixture
def at_editor(editor) -> Client:
    return browser_of_leader(editor)


def of(name: str, event: Event, *more, organisation=None) -> str:
    return reverse(f"projects:{name}", args=[(organisation or event.owner).public_id, event.public_id, *more])


def page(client: Client, at: str) -> str:
    answer = client.get(at)
    assert answer.status_code == 200, (at, answer.status_code)
    return answer.content.decode()


def posted(client: Client, at: str, **said) -> str:
    answer = client.post(at, said, follow=True)
    assert answer.status_code == 200, at
    return answer.content.decode()


def facts(**more) -> dict[str, str]:
    return {"name": "绿色论坛", "name_en": "Green Forum", "kind": "meeting", "venue": "世纪城", "district": "gaoxin",
            "starts_on": "2027-12-07", "ends_on": "2027-12-08", "people": "500"} | more  # fmt: skip


def test_an_event_is_begun_written_and_its_plan_published(at_leader, organiser, units):
    at = reverse("projects:begin_event", args=[organiser.public_id])
    assert "活动名称" in page(at_leader, at)
    posted(at_leader, at, **facts(ends_on="2027-12-01"))
    assert not Event.objects.exists()
    posted(at_leader, at, **facts())
    event = Event.objects.get()

    line = {"source": "北京来宾", "starts_on": "2027-12-07", "ends_on": "2027-12-08", "kind": "rail", "people": "40",
            "distance": "1770"}  # fmt: skip
    assert "排放源" in page(at_leader, of("event", event))
    posted(at_leader, of("event_lines", event, "travel"), **line)
    assert "2,158" in page(at_leader, of("event", event))
    posted(at_leader, of("event_measures", event), measures="使用绿电", people="500")
    assert "2,158" in page(at_leader, of("publish_event", event))
    # Nothing but what was shown is published.
    posted(at_leader, of("publish_event", event), shown="1")
    event.refresh_from_db()
    assert event.status == EventStatus.DRAFT
    posted(at_leader, of("publish_event", event), shown="2158")

    event.refresh_from_db()
    assert event.status == EventStatus.PLANNED
    shown = page(Client(), reverse("projects:public_event", args=[event.public_id]))
    assert "这只是方案" in shown
    assert "使用绿电" in shown
    assert Client().get(reverse("projects:event_certificate", args=[event.public_id])).status_code == 404
    nothing_found()


def test_every_page_of_an_event_opens(at_leader, at_editor, organiser, leader, editor, units):
    event = planned(organiser, leader)
    revise(event=event, by=leader, now=BEFORE)
    for name in ("event", "event_measures", "event_factors", "event_documents", "event_file"):
        page(at_editor, of(name, event))
    assert at_editor.get(of("event_template", event)).status_code == 200
    for code in ("travel", "power", "waste"):
        page(at_editor, of("event_lines", event, code))
        assert at_editor.get(of("event_table_template", event, code)).status_code == 200
    page(at_leader, of("publish_event", event))
    page(at_leader, of("call_off_event", event))
    page(at_leader, reverse("projects:events", args=[organiser.public_id]))
    assert "碳中和活动" in page(at_leader, reverse("projects:room", args=[organiser.public_id]))


def test_factors_of_ones_own_need_their_document(at_leader, organiser, leader):
    event = planned(organiser, leader)
    revise(event=event, by=leader, now=BEFORE)

    assert "请写明依据" in posted(at_leader, of("event_factors", event), **{"meal.value": "1.2"})
    posted(at_leader, of("event_factors", event), **{"meal.value": "1.2", "meal.document": "餐饮核算 2026"})

    given = event.versions.get(frozen_at=None).parameters["given"]
    assert (Decimal(given["meal"]["value"]), given["meal"]["document"]) == (Decimal("1.2"), "餐饮核算 2026")


def test_actuals_out_of_a_file_are_retired_by_two_and_certified(at_leader, at_editor, organiser, leader, units):
    today = city_day(timezone.now())
    days = {"starts_on": today - timedelta(days=3), "ends_on": today - timedelta(days=2)}
    event = planned(organiser, leader, facts=FACTS._replace(**days), now=timezone.now() - timedelta(days=9))
    assert "填报实际排放" in page(at_leader, of("event", event))
    posted(at_leader, of("revise_event", event))
    row = f"M-1,{days['starts_on']},{days['ends_on']},9000,实测（仪表、票据、登记）"
    wrong, right = (
        SimpleUploadedFile("a.csv", f"{HEAD}\n{body}\n".encode()) for body in (row.replace("9000", "多"), row)
    )
    assert "文件中需更正之处" in posted(at_leader, of("event_file", event), file=wrong, table="power")
    posted(at_leader, of("event_file", event), file=right, table="power")
    shown = event.versions.get(phase=Phase.ACTUAL).kilograms
    assert shown == 4383
    posted(at_leader, of("publish_event", event), shown=str(shown), verifier="")

    first = units.numbers.lower
    assert "5" in page(at_editor, of("event_blocks", event))
    at = of("retire_for_event", event, first)
    page(at_editor, at)
    foreseen = posted(at_editor, at, tonnes="5")
    assert f"-{first}-{first + 4}" in foreseen
    posted(at_editor, at, tonnes="5", first=str(first), last=str(first + 4))
    order = Order.objects.get()
    assert (order.for_event.event, order.beneficiary) == (event, "绿色发展论坛")
    posted(at_leader, of("certify_event", event))
    event.refresh_from_db()
    assert event.status == EventStatus.MEASURED
    posted(at_leader, reverse("projects:release_order", args=[organiser.public_id, order.public_id]))
    posted(at_leader, of("certify_event", event))

    event.refresh_from_db()
    assert event.status == EventStatus.NEUTRAL
    anybody = Client()
    public = page(anybody, reverse("projects:public_event", args=[event.public_id]))
    assert "证书有效" in public
    assert "4,383" in public
    assert "未经第三方核查" in public
    assert "已实现碳中和" in page(anybody, reverse("projects:event_certificate", args=[event.public_id]))
    pdf = anybody.get(reverse("projects:event_certificate_pdf", args=[event.public_id]))
    assert pdf.content.startswith(b"%PDF")
    assert event.name["zh-hans"] in page(anybody, reverse("projects:public_events") + "?status=neutral")
    assert event.name["zh-hans"] not in page(anybody, reverse("projects:public_events") + "?status=planned")
    nothing_found()


def test_who_orders_more_than_is_missing_is_told_so(at_editor, organiser, leader, editor, units):
    event, first = measured(planned(organiser, leader), leader), units.numbers.lower
    at = of("retire_for_event", event, first)
    assert "会一并消纳" not in posted(at_editor, at, tonnes=str(TONNES))
    assert f"还只差 {TONNES} 吨" in posted(at_editor, at, tonnes=str(TONNES + 1))
    ordered(event, units, TONNES, editor)

    assert "已足够" in page(at_editor, of("event_blocks", event))
    assert "已足够" in posted(at_editor, at, tonnes="1")


def test_a_withdrawn_certificate_says_so_at_its_own_address(neutral, leader):
    measured(neutral, leader, MORE)

    shown = page(Client(), reverse("projects:event_certificate", args=[neutral.public_id]))
    assert "证书已撤回：现应消纳 4 吨，已消纳 3 吨" in shown
    assert "因排放更正" in page(Client(), reverse("projects:public_event", args=[neutral.public_id]))


def test_strangers_find_nothing_of_the_room(neutral, forest, verifier):
    stranger = browser_of_leader(seat(forest, Part.OWNER))
    names = (
        "event",
        "event_facts",
        "event_measures",
        "event_factors",
        "event_documents",
        "publish_event",
        "event_blocks",
    )
    for name in names:
        assert stranger.get(of(name, neutral)).status_code == 404
        assert stranger.get(of(name, neutral, organisation=forest)).status_code == 404
    for name in ("certify_event", "revise_event"):
        assert stranger.post(of(name, neutral, organisation=forest)).status_code == 404


def test_a_draft_is_nobody_elses(organiser, leader):
    event = begin(owner=organiser, facts=FACTS, by=leader, now=BEFORE)

    assert Client().get(reverse("projects:public_event", args=[event.public_id])).status_code == 404
    assert "绿色发展论坛" not in page(Client(), reverse("projects:public_events"))


def test_the_verifier_reads_and_judges(organiser, leader, editor, units, verifier, auditor):
    event = measured(planned(organiser, leader), leader, verifier=verifier)
    at_verifier = browser_of_leader(auditor)

    assert "核查排放" in page(at_verifier, of("event", event, organisation=verifier))
    assert "请核查实际排放" in page(at_verifier, reverse("projects:room", args=[verifier.public_id]))
    posted(at_verifier, of("judge_event", event, organisation=verifier), is_right="yes", words="已抽查票据")

    assert event.steps.filter(kind="checked").exists()
    assert at_verifier.get(of("event_measures", event, organisation=verifier)).status_code == 404
    assert "已确认排放属实" in page(Client(), reverse("projects:public_event", args=[event.public_id]))


def test_an_editor_does_not_publish(at_editor, organiser, leader, editor):
    event = planned(organiser, leader)
    revise(event=event, by=editor, now=BEFORE)

    assert at_editor.get(of("publish_event", event)).status_code == 404
    assert at_editor.post(of("certify_event", event)).status_code == 404


def test_hidden_words_leave_their_reason(organiser, leader):
    event = planned(organiser, leader)
    revise(event=event, by=leader, now=BEFORE)
    version = say(event=event, measures="骂人的话", people=500, by=leader)
    publish_plan(event=event, by=leader, now=BEFORE)
    verifying.hide_words(version=version, reason="用语不当", by=make_citizen(), now=AFTER)

    shown = page(Client(), reverse("projects:public_event", args=[event.public_id]))
    assert "骂人的话" not in shown
    assert "用语不当" in shown


def test_a_hidden_name_stands_on_no_page_that_everybody_reads(neutral, desk, client):
    event, clerk = neutral, client
    clerk.force_login(desk)
    at_desk = reverse("admin:projects_event_change", args=[event.pk])
    assert "隐藏名称和地点" in page(clerk, at_desk)
    posted(clerk, reverse("admin:projects_event_hide", args=[event.pk]), **{"name-words": "辱骂他人"})

    anybody = Client()
    for name in ("public_event", "event_certificate"):
        shown = page(anybody, reverse(f"projects:{name}", args=[event.public_id]))
        assert FACTS.name["zh-hans"] not in shown
        assert FACTS.venue not in shown
        assert "名称已隐藏的活动" in shown
    assert FACTS.name["zh-hans"] not in page(anybody, reverse("projects:public_events"))
    assert "辱骂他人" in page(anybody, reverse("projects:public_event", args=[event.public_id]))
    assert FACTS.name["zh-hans"] in page(clerk, at_desk)


def test_what_a_verifier_says_is_hidden_with_its_version(organiser, leader, verifier, auditor, clerks):
    event = measured(planned(organiser, leader), leader, verifier=verifier)
    verifying.judge(event=event, is_right=False, words="胡说八道", by=auditor, now=AFTER)
    at = reverse("projects:public_event", args=[event.public_id])
    assert "胡说八道" in page(Client(), at)
    version = event.versions.get(phase=Phase.ACTUAL)
    verifying.hide_words(version=version, reason="用语不当", by=clerks[0], now=AFTER)

    shown = page(Client(), at)
    assert "胡说八道" not in shown
    assert "用语不当" in shown


def test_a_plan_says_what_is_expected_and_one_called_off_asks_for_nothing(organiser, leader):
    event = planned(organiser, leader)
    at = reverse("projects:public_event", args=[event.public_id])
    shown = page(Client(), at)
    assert "预计排放" in shown
    assert "预计应消纳" in shown
    assert "<h2>活动排放</h2>" not in "".join(shown.split())
    call_off(event=event, words="", by=leader, now=BEFORE)
    shown = page(Client(), at)
    assert "预计排放" in shown
    assert "应消纳" not in shown


def test_what_was_emitted_is_no_expectation(organiser, leader):
    event = measured(planned(organiser, leader), leader)
    shown = page(Client(), reverse("projects:public_event", args=[event.public_id]))

    assert "<h2>活动排放</h2>" in "".join(shown.split())
    assert "预计" not in shown


def test_the_room_says_whose_turn_it_is(at_leader, organiser, leader, editor, units):
    event = measured(planned(organiser, leader), leader)
    room = reverse("projects:room", args=[organiser.public_id])

    assert "还需在" in page(at_leader, room)
    order = ordered(event, units, TONNES, editor)
    assert "还需在" not in page(at_leader, room)
    ordering.release(order=order, by=leader, now=AFTER)
    assert "可宣布碳中和" in page(at_leader, room)
    retiring.certify(event=event, by=leader, now=AFTER)
    assert "可宣布碳中和" not in page(at_leader, room)


def test_a_quick_look_needs_no_account_and_keeps_nothing():
    at = reverse("projects:event_estimate")
    said = {"people": "500", "share_rail": "20", "far_km": "1770", "share_metro": "50", "near_km": "12"}
    said |= {"nights": "100", "power": "2000"}

    assert "不保存任何内容" in page(Client(), at)
    # 200 × 1,770 × 0.03048 + 500 × 12 × 0.06136364 + 100 × 53.5 + 2,000 × 0.2472 = 17,002.502
    assert "17,003 千克" in posted_as_get(at, said)
    assert "请至少填写一项排放" in posted_as_get(at, {"people": "500"})
    assert "千克 CO₂e</p>" not in posted_as_get(at, {"people": "-1", "power": "5"})
    assert not Event.objects.exists()


def posted_as_get(at: str, said: dict[str, str]) -> str:
    answer = Client().get(at, said)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"share_rail": "50"}, "请填写距离"),
        ({"share_car": "50", "far_km": "9"}, "请填写距离"),
        ({"share_rail": "100", "share_flight_domestic": "100", "far_km": "1000"}, "超过总人数"),
        ({"share_metro": "60", "share_coach": "60", "share_car": "60", "near_km": "9"}, "超过总人数"),
        ({"meals": "300"}, "未计入餐食"),
    ],
)
def test_nothing_is_left_out_of_a_quick_look_without_a_word(said, words):
    shown = posted_as_get(reverse("projects:event_estimate"), {"people": "100"} | said)

    assert words in shown
    assert "千克 CO₂e</p>" not in shown


def test_who_comes_by_train_may_go_on_by_metro_and_meals_are_said_to_be_left_out():
    at, said = reverse("projects:event_estimate"), {"people": "100", "far_km": "1000", "near_km": "10", "meals": "300"}
    shown = posted_as_get(at, said | {"share_rail": "100", "share_metro": "100"})

    assert "千克 CO₂e</p>" in shown
    assert "未计入餐食" in shown
    assert "未计入餐食" not in posted_as_get(at, said | {"share_rail": "100", "share_metro": "100", "meal": "1.2"})


def test_no_more_than_everybody_comes_by_one_way():
    shown = posted_as_get(reverse("projects:event_estimate"), {"people": "10", "share_metro": "101", "near_km": "5"})

    assert "field-wrong" in shown
    assert "活动排放" not in shown
