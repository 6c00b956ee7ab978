"""On the desk a rule is copied, edited as a form, checked against the one in force, published and withdrawn."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import InternalError, transaction
from django.test import Client

from accounts.models import User
from activities.models import Assessment
from activities.ways_in import doors_of
from common.editions import edition_of
from credits import budgets
from desk import rule_check
from desk.rule_form import DraftForm
from scenarios import publishing
from scenarios.drafting import document_with, numbers_of
from scenarios.models import RuleVersion
from scenarios.rulebook import RuleBook
from tests import rules
from tests.conftest import NOW, record, score_everything, walk
from tests.desk_pages import carried, confirmed, decide

LIST = "/admin/scenarios/ruleversion/"
TOMORROW = date(2026, 11, 24)
SOURCE = {
    "standing": "official",
    "title_zh": "规则通知",
    "title_en": "Notice",
    "publisher_zh": "主管部门",
    "publisher_en": "The authority",
    "published_on": "2026-11-20",
}

WHY = {"why_zh": "按主管部门要求调整。", "why_en": "As the authority asks."}
DOUBTING = {"doubts_drawn": 0, "doubts_review_days": 3}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def current(catalogue, budget) -> RuleVersion:
    return RuleVersion.objects.get(scenario__code="walking", number=1)


@pytest.fixture
def draft(current) -> RuleVersion:
    return publishing.copy_version(current, now=NOW)


@pytest.fixture
def page(client, desk):
    client.force_login(desk)
    return client


@pytest.fixture
def colleague(db) -> Client:
    """Who may look at rules and approve them, and no more."""
    approver = rules.make_approver()
    for right in ("view_ruleversion", "approve_ruleversion"):
        approver.user_permissions.add(Permission.objects.get(codename=right))
    browser = Client()
    browser.force_login(User.objects.get(pk=approver.pk))
    return browser


def form_of(draft, **changed):
    """What the browser sends of a draft's form."""
    numbers = numbers_of(draft.document, draft.scenario.methodology)
    every = {"ways": [way.code for way in doors_of(draft.scenario.code)]}
    told = {name: value for name, value in {**numbers, **changed}.items() if value is not None and value is not False}
    return every | {name: _sent(value) for name, value in told.items()}


def _sent(value):
    return value if isinstance(value, list) else "on" if value is True else str(value)


def test_rule_goes_from_copy_to_a_new_way_of_scoring(page, colleague, current, alice, time_machine):
    answer = page.post(f"{LIST}{current.pk}/copy/")
    draft = RuleVersion.objects.get(scenario__code="walking", number=6)
    assert answer.url == f"{LIST}{draft.pk}/edit/"

    answer = decide(page, answer.url, form_of(draft, cap_grams_day=100, grams_per_credit=5, **SOURCE))
    assert answer.url == f"{LIST}{draft.pk}/publish/"

    rules.rehearse(RuleVersion.objects.get(pk=draft.pk), now=NOW)
    assert decide(colleague, f"{LIST}{draft.pk}/approve/", page="../publish/").url == answer.url

    asked = decide(page, answer.url, {"effective_from": "2026-11-24", **WHY})
    assert asked.context["day"] == TOMORROW
    assert RuleVersion.objects.get(scenario__code="walking", number=6).published_at is None

    assert (
        page.post(answer.url, {"effective_from": "2026-11-24", **WHY, "confirm": "1", **carried(asked)}).status_code
        == 302
    )
    later = NOW + timedelta(days=2)
    record(alice, walk(8000), walk(8000, days_ago=-1), now=later)
    score_everything(later)

    scored = Assessment.objects.order_by("activity__city_day").values_list("version__number", "grams", "credits")
    assert list(scored) == [(1, 160, 16), (6, 100, 20)]
    trail = apps.get_model("scenarios.RuleVersionEvent").objects.filter(pgh_obj=draft.pk).order_by("pgh_id")
    desk, approver = (User.objects.get(username=name) for name in ("desk", "approver"))
    assert [(event.pgh_label, event.pgh_context.metadata["user"]) for event in trail] == [
        ("insert", desk.pk),
        ("update", desk.pk),
        ("update", approver.pk),
        ("update", desk.pk),
    ]


