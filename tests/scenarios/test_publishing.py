"""How a rule changes: copied, edited, published for a later day, immutable then, withdrawn only before its day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from activities.models import Assessment
from scenarios import publishing
from scenarios.models import RuleVersion, State
from scenarios.refusals import (
    AlreadyPublished,
    AlreadyWithdrawn,
    DayTaken,
    InForce,
    NotARule,
    NotPublished,
    PublishedForThePast,
)
from scenarios.rulebook import RuleBook
from tests import rules
from tests.conftest import NOW, record, score_everything, walk

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)


@pytest.fixture
def current(catalogue) -> RuleVersion:
    return RuleVersion.objects.get(scenario__code="walking", number=1)


@pytest.fixture
def draft(current) -> RuleVersion:
    return publishing.copy_version(current, now=NOW)


def with_cap(document, grams):
    return {**document, "caps": [{**document["caps"][0], "value": grams}]}


def rows():
    return list(RuleVersion.objects.order_by("pk").values_list("pk", "effective_from", "published_at", "withdrawn_at"))


def test_copy_says_the_same_as_a_draft_for_tomorrow(current, draft):
    assert (draft.number, draft.effective_from, draft.published_at) == (6, TOMORROW, None)
    assert draft.document == current.document


def test_draft_scores_nothing(current, draft):
    assert RuleBook().version_on(current.scenario_id, TOMORROW) == current


def test_several_drafts_may_be_proposed_for_one_day(current, draft):
    assert publishing.copy_version(current, now=NOW).number == 7


def test_act_is_scored_by_the_new_version_from_its_day_on_and_not_before(current, draft, budget, alice):
    publishing.edit(draft, document=with_cap(draft.document, 100))
    rules.publish(draft, effective_from=TOMORROW, now=NOW)
    later = NOW + timedelta(days=2)

    record(alice, walk(8000), walk(8000, days_ago=-1), now=later)
    score_everything(later)

    scored = Assessment.objects.order_by("activity__city_day")
    assert list(scored.values_list("activity__city_day", "version__number", "grams", "credits")) == [
        (TODAY, 1, 160, 16),
        (TOMORROW, 6, 100, 10),
    ]


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), date(2016, 1, 1)])
def test_nothing_is_published_for_today_or_the_past(draft, day):
    before = rows()

    with pytest.raises(PublishedForThePast, match="2026-11-24"):
        rules.publish(draft, effective_from=day, now=NOW)

    assert rows() == before


def test_a_day_belongs_to_one_published_version(current, draft):
    other = publishing.copy_version(current, now=NOW)
    rules.publish(draft, effective_from=TOMORROW, now=NOW)
    before = rows()

    with pytest.raises(DayTaken):
        rules.publish(other, effective_from=TOMORROW, now=NOW)

    assert rows() == before


def test_published_version_is_neither_edited_nor_published_again(draft):
    rules.publish(draft, effective_from=TOMORROW, now=NOW)
    before = rows()

    with pytest.raises(AlreadyPublished):
        publishing.edit(draft, document=with_cap(draft.document, 1))
    with pytest.raises(AlreadyPublished):
        rules.publish(draft, effective_from=TOMORROW + timedelta(days=1), now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.filter(pk=draft.pk).update(document={})

    assert rows() == before


@pytest.mark.parametrize(
    "change",
    [
        {"grams_per_credit": None},
        {"grams_per_credit": {"value": 0, "unit": "g/credit", "standing": "demo", "source": {}}},
        {"caps": [{"measure": "grams"}]},
        {"bounds": "none"},
        {"factors": {}},
        {"methodology": "flying"},
    ],
)
def test_what_makes_no_whole_rule_is_not_saved(draft, change):
    with pytest.raises(NotARule):
        publishing.edit(draft, document={**draft.document, **change})

    assert RuleVersion.objects.get(pk=draft.pk).document == draft.document


def test_bound_whose_least_is_more_than_its_most_is_no_rule(draft):
    bounds = [{**draft.document["bounds"][0], "least": 10, "most": 5}]

    with pytest.raises(NotARule, match="least steps is more than the most"):
        publishing.edit(draft, document={**draft.document, "bounds": bounds})


def test_cap_that_does_not_say_how_many_is_no_rule(draft):
    with pytest.raises(NotARule, match="must say how many"):
        publishing.edit(draft, document=with_cap(draft.document, None))


def test_withdrawn_version_never_takes_effect_and_frees_its_day(current, draft):
    other = publishing.copy_version(current, now=NOW)
    rules.publish(draft, effective_from=TOMORROW, now=NOW)
    publishing.withdraw(draft, now=NOW)

    assert RuleBook().version_on(current.scenario_id, TOMORROW) == current
    with pytest.raises(AlreadyWithdrawn):
        publishing.withdraw(draft, now=NOW)
    assert rules.publish(other, effective_from=TOMORROW, now=NOW).published_at == NOW


def test_version_in_force_and_draft_are_not_withdrawn(current, draft):
    before = rows()

    with pytest.raises(InForce):
        publishing.withdraw(current, now=NOW)
    with pytest.raises(NotPublished):
        publishing.withdraw(draft, now=NOW)

    assert rows() == before


def test_version_can_be_withdrawn_until_the_last_moment_before_its_day(draft):
    rules.publish(draft, effective_from=TOMORROW, now=NOW)
    midnight = NOW + timedelta(hours=12)

    with pytest.raises(InForce):
        publishing.withdraw(draft, now=midnight)
    assert publishing.withdraw(draft, now=midnight - timedelta(seconds=1)).withdrawn_at is not None


def test_states_follow_the_calendar(current, draft):
    later = publishing.copy_version(current, now=NOW)
    withdrawn = publishing.copy_version(current, now=NOW)
    rules.publish(later, effective_from=TOMORROW, now=NOW)
    rules.publish(withdrawn, effective_from=TOMORROW + timedelta(days=1), now=NOW)
    publishing.withdraw(withdrawn, now=NOW)

    def states(day):
        by_row = {
            v.number: v.state_on(day) for v in RuleVersion.objects.with_successor().filter(scenario=current.scenario)
        }
        by_query = {
            v.number: state
            for state in State
            for v in RuleVersion.objects.in_state(state, day)
            if v.number in by_row and v.scenario_id == current.scenario_id
        }
        assert by_row == by_query
        return [by_row[number] for number in (1, 6, 7, 8)]

    assert states(TODAY) == [State.IN_FORCE, State.DRAFT, State.SCHEDULED, State.WITHDRAWN]
    assert states(TOMORROW) == [State.PAST, State.DRAFT, State.IN_FORCE, State.WITHDRAWN]


@pytest.mark.django_db(transaction=True)
def test_colleagues_who_copy_and_publish_at_once_take_turns(current):
    def copy_and_publish(_turn):
        try:
            copy = publishing.copy_version(current, now=NOW)
            rules.publish(copy, effective_from=TOMORROW, now=NOW)
        except DayTaken:
            return "taken"
        finally:
            connection.close()
        return "published"

    with ThreadPoolExecutor(4) as colleagues:
        outcomes = sorted(colleagues.map(copy_and_publish, range(4)))

    assert outcomes == ["published", "taken", "taken", "taken"]
    assert sorted(current.scenario.versions.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
