"""Acts of scenarios whose methodology is generic: scored, explained, never twice, and told apart from each other's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from activities.attempts import keeping
from activities.gate.drafts import Draft
from activities.models import Activity, RefusedAttempt
from activities.refusals import OutOfBounds, UnreadableClaim
from activities.telling.explanation import explain
from activities.telling.met import counted_already
from methodologies.base import Span
from scenarios.models import Scenario
from scenarios.rules import Evidence
from tests.activities.test_best_counting import assert_books_are_sound, earned
from tests.conftest import NOW, record, score_everything
from tests.scenarios.generic import BAG, BOX, CUP, bring

MINUTE = timedelta(minutes=1)
TYPED = Evidence.SELF_DECLARED


@pytest.fixture(autouse=True)
def _two_of_one_method(tmp_path, catalogue, budget):
    bring(tmp_path, NOW, CUP, BOX, BAG)


def cup(count=3, *, ago=60 * MINUTE, scenario="reusable-cup", name=""):
    return Draft(scenario, Span.MOMENT, NOW - ago, NOW - ago, {"count": count}, name)


def bag(*, ago=60 * MINUTE, name=""):
    return Draft("own-bag", Span.MOMENT, NOW - ago, NOW - ago, {}, name)


def tell(citizen, *drafts):
    outcomes = record(citizen, *drafts, evidence=TYPED)
    score_everything()
    return outcomes


def test_a_count_earns_the_factor_for_each(alice):
    tell(alice, cup(3))

    assert earned(alice) == [(69, 6, [])]
    assert_books_are_sound()


def test_an_act_that_is_not_quantified_earns_its_credits(alice):
    tell(alice, bag())

    assert earned(alice) == [(0, 2, [])]
    assert_books_are_sound()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "您自带杯买了 3 杯。按每杯 23 克计算，减少 69 克二氧化碳，得 6 积分。"),
        (
            "en",
            (
                "You brought your own cup for 3 drinks. Counted at 23 g per drink, "
                "this avoids 69 g of CO₂ and earns 6 credits."
            ),
        ),
    ],
)
def test_the_explanation_speaks_in_the_scenarios_words(alice, language, said):
    [outcome] = tell(alice, cup(3))

    with translation.override(language):
        told = explain(Activity.objects.with_outcome().get(pk=outcome.activity.pk))
        assert list(told.plain) == [said]
    assert [number.authority.standing for number in told.factors] == ["proposed"]


def test_what_was_scored_is_explained_in_the_words_of_its_time(alice):
    [outcome] = tell(alice, cup(1))
    scenario = Scenario.objects.get(code="reusable-cup")
    words = {"zh-hans": "您没有用一次性杯，{count}", "en": "No disposable cup: {count}"}
    Scenario.objects.filter(pk=scenario.pk).update(terms={**scenario.terms, "deed": words})

    told = explain(Activity.objects.with_outcome().get(pk=outcome.activity.pk))

    assert told.plain[0].startswith("您自带杯买了 1 杯")


def test_the_same_within_its_minutes_counts_once(alice):
    outcomes = tell(alice, cup(3, name="first"), cup(3, ago=55 * MINUTE, name="second"))

    assert [grams for grams, _credits, _cuts in earned(alice)] == [69, 0]
    second = Activity.objects.with_outcome().get(pk=outcomes[1].activity.pk)
    assert [card.href for card in counted_already(second)] == [outcomes[0].activity.get_absolute_url()]
    assert_books_are_sound()


def test_after_its_minutes_it_counts_again(alice):
    tell(alice, cup(3, name="first"), cup(3, ago=50 * MINUTE, name="second"))

    assert [grams for grams, _credits, _cuts in earned(alice)] == [69, 69]


def test_two_scenarios_of_one_method_do_not_meet(alice):
    tell(alice, cup(3), cup(2, scenario="own-box"))

    assert [grams for grams, _credits, _cuts in earned(alice)] == [69, 46]
    assert_books_are_sound()


def test_a_card_that_lists_acts_asks_nothing_more(alice, django_assert_num_queries):
    tell(alice, *(cup(1, ago=number * 20 * MINUTE) for number in range(1, 4)))

    with django_assert_num_queries(1):
        assert [act.claimed() for act in Activity.objects.of(alice.pk).as_listed()] == [["1 杯"]] * 3


def test_a_refusal_names_what_is_counted(alice):
    [too_many] = record(alice, cup(6), evidence=TYPED)
    [missing] = record(alice, replace(cup(), values={}), evidence=TYPED)

    assert isinstance(too_many.error, OutOfBounds)
    assert too_many.error.sentence == "杯数是 6 杯，应在 1 杯到 5 杯之间。"
    assert isinstance(missing.error, UnreadableClaim)
    assert missing.error.sentence == "请填写杯数。"
    assert not Activity.objects.exists()


def test_a_refusal_that_was_kept_still_speaks_in_its_words(alice):
    [too_many] = record(alice, cup(6), evidence=TYPED)
    scenario = Scenario.objects.get(code="reusable-cup")
    keeping.keep(citizen=alice, scenario=scenario, error=too_many.error, now=NOW, values={"count": 6})

    assert RefusedAttempt.objects.get().reason == "杯数是 6 杯，应在 1 杯到 5 杯之间。"