def test_form_that_changes_nothing_keeps_the_document(current, draft):
    for version in (draft, RuleVersion.objects.get(scenario__code="bike-share", number=2)):
        form = DraftForm(form_of(version), draft=version)

        assert form.is_valid(), form.errors
        assert form.document == version.document


def test_changed_numbers_carry_the_authority_given_and_the_others_keep_theirs(draft):
    form = DraftForm(
        form_of(draft, cap_grams_day=400, cap_acts_day=3, days_device=30, most_grams_self_declared=90, **SOURCE),
        draft=draft,
    )

    assert form.is_valid(), form.errors
    grams, acts = form.document["caps"]
    source = {
        "title": {"zh-hans": "规则通知", "en": "Notice"},
        "publisher": {"zh-hans": "主管部门", "en": "The authority"},
        "date": "2026-11-20",
    }
    stated = {"standing": "official", "source": source}
    assert grams == {"measure": "grams", "per": "day", "value": 400, "unit": "g", **stated}
    assert acts == {"measure": "acts", "per": "day", "value": 3, "unit": "act", **stated}
    assert form.document["windows"]["device"] == {"value": 30, "unit": "day", **stated}
    assert form.document["most_grams"] == {"self_declared": {"value": 90, "unit": "g", **stated}}
    assert form.document["bounds"] == draft.document["bounds"]
    assert form.document["grams_per_credit"] == draft.document["grams_per_credit"]


def test_what_rides_take_off_steps_is_changed_like_any_number(draft):
    newest = RuleVersion.objects.get(scenario__code="walking", number=5)
    draft.document = newest.document
    kept, fewer, none = (
        DraftForm(form_of(draft, **changed), draft=draft)
        for changed in ({}, {"steps_per_riding_minute": 45, **SOURCE}, {"steps_per_riding_minute": None})
    )

    assert kept.is_valid()
    assert fewer.is_valid()
    assert none.is_valid()
    assert kept.document == newest.document
    assert fewer.document["steps_per_riding_minute"]["value"] == 45
    assert fewer.document["steps_per_riding_minute"]["standing"] == "official"
    assert "steps_per_riding_minute" not in none.document


def test_empty_numbers_lift_limits(draft):
    form = DraftForm(
        form_of(draft, cap_grams_day=None, least_steps=None, most_steps=None, takes_device=False), draft=draft
    )

    assert form.is_valid(), form.errors
    assert form.document["caps"] == []
    assert form.document["bounds"] == []
    assert set(form.document["windows"]) == {"self_declared"}


def test_number_without_authority_is_sent_back(page, draft):
    answer = decide(page, f"{LIST}{draft.pk}/edit/", form_of(draft, cap_grams_day=400))

    assert set(answer.context["form"].errors) == set(SOURCE)
    assert RuleVersion.objects.get(pk=draft.pk).document == draft.document


@pytest.mark.parametrize(
    "change",
    [
        {"least_steps": 10, "most_steps": 5},
        {"grams_per_credit": 0},
        {"cap_grams_day": -1},
        {"factor_grams_per_step": "x"},
    ],
)
def test_form_that_makes_no_rule_is_sent_back(page, draft, change):
    answer = decide(page, f"{LIST}{draft.pk}/edit/", form_of(draft, **SOURCE, **change))

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert RuleVersion.objects.get(pk=draft.pk).document == draft.document


def test_difference_names_every_line_that_differs_and_shows_an_example(page, current, draft):
    numbers = numbers_of(draft.document, draft.scenario.methodology)
    form = DraftForm(form_of(draft, cap_grams_day=400, grams_per_credit=8, **SOURCE), draft=draft)
    assert form.is_valid()
    publishing.edit(draft, document=form.document)

    context = page.get(f"{LIST}{draft.pk}/publish/").context

    changes = {change.label: (change.before.value, change.after.value) for change in context["changes"]}
    assert changes == {"每天最多计入": ("296 克", "400 克"), "多少克换 1 个碳积分": ("10 克", "8 克")}
    assert (context["example_before"].claim, context["example_before"].credits) == ("8,000 步", 16)
    assert (context["example_after"].grams, context["example_after"].credits) == (160, 20)
    assert document_with(draft.document, numbers, draft.scenario.methodology, None) == draft.document


