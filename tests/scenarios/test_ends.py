"""A scenario ends on a day: nothing counts from then on, what was done before does, a later version begins again."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from activities.models import Assessment
from activities.refusals import NotInForce
from scenarios import publishing
from scenarios.models import RuleVersion, Scenario
from scenarios.refusals import DayTaken, EndsOnItsDay, NothingToEnd, PublishedForThePast
from scenarios.rehearsals.asking import ask
from scenarios.rehearsals.refusals import NothingToRehearse
from scenarios.rulebook import RuleBook
from tests import rules
from tests.conftest import NOW, record, score_everything, walk

TODAY = date(2026, 11, 23)
ENDS = date(2027, 1, 1)
"""After every version of the catalogue."""
ONE_DAY = timedelta(days=1)


@pytest.fixture
def scenario(catalogue) -> Scenario:
    return Scenario.objects.get(code="walking")


@pytest.fixture
def end(scenario) -> RuleVersion:
    return publishing.draft_end(scenario, effective_from=ENDS, now=NOW)


@pytest.fixture
def ended(end) -> RuleVersion:
    return rules.publish(end, effective_from=ENDS, now=NOW)


def test_nothing_is_in_force_from_the_day_of_the_end_on(scenario, ended):
    book = RuleBook()

    assert book.version_on(scenario.pk, ENDS - ONE_DAY)
    assert book.version_on(scenario.pk, ENDS) is None
    assert book.rule_on(scenario.pk, ENDS + 300 * ONE_DAY) is None
    assert scenario not in [one for one, _version, _rule in book.rules_on(ENDS)]
    assert ended not in book.versions_of(scenario.pk)


def test_the_last_day_is_told_from_the_day_on_which_the_end_is_published(scenario, end):
    assert RuleBook().last_day_of(scenario.pk, TODAY) is None

    rules.publish(end, effective_from=ENDS, now=NOW)

    book = RuleBook()
    assert book.last_day_of(scenario.pk, TODAY) == ENDS - ONE_DAY
    assert book.last_day_of(scenario.pk, ENDS - ONE_DAY) == ENDS - ONE_DAY
    assert book.last_day_of(scenario.pk, ENDS) is None
    publishing.withdraw(ended := RuleVersion.objects.get(pk=end.pk), now=NOW)
    assert RuleBook().last_day_of(scenario.pk, TODAY) is None
    assert ended.ends


def test_acts_of_its_last_day_arrive_late_and_count_and_those_after_it_do_not(ended, alice, budget):
    now = NOW + 42 * ONE_DAY

    last, first = record(alice, walk(8000, days_ago=4, now=now), walk(8000, days_ago=3, now=now), now=now)
    score_everything(now)

    assert isinstance(first.error, NotInForce)
    assert list(Assessment.objects.values_list("activity_id", "grams", "credits")) == [(last.activity.pk, 160, 16)]


def test_acts_of_its_last_day_arrive_no_later_than_their_rule_lets_them(ended, alice, budget):
    now = NOW + 69 * ONE_DAY

    first_after, late = record(alice, walk(8000, days_ago=30, now=now), walk(8000, days_ago=31, now=now), now=now)
    assert isinstance(first_after.error, NotInForce)

    assert late.error.code == "too_late"


def test_a_later_version_begins_again(scenario, ended):
    first = RuleVersion.objects.get(scenario=scenario, number=1)
    again = rules.publish(publishing.copy_version(first, now=NOW), effective_from=ENDS + 10 * ONE_DAY, now=NOW)

    book = RuleBook()
    assert book.version_on(scenario.pk, ENDS + 9 * ONE_DAY) is None
    assert book.version_on(scenario.pk, ENDS + 10 * ONE_DAY) == again


@pytest.mark.parametrize(("day", "refusal"), [(TODAY, PublishedForThePast), (ENDS, DayTaken)])
def test_end_is_drafted_for_a_free_day_to_come(scenario, ended, day, refusal):
    with pytest.raises(refusal):
        publishing.draft_end(scenario, effective_from=day, now=NOW)

    assert RuleVersion.objects.filter(ends=True).count() == 1


def test_what_has_ended_does_not_end_again(scenario, ended):
    with pytest.raises(NothingToEnd):
        publishing.draft_end(scenario, effective_from=ENDS + ONE_DAY, now=NOW)


def test_end_is_published_for_the_day_for_which_it_was_approved(end):
    with pytest.raises(EndsOnItsDay):
        rules.publish(end, effective_from=ENDS + ONE_DAY, now=NOW)

    assert RuleVersion.objects.get(pk=end.pk).published_at is None


def test_database_knows_no_end_with_a_rule(scenario, end):
    first = RuleVersion.objects.get(scenario=scenario, number=1)

    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.filter(pk=end.pk).update(document=first.document)


def test_end_is_not_rehearsed(end):
    with pytest.raises(NothingToRehearse):
        ask(version=end, days=1, by=rules.make_approver(), now=NOW)

    assert not end.rehearsals.exists()
