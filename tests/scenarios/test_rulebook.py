"""The rule book that a process keeps is at most a second older than the rules."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from scenarios import publishing, rulebook
from scenarios.models import RuleVersion, Scenario
from tests import rules
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("catalogue")
LATER = NOW.date() + timedelta(days=30)


@pytest.fixture
def draft() -> RuleVersion:
    walking = RuleVersion.objects.published().filter(scenario__code="walking").latest("effective_from")
    return publishing.copy_version(walking, now=NOW)


@pytest.fixture
def a_second_passes(monkeypatch) -> Callable[[], None]:
    """For the book, which then asks anew."""
    return lambda: monkeypatch.setattr(rulebook, "TRUSTED_S", 0)


def test_the_book_is_kept_while_no_rule_changes(a_second_passes, django_assert_num_queries):
    book = rulebook.current()

    with django_assert_num_queries(0):
        assert rulebook.current() is book
    a_second_passes()
    with django_assert_num_queries(1):
        assert rulebook.current() is book


def test_a_published_version_is_in_the_book_at_once_and_a_withdrawn_one_is_not(draft):
    before = rulebook.current().version_on(draft.scenario_id, LATER)

    rules.publish(draft, effective_from=LATER, now=NOW)
    assert rulebook.current().version_on(draft.scenario_id, LATER) == draft

    publishing.withdraw(draft, now=NOW)
    assert rulebook.current().version_on(draft.scenario_id, LATER) == before


def test_a_scenario_that_another_process_renamed_is_renamed_in_the_book_a_second_later(a_second_passes):
    rulebook.current()

    Scenario.objects.filter(code="walking").update(name={"zh-hans": "走路"})
    a_second_passes()

    assert str(rulebook.current().scenarios["walking"]) == "走路"