def test_example_of_bike_share_is_two_kilometres(current):
    example = rule_check.example(RuleVersion.objects.get(scenario__code="bike-share", number=2).rule)

    assert (example.claim, example.grams, example.credits, example.refused) == ("2 公里", 67, 6, False)


def test_no_day_but_a_later_one_can_be_asked_for(page, draft):
    rules.approve(draft, now=NOW)
    for day in ("2026-11-23", "2026-11-01", "", "soon"):
        answer = decide(page, f"{LIST}{draft.pk}/publish/", {"effective_from": day, **WHY, "confirm": "1"})
        assert answer.context["form"].errors

    assert RuleVersion.objects.get(pk=draft.pk).published_at is None


def test_published_version_is_not_edited_and_can_be_withdrawn_before_its_day(page, draft):
    rules.publish(draft, effective_from=TOMORROW, now=NOW)
    before = RuleVersion.objects.get(pk=draft.pk)

    assert decide(page, f"{LIST}{draft.pk}/edit/", form_of(draft, grams_per_credit=1, **SOURCE)).status_code == 302
    assert page.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"}).status_code == 403
    assert RuleVersion.objects.get(pk=draft.pk).document == before.document

    assert page.get(f"{LIST}{draft.pk}/withdraw/").status_code == 200
    assert RuleVersion.objects.get(pk=draft.pk).withdrawn_at is None
    decide(page, f"{LIST}{draft.pk}/withdraw/")
    assert RuleVersion.objects.get(pk=draft.pk).withdrawn_at == NOW
    last = page.get(f"{LIST}{draft.pk}/change/").context["steps"][-1]
    assert (last.label, last.is_done, last.told[:10]) == ("已撤回", True, "2026-11-23")


def test_version_in_force_is_not_withdrawn(page, current):
    assert page.post(f"{LIST}{current.pk}/withdraw/").status_code == 302

    assert RuleVersion.objects.get(pk=current.pk).withdrawn_at is None


def test_draft_can_be_thrown_away(page, draft):
    [link] = re.findall(r'href="([^"]*/delete/[^"]*)"', page.get(f"{LIST}{draft.pk}/change/").content.decode())
    assert decide(page, link).status_code == 302

    assert not RuleVersion.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("verb", ["copy", "edit", "approve", "return", "publish", "withdraw", "delete"])
def test_who_may_only_look_changes_nothing(client, desk, draft, verb):
    User.objects.filter(pk=desk.pk).update(is_superuser=False)
    desk.user_permissions.add(Permission.objects.get(codename="view_ruleversion"))
    client.force_login(User.objects.get(pk=desk.pk))

    assert client.get(f"{LIST}{draft.pk}/change/").status_code == 200
    assert (
        client.post(f"{LIST}{draft.pk}/{verb}/", {"effective_from": "2026-11-24", **WHY, "confirm": "1"}).status_code
        == 403
    )
    assert list(RuleVersion.objects.filter(pk=draft.pk).values_list("published_at", flat=True)) == [None]


def test_who_edits_does_not_publish(client, desk, draft):
    User.objects.filter(pk=desk.pk).update(is_superuser=False)
    for right in ("view_ruleversion", "change_ruleversion"):
        desk.user_permissions.add(Permission.objects.get(codename=right))
    client.force_login(User.objects.get(pk=desk.pk))
    day = {"effective_from": "2026-11-24", **WHY, "confirm": "1"}

    assert client.get(f"{LIST}{draft.pk}/publish/").status_code == 200
    assert client.post(f"{LIST}{draft.pk}/publish/", day).status_code == 403
    assert RuleVersion.objects.get(pk=draft.pk).published_at is None


def test_who_wrote_a_draft_sees_no_button_to_approve_it_and_cannot(page, current):
    decide(page, f"{LIST}{current.pk}/copy/", page="../change/")
    draft = RuleVersion.objects.get(scenario__code="walking", number=6)
    rules.rehearse(draft, now=NOW)

    shown = page.get(f"{LIST}{draft.pk}/publish/").content.decode()
    answer = page.post(f"{LIST}{draft.pk}/approve/", {"edition": edition_of(draft.document)}, follow=True)

    assert f"/{draft.pk}/approve/" not in shown
    assert "这份草稿由您起草或改过，须由另一位同事批准。" in shown
    assert "由您起草或改过，须由另一位同事批准。" in answer.content.decode()
    assert RuleVersion.objects.get(pk=draft.pk).approved_at is None


