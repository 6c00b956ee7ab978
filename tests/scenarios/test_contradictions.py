"""What does not fit in a rule is said before it is approved: errors keep it from that, warnings do not."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import translation

from scenarios import approving, publishing
from scenarios.checking import findings_of
from scenarios.contradictions import Beside, found
from scenarios.models import RuleVersion
from scenarios.refusals import Contradicts
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence, Rule
from tests import rules
from tests.conftest import NOW

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)
STATED = {
    "standing": "official",
    "source": {
        "title": {"zh-hans": "通知", "en": "Notice"},
        "publisher": {"zh-hans": "局", "en": "Office"},
        "date": "2026",
    },
}


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def document(catalogue):
    def newest(code: str):
        return RuleVersion.objects.filter(scenario__code=code).latest("number").document

    return newest


def number(value, unit="x"):
    return {"value": value, "unit": unit, **STATED}


def cap(measure, per, value):
    return {"measure": measure, "per": per, **number(value)}


def told(document, *, day=TOMORROW, **beside) -> list[tuple[str, bool]]:
    findings = found(Rule.from_document(document), Beside(day, TODAY, **beside))
    return [(finding.sentence, finding.is_error) for finding in findings]


def test_rule_that_fits_is_told_nothing(document):
    assert told(document("walking"), budgets={"citizens": 1}) == []


@pytest.mark.parametrize(
    ("caps", "said"),
    [
        ([cap("grams", "day", 9)], "“每天克数上限”设为 9，低于发放最少积分所需的 10。"),
        ([cap("acts", "month", 0)], "“每月次数上限”设为 0，低于发放最少积分所需的 1。"),
        ([cap("credits", "day", 0)], "“每天积分上限”设为 0，低于发放最少积分所需的 1。"),
    ],
)
def test_cap_below_the_smallest_award_is_an_error(document, caps, said):
    assert told({**document("walking"), "caps": caps}) == [(said, True)]
    assert told({**document("walking"), "caps": [{**caps[0], "value": 10}]}) == []


def test_smallest_award_of_what_is_paid_each_time_is_that_of_the_weakest_evidence(document):
    paid = {**document("check-in"), "credits_each": number(8), "worth": {"self_declared": number(50)}}

    assert told({**paid, "caps": [cap("credits", "day", 4)]}) == []
    assert told({**paid, "caps": [cap("credits", "day", 3)]}) == [
        ("“每天积分上限”设为 3，低于发放最少积分所需的 4。", True)
    ]


def test_cap_that_cuts_nothing_is_a_warning(document):
    month = [cap("grams", "day", 300), cap("grams", "month", 200)]

    assert told({**document("check-in"), "caps": [cap("grams", "day", 10)]}) == [
        ("这里不核算克数，“每天克数上限”不起作用。", False)
    ]
    assert told({**document("walking"), "caps": month}) == [
        ("“每月克数上限”低于“每天克数上限”，每天的上限永远达不到。", False)
    ]


def test_evidence_that_is_never_paid_is_an_error_where_it_is_the_only_one(document):
    walking = document("walking")
    typed = {"self_declared": walking["windows"]["self_declared"]}
    nothing = {"worth": {"self_declared": number(0)}, "most_grams": {}}

    assert told({**walking, **nothing}) == [("自行填报：可以填报，但按 0% 计入，得不到积分。", False)]
    assert told({**walking, **nothing, "windows": typed}) == [("自行填报：可以填报，但按 0% 计入，得不到积分。", True)]
    assert told({**walking, "most_grams": {"self_declared": number(9)}}) == [
        ("自行填报：每次计入的克数太少，永远换不到 1 个碳积分。", False)
    ]
    assert told({**walking, "windows": {}, "worth": {}, "most_grams": {}}) == [
        ("没有接受任何凭证，所有行为都不会计入。", True)
    ]


def test_window_of_the_very_day_is_a_warning_for_what_others_report(document):
    windows = {"self_declared": number(0), "device": number(0)}

    assert told({**document("walking"), "windows": windows}) == [
        ("手机、手环或它们导出的文件：必须在行为当天送达，而数据往往要晚一些才到。", False)
    ]


def test_factor_without_source_is_an_error_and_one_that_is_proposed_a_warning(document):
    walking = document("walking")
    factor = walking["factors"]["grams_per_step"]
    nameless = {**factor["source"], "title": {"zh-hans": "", "en": " "}}

    assert told({**walking, "factors": {"grams_per_step": {**factor, "source": nameless}}}) == [
        ("因子“每步减排量”没有写明来源。", True)
    ]
    assert told({**walking, "factors": {"grams_per_step": {**factor, "standing": "proposed"}}}) == [
        ("因子“每步减排量”只是拟议值，还没有见到来源。", False)
    ]


def test_budget_is_there_and_has_something_left(document):
    walking = document("walking")

    assert told(walking, budgets={"other": 5}) == [("没有名为“citizens”的预算，积分无从支付。", True)]
    assert told(walking, budgets={"citizens": 0}) == [("预算“citizens”已经用完：行为要等补足预算后才能计入。", False)]


def test_day_that_has_passed_is_a_warning(document):
    assert told(document("walking"), day=TODAY) == [("拟议的生效日 2026-11-23 已过，发布时须另选以后的日期。", False)]


def test_two_scenarios_that_pay_the_same_act_are_a_warning(document):
    walking = Rule.from_document(document("walking"))

    assert told(document("walking"), others=[("散步", walking)]) == [
        ("“散步”按同样的方法和因子奖励同样的行为。", False)
    ]
    assert told(document("bike-share"), others=[("散步", walking)]) == []


def test_ordinary_act_that_is_refused_or_earns_nothing_is_a_warning(document):
    walking = document("walking")
    bound = {"measure": "steps", "least": 8001, "unit": "step", **STATED}

    assert told({**walking, "bounds": [bound]}) == [("说明页用来举例的普通行为会被拒绝。", False)]
    assert told({**walking, "grams_per_credit": number(161), "caps": [], "most_grams": {}}) == [
        ("说明页用来举例的普通行为得不到积分。", False)
    ]


def test_version_that_is_published_to_follow_is_a_warning_for_a_rule_and_an_end(catalogue):
    first = RuleVersion.objects.get(scenario__code="walking", number=1)
    draft = publishing.copy_version(first, now=NOW)
    end = publishing.draft_end(first.scenario, effective_from=TOMORROW, now=NOW)
    said = "它最多生效到 2026-11-28：第 2 版已定于那天生效。"

    for each in (draft, end):
        assert [(one.sentence, one.is_error) for one in findings_of(each, now=NOW, budgets=None)] == [(said, False)]
    assert findings_of(draft, now=NOW, budgets=None, day=date(2027, 1, 1)) == []


def test_catalogue_has_no_errors(catalogue, budget):
    book, day = RuleBook(), date(2026, 12, 31)

    for scenario, version, _rule in book.rules_on(day):
        findings = findings_of(version, now=NOW, budgets={"citizens": 1}, day=day)
        assert [finding for finding in findings if finding.is_error] == [], scenario.code


def test_draft_with_an_error_is_neither_approved_nor_published(catalogue, budget):
    draft = publishing.copy_version(RuleVersion.objects.get(scenario__code="walking", number=1), now=NOW)
    publishing.edit(draft, document={**draft.document, "caps": [cap("grams", "day", 9)]})
    draft = RuleVersion.objects.get(pk=draft.pk)
    rules.rehearse(draft, now=NOW)

    with pytest.raises(Contradicts, match="低于"):
        approving.approve(draft, by=rules.make_approver(), now=NOW)

    assert RuleVersion.objects.get(pk=draft.pk).approved_at is None


def test_budget_that_is_gone_by_then_keeps_a_draft_from_being_published(catalogue):
    draft = publishing.copy_version(RuleVersion.objects.get(scenario__code="walking", number=1), now=NOW)
    rules.approve(draft, now=NOW)

    with pytest.raises(Contradicts, match="citizens"):
        publishing.publish(draft, effective_from=TOMORROW, now=NOW, budgets={})

    assert RuleVersion.objects.get(pk=draft.pk).published_at is None


def test_evidence_that_is_taken_comes_by_an_open_way(document):
    ways = {"form": frozenset({Evidence.SELF_DECLARED}), "file": frozenset({Evidence.SELF_DECLARED, Evidence.DEVICE})}

    def closed(*codes):
        return told({**document("walking"), "ways": [*codes]}, ways=ways)

    assert told(document("walking"), ways=ways) == closed("file") == closed("form", "file") == []
    assert closed("form") == [("手机、手环或它们导出的文件：接受这种凭证，但带来它的途径都已关闭。", True)]
    assert closed("file", "fax") == [("这个场景的行为不会经“fax”而来。", True)]
