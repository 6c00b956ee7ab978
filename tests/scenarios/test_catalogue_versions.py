"""A release brings rule versions to an installation that is there: beside what is published and what the desk did."""

from datetime import UTC, date, datetime, timedelta
from shutil import copytree

import pytest
import yaml

from scenarios import catalogue, publishing
from scenarios.catalogue import FOLDER, CatalogueError
from scenarios.models import RuleVersion
from scenarios.rulebook import RuleBook
from tests import rules
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

FOUNDED = date(2016, 1, 1)
NEXT, AFTER_NEXT = date(2026, 12, 1), date(2026, 12, 20)
BEFORE, ON, LONG_AFTER = (datetime(2026, *day, 4, 0, tzinfo=UTC) for day in ((10, 31), (12, 1), (12, 31)))
"""Noon of days before, on and after the second version's first."""


@pytest.fixture
def release(tmp_path):
    """The folder of a release whose walking has these versions, each with its price of a credit."""

    def make(name, **prices):
        folder = copytree(FOLDER, tmp_path / name)
        entry = yaml.safe_load((folder / "walking.yaml").read_text(encoding="utf-8"))
        whole = entry["versions"][0]
        price = whole["grams_per_credit"]
        entry["versions"] = [
            {**whole, "number": number, "effective_from": day, "grams_per_credit": {**price, "value": grams}}
            for number, (day, grams) in enumerate(prices.items(), start=1)
        ]
        (folder / "walking.yaml").write_text(yaml.safe_dump(entry, allow_unicode=True), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def first(release):
    return release("first", **{"2016-01-01": 10})


@pytest.fixture
def second(release):
    return release("second", **{"2016-01-01": 10, "2026-12-01": 20})


@pytest.fixture
def third(release):
    return release("third", **{"2016-01-01": 10, "2026-12-01": 20, "2026-12-20": 40})


def versions():
    """Walking's versions by number: from when, and for how many grams a credit."""
    rows = RuleVersion.objects.filter(scenario__code="walking").order_by("number")
    return [(row.number, row.effective_from, row.document["grams_per_credit"]["value"]) for row in rows]


def price_on(day):
    book = RuleBook()
    found = book.rule_on(book.scenarios["walking"].pk, day)
    assert found
    return found[1].grams_per_credit.value


def walking(number):
    return RuleVersion.objects.get(scenario__code="walking", number=number)


def dearer(draft):
    price = {**draft.document["grams_per_credit"], "value": 30}
    return publishing.edit(draft, document={**draft.document, "grams_per_credit": price})


@pytest.mark.parametrize("now", [BEFORE, ON, LONG_AFTER])
def test_a_first_start_on_any_day_founds_every_version_for_its_own_day(third, now):
    for _start in range(2):
        catalogue.load(now, third)

    assert versions() == [(1, FOUNDED, 10), (2, NEXT, 20), (3, AFTER_NEXT, 40)]


@pytest.mark.parametrize(
    ("now", "from_day"),
    [(BEFORE, NEXT), (ON - timedelta(days=1), NEXT), (ON, date(2026, 12, 2)), (LONG_AFTER, date(2027, 1, 1))],
)
def test_a_version_that_comes_later_takes_effect_on_its_day_and_tomorrow_at_the_earliest(first, second, now, from_day):
    catalogue.load(BEFORE, first)

    for start in range(3):
        catalogue.load(now + timedelta(days=start), second)

    assert versions() == [(1, FOUNDED, 10), (2, from_day, 20)]
    assert price_on(from_day - timedelta(days=1)) == 10


def test_of_several_versions_that_come_too_late_the_last_takes_effect(first, third):
    catalogue.load(BEFORE, first)

    for start in range(3):
        catalogue.load(LONG_AFTER + timedelta(days=start), third)

    assert versions() == [(1, FOUNDED, 10), (3, date(2027, 1, 1), 40)]


def test_a_draft_of_the_desks_keeps_its_number_and_its_words(first, second, third):
    catalogue.load(BEFORE, first)
    dearer(publishing.copy_version(walking(1), now=BEFORE))

    for _start in range(2):
        catalogue.load(BEFORE, second)
    for _start in range(2):
        catalogue.load(BEFORE, third)

    assert [row[:1] + row[2:] for row in versions()] == [(1, 10), (2, 30), (3, 20), (4, 40)]
    assert walking(2).published_at is None
    assert [price_on(day) for day in (FOUNDED, NEXT, AFTER_NEXT)] == [10, 20, 40]


def test_what_the_desk_has_published_is_not_taken_back_by_a_release(first, second, caplog):
    catalogue.load(BEFORE, first)
    draft = dearer(publishing.copy_version(walking(1), now=BEFORE))
    rules.publish(draft, effective_from=NEXT, now=BEFORE)
    before = versions()

    catalogue.load(BEFORE, second)

    assert versions() == before
    assert price_on(NEXT) == 30
    assert "walking v2 of the catalogue: left out, since the desk has published its own" in caplog.text


def test_a_version_that_the_desk_withdrew_stays_withdrawn(first, second):
    catalogue.load(BEFORE, first)
    catalogue.load(BEFORE, second)
    publishing.withdraw(walking(2), now=BEFORE)

    catalogue.load(BEFORE, second)

    assert versions() == [(1, FOUNDED, 10), (2, NEXT, 20)]
    assert price_on(NEXT) == 10


@pytest.mark.parametrize(
    "prices",
    [
        {"2016-01-01": 10, "2026-12-01": 25},
        {"2016-01-01": 10, "2026-12-02": 20},
        {"2016-01-01": 15, "2026-12-01": 20},
    ],
)
def test_a_release_that_rewrites_what_another_brought_is_refused(second, release, prices):
    catalogue.load(NOW, second)
    before = versions()

    with pytest.raises(CatalogueError, match=r"walking v[12] is published and cannot change; add a version instead"):
        catalogue.load(NOW, release("rewritten", **prices))

    assert versions() == before