def test_returned_draft_shows_the_reason_to_its_author(page, colleague, draft):
    answer = decide(colleague, f"{LIST}{draft.pk}/return/", {"why": "上限太高，\n请改为 200 克"}, page="../publish/")

    assert answer.url == f"{LIST}{draft.pk}/publish/"
    for address in (f"{LIST}{draft.pk}/change/", f"{LIST}{draft.pk}/publish/"):
        assert "请改为 200 克" in page.get(address).content.decode()
    assert "退回" in page.get(f"{LIST}?state=returned").content.decode()


def test_draft_is_not_returned_without_a_reason(colleague, draft):
    answer = decide(colleague, f"{LIST}{draft.pk}/return/", {"why": " "}, page="../publish/", follow=True)

    assert "请写明退回原因" in answer.content.decode()
    assert RuleVersion.objects.get(pk=draft.pk).returned_at is None


def test_what_nobody_has_approved_is_not_published_at_the_desk(page, draft):
    edition = edition_of(*publishing.shown(draft, TOMORROW))
    day = {"effective_from": "2026-11-24", **WHY, "confirm": "1", "edition": edition}

    answer = page.post(f"{LIST}{draft.pk}/publish/", day, follow=True)

    assert "还没有批准" in answer.content.decode()
    assert RuleVersion.objects.get(pk=draft.pk).published_at is None


def test_who_approves_does_not_edit_and_who_edits_does_not_approve(page, colleague, desk, draft):
    assert colleague.post(f"{LIST}{draft.pk}/edit/", form_of(draft)).status_code == 403
    User.objects.filter(pk=desk.pk).update(is_superuser=False)
    for right in ("view_ruleversion", "change_ruleversion"):
        desk.user_permissions.add(Permission.objects.get(codename=right))

    assert page.post(f"{LIST}{draft.pk}/approve/", {"edition": edition_of(draft.document)}).status_code == 403
    assert RuleVersion.objects.get(pk=draft.pk).approved_at is None


def test_what_does_not_fit_is_said_where_the_draft_is_checked_and_keeps_it_from_approval(page, colleague, draft):
    form = DraftForm(form_of(draft, cap_grams_day=9, **SOURCE), draft=draft)
    assert form.is_valid()
    publishing.edit(draft, document=form.document)
    rules.rehearse(RuleVersion.objects.get(pk=draft.pk), now=NOW)

    checked = page.get(f"{LIST}{draft.pk}/publish/")
    answer = decide(colleague, f"{LIST}{draft.pk}/approve/", page="../publish/", follow=True)

    assert [one.is_error for one in checked.context["findings"]] == [True, False]
    assert "低于发放最少积分所需的 10" in checked.content.decode()
    assert "低于发放最少积分所需的 10" in answer.content.decode()
    assert RuleVersion.objects.get(pk=draft.pk).approved_at is None


def test_each_number_is_explained_beside_it_with_what_holds_now_and_its_source(draft):
    help_texts = {name: str(field.help_text) for name, field in DraftForm(None, draft=draft).fields.items()}

    unexplained = [name for name, told in help_texts.items() if not told and name not in SOURCE]
    assert unexplained == []
    assert (
        "现行：296 克（演示值，非官方 · 蚂蚁森林步行能量每日上限（用户文章） · 简书 · 2020）"
        in help_texts["cap_grams_day"]
    )
    assert "现行：留空。" in help_texts["cap_acts_month"]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"least_steps": 10, "most_steps": 5}, {"most_steps"}),
        (
            {"doubts_lower_from": 60, "doubts_review_from": 40, "doubts_drawn": 0, "doubts_review_days": 3},
            {"doubts_review_from"},
        ),
        ({"doubts_lower_from": 60}, {"doubts_drawn", "doubts_review_days"}),
        ({"doubts_drawn": 1001, "doubts_review_days": 0}, {"doubts_drawn", "doubts_review_days"}),
    ],
)
def test_numbers_that_contradict_each_other_are_marked_where_they_stand(draft, changed, wrong):
    form = DraftForm(form_of(draft, **changed, **SOURCE), draft=draft)

    assert not form.is_valid()
    assert set(form.errors) == wrong


def test_doubts_are_set_changed_and_lifted_like_any_number(draft):
    given = {"doubts_lower_from": 40, "doubts_review_from": 60, "doubts_drawn": 5, "doubts_review_days": 14}
    form = DraftForm(form_of(draft, **given, **SOURCE), draft=draft)
    assert form.is_valid(), form.errors
    doubts = form.document["doubts"]

    assert {name: number["value"] for name, number in doubts.items()} == {
        "lower_from": 40,
        "review_from": 60,
        "refuse_from": None,
        "drawn": 5,
        "review_days": 14,
    }
    assert {number["standing"] for number in doubts.values()} == {"official"}
    draft.document = form.document
    lifted = DraftForm(form_of(draft, **dict.fromkeys(given)), draft=draft)
    assert lifted.is_valid(), lifted.errors
    assert "doubts" not in lifted.document


def test_ways_in_are_ticked_and_every_one_stands_for_those_to_come(page, draft):
    def sent(**ways):
        return DraftForm(form_of(draft, **ways), draft=draft)

    form = sent()
    assert [code for code, _label in form.fields["ways"].choices] == ["file", "api", "form"]
    assert form["ways"].initial == ["file", "api", "form"]
    assert form.is_valid()
    assert form.document == draft.document

    form = sent(ways=["file", "form"])
    assert form.is_valid()
    assert form.document == {**draft.document, "ways": ["file", "form"]}

    lacking = DraftForm({name: part for name, part in form_of(draft).items() if name != "ways"}, draft=draft)
    assert lacking.errors.keys() == {"ways"}

    publishing.edit(draft, document=form.document)
    [change] = page.get(f"{LIST}{draft.pk}/publish/").context["changes"]
    assert (change.label, change.before.value, change.after.value) == ("提交途径", "全部", "文件、网页")


def test_draft_that_closes_the_only_way_of_its_evidence_is_not_approved(page, colleague, draft):
    publishing.edit(draft, document={**draft.document, "ways": ["form"]})
    rules.rehearse(RuleVersion.objects.get(pk=draft.pk), now=NOW)

    assert "带来它的途径都已关闭" in page.get(f"{LIST}{draft.pk}/publish/").content.decode()
    decide(colleague, f"{LIST}{draft.pk}/approve/", page="../publish/")
    assert RuleVersion.objects.get(pk=draft.pk).approved_at is None


def test_day_that_a_draft_proposes_is_changed_like_any_number(page, draft):
    sent = form_of(draft, proposed_from="2026-12-20")
    assert 'value="2026-11-24"' in page.get(f"{LIST}{draft.pk}/edit/").content.decode()

    decide(page, f"{LIST}{draft.pk}/edit/", sent)

    assert RuleVersion.objects.get(pk=draft.pk).effective_from == date(2026, 12, 20)
    assert page.get(f"{LIST}{draft.pk}/publish/").context["current"].number == 5


def test_day_of_an_end_is_changed_while_it_is_a_draft_and_is_approved_anew(page, colleague, current):
    end = publishing.draft_end(current.scenario, effective_from=date(2027, 1, 1), now=NOW)
    seen = colleague.get(f"{LIST}{end.pk}/publish/")
    assert f"{LIST}{end.pk}/edit/" in page.get(f"{LIST}{end.pk}/publish/").content.decode()

    decide(page, f"{LIST}{end.pk}/edit/", {"ends_on": "2027-02-01"})

    moved = RuleVersion.objects.get(pk=end.pk)
    assert moved.effective_from == date(2027, 2, 1)
    colleague.post(f"{LIST}{end.pk}/approve/", carried(seen))
    assert RuleVersion.objects.get(pk=end.pk).approved_at is None
    decide(colleague, f"{LIST}{end.pk}/approve/", page="../publish/")
    assert RuleVersion.objects.get(pk=end.pk).approved_at == NOW
    decide(page, f"{LIST}{end.pk}/edit/", {"ends_on": "2027-03-01"})
    assert RuleVersion.objects.get(pk=end.pk).approved_at is None


def test_day_that_cannot_be_is_no_day_of_an_end(page, current):
    end = publishing.draft_end(current.scenario, effective_from=date(2027, 1, 1), now=NOW)

    assert decide(page, f"{LIST}{end.pk}/edit/", {"ends_on": "2026-11-23"}).status_code == 200
    assert RuleVersion.objects.get(pk=end.pk).effective_from == date(2027, 1, 1)


def test_time_line_tells_what_holds_from_when_and_what_differs(page, colleague, current, draft):
    form = DraftForm(form_of(draft, cap_grams_day=200, **SOURCE), draft=draft)
    assert form.is_valid()
    publishing.edit(draft, document=form.document)

    told = page.get(f"/admin/scenarios/scenario/{current.scenario_id}/versions/")

    numbers = [station.version.number for station in told.context["stations"]]
    assert numbers == [6, 5, 4, 3, 2, 1]
    changes = told.context["stations"][0].changes
    assert [(one.label, one.before.value, one.after.value) for one in changes] == [("每天最多计入", "296 克", "200 克")]
    assert colleague.get(f"/admin/scenarios/scenario/{current.scenario_id}/versions/").status_code == 200


def test_draft_is_held_against_what_will_be_in_force_on_its_day(page, current):
    """A copy of an old version undoes what was published since; whoever approves it sees that."""
    late = publishing.copy_version(current, now=NOW, effective_from=date(2026, 12, 20))

    told = page.get(f"/admin/scenarios/scenario/{current.scenario_id}/versions/").context["stations"]
    check = page.get(f"{LIST}{late.pk}/publish/").context

    station = next(each for each in told if each.version == late)
    assert (station.before.number, check["current"].number) == (5, 5)
    assert [each.label for each in station.changes] == [each.label for each in check["changes"]]
    undone = {each.label: (each.before.value, each.lacking) for each in check["changes"] if each.after is None}
    assert undone["骑共享单车每分钟扣除的步数"] == ("60 步", "不扣除")
    assert undone["疑点达到多少，等人工审核"] == ("60", "从不")
    assert undone["计入百分比：自行填报"] == ("50%", "全部计入")
    assert [each.version.number for each in told if each.is_last] == [5]


def test_first_version_is_held_against_nothing(page, current):
    changes = rule_check.differences(None, current.rule)

    assert {(each.before, each.lacking) for each in changes} == {(None, "—")}


def test_scenario_is_ended_like_every_change(page, colleague, current, time_machine):
    ends = f"/admin/scenarios/scenario/{current.scenario_id}/end/"
    assert colleague.post(ends, {"ends_on": "2027-01-01"}).status_code == 403
    assert page.post(ends, {"ends_on": "2026-11-23"}).context["form"].errors
    assert not RuleVersion.objects.filter(ends=True).exists()

    check = page.post(ends, {"ends_on": "2027-01-01"}).url
    end = RuleVersion.objects.get(ends=True)
    for verb in ("change", "publish"):
        assert page.get(f"{LIST}{end.pk}/{verb}/").status_code == 200
    decide(colleague, f"{LIST}{end.pk}/approve/", page="../publish/")
    asked = decide(page, check, {"effective_from": "2027-01-01", **WHY})
    assert "自 2027年1月1日 起，这个场景不再计入任何行为" in asked.content.decode()
    page.post(check, {"effective_from": "2027-01-01", **WHY, "confirm": "1", **carried(asked)})

    assert RuleBook().version_on(current.scenario_id, date(2027, 1, 1)) is None
    assert "2027年1月1日" in page.get(f"/admin/scenarios/scenario/{current.scenario_id}/versions/").content.decode()
    decide(page, f"{LIST}{end.pk}/withdraw/")
    assert RuleBook().version_on(current.scenario_id, date(2027, 1, 1))


def test_what_begins_an_ended_scenario_again_is_held_against_the_last_rule_before_its_end(page, current):
    last = RuleBook().version_on(current.scenario_id, date(2027, 1, 1))
    end = publishing.draft_end(current.scenario, effective_from=date(2027, 1, 1), now=NOW)
    rules.publish(end, effective_from=date(2027, 1, 1), now=NOW)
    again = publishing.copy_version(last, now=NOW, effective_from=date(2027, 2, 1))
    rules.approve(again, now=NOW)

    checked = page.get(f"{LIST}{again.pk}/publish/")
    asked = page.post(f"{LIST}{again.pk}/publish/", {"effective_from": "2027-02-01", **WHY})
    page.post(f"{LIST}{again.pk}/publish/", {**carried(asked), "effective_from": "2027-02-01", **WHY, "confirm": "1"})
    withdrawal = page.get(f"{LIST}{again.pk}/withdraw/")

    assert (checked.context["current"], checked.context["end"]) == (last, end)
    said = f"第 {end.number} 版定于 2027年1月1日 终止这个场景，本版使它重新开始。"
    assert all(said in one.content.decode() for one in (checked, asked, withdrawal))
    assert "此前没有版本" not in checked.content.decode()
    assert "从 2027年2月1日 起重新计入" in asked.content.decode()
    assert "场景保持终止" in withdrawal.content.decode()


def test_end_that_is_in_force_says_how_the_scenario_begins_again(page, desk, current, time_machine):
    end = publishing.draft_end(current.scenario, effective_from=date(2027, 1, 1), now=NOW)
    rules.publish(end, effective_from=date(2027, 1, 1), now=NOW)
    time_machine.move_to(NOW + timedelta(days=50), tick=False)
    page.force_login(desk)

    said = page.get(f"{LIST}{end.pk}/change/").content.decode()

    assert "2027年1月1日 起不再计入任何行为。要重新开始，请复制最后一个有规则的版本。" in said
    assert f"/admin/scenarios/scenario/{current.scenario_id}/versions/" in said


def test_budget_is_filled_in_two_steps_and_once_for_a_number(page, budget):
    address = f"/admin/credits/budget/{budget.pk}/fund/"
    decision = {"amount": "1000", "reference": "2026-7"}

    preview = page.post(address, decision)
    assert (preview.context["before"], preview.context["after"]) == (10_000_000, 10_001_000)
    assert budgets.remaining("citizens") == 10_000_000

    for _twice in range(2):
        page.post(address, {**decision, "confirm": "1", **carried(preview)})
    assert budgets.remaining("citizens") == 10_001_000
    refused = confirmed(page, address, {"amount": "2000", "reference": "2026-7"})
    assert set(refused.context["form"].errors) == {"reference"}
    assert budgets.remaining("citizens") == 10_001_000


def test_who_may_only_look_at_budgets_fills_none(client, desk, budget):
    User.objects.filter(pk=desk.pk).update(is_superuser=False)
    desk.user_permissions.add(Permission.objects.get(codename="view_budget"))
    client.force_login(User.objects.get(pk=desk.pk))
    decision = {"amount": "1000", "reference": "2026-7", "confirm": "1"}

    assert client.post(f"/admin/credits/budget/{budget.pk}/fund/", decision).status_code == 403
    assert budgets.remaining("citizens") == 10_000_000


# Why a rule was published


@pytest.mark.parametrize("entered", [{}, {"why_zh": " "}, {"why_zh": "碳" * 201}], ids=["none", "blank", "too long"])
def test_nothing_is_published_without_a_reason(page, current, entered):
    draft = publishing.copy_version(current, now=NOW)
    rules.approve(draft, now=NOW)
    check = f"{LIST}{draft.pk}/publish/"

    answer = decide(page, check, {"effective_from": "2026-11-24", "confirm": "1", **entered})

    assert "why_zh" in answer.context["form"].errors
    draft.refresh_from_db()
    assert draft.published_at is None


def test_the_reason_stands_at_the_desk_and_for_everybody(page, current):
    draft = publishing.copy_version(current, now=NOW)
    rules.approve(draft, now=NOW)
    check = f"{LIST}{draft.pk}/publish/"
    asked = decide(page, check, {"effective_from": "2026-11-24", **WHY})
    assert "按主管部门要求调整。" in asked.content.decode()
    page.post(check, {"effective_from": "2026-11-24", **WHY, "confirm": "1", **carried(asked)})

    draft.refresh_from_db()
    assert draft.why == {"zh-hans": "按主管部门要求调整。", "en": "As the authority asks."}
    assert "按主管部门要求调整。" in page.get(f"{LIST}{draft.pk}/change/").content.decode()
    assert "未说明原因" in page.get(f"{LIST}{current.pk}/change/").content.decode()
    with pytest.raises(InternalError), transaction.atomic():
        RuleVersion.objects.filter(pk=draft.pk).update(why={})
