"""The second reckoner by itself: the document's worked examples, ways of the metro, choices, independence."""

import ast
import sys
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities import second_opinion
from activities.second_opinion.acts import Act, Amount
from activities.second_opinion.choices import Nothing, best_along_the_clock, best_choice, every_choice, worth_of
from activities.second_opinion.exact_grams import CREDITS_ONLY, UnknownMethod, exact_grams
from activities.second_opinion.history import metro_ways
from activities.second_opinion.reckoner import CannotReckon, Reckoned, reckon
from activities.second_opinion.timelines import meet
from common.city_time import city_day
from methodologies.metro_network import route, stations
from methodologies.registry import all_methodologies
from scenarios.rulebook import RuleBook
from tests.conftest import NOW, RELEASED
from tests.house.test_docs import SCORING, Row, draft_of, example, number

FOLDER = Path(second_opinion.__file__).parent
PURE = ["acts", "choices", "exact_grams", "metro_ways", "reckoner", "timelines"]
WAYS = metro_ways()
STATIONS = sorted(station.code for station in stations())


# The document's examples


def act_of(row: Row, place: int, book: RuleBook, now: datetime) -> Act:
    draft = draft_of(row, now)
    day = city_day(draft.started_at)
    in_force = book.version_on(book.scenarios[draft.scenario].pk, day)
    assert in_force
    evidence = row.get("evidence", "device")
    return Act(place, draft.scenario, day, draft.started_at, draft.ended_at, evidence, draft.values, in_force.document)


def reckoned(rows: list[Row], now: datetime = NOW) -> list[Reckoned]:
    book = RuleBook()
    return reckon([act_of(row, place, book, now) for place, row in enumerate(rows)], WAYS)


def stated(rows: list[Row]) -> list[tuple[Fraction, int, int]]:
    return [(Fraction(row["exact g"]), number(row["g"]), number(row["credits"])) for row in rows]


def answers(entries: list[Reckoned]) -> list[tuple[Fraction, int, int]]:
    return [(entry.exact, entry.earned.grams, entry.earned.credits) for entry in entries]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("name", ["day-totals", "seven-rides", "overlaps", "better-proof", "best-counting"])
def test_a_history_of_the_document_earns_what_it_says(name):
    rows = example(SCORING, name)

    assert answers(reckoned(rows)) == stated(rows)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("name", "now"), [("single-acts", NOW), ("evidence", RELEASED)])
def test_each_act_of_the_document_by_itself_earns_what_it_says(name, now):
    rows = example(SCORING, name)

    assert [answers(reckoned([row], now)) for row in rows] == [[line] for line in stated(rows)]


# What acts are


NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
RULE = {"methodology": "bus", "factors": {}, "caps": [], "grams_per_credit": {"value": 10}}


def bus(place: int, start: int, minutes: int) -> Act:
    began = NOON + timedelta(minutes=start)
    return Act(place, "bus", date(2026, 11, 20), began, began + timedelta(minutes=minutes), "device", {}, RULE)


def test_a_claim_that_lacks_a_number_is_named():
    with pytest.raises(CannotReckon) as raised:
        reckon([bus(7, 0, 10)], WAYS)

    assert raised.value.number == 7


def test_a_methodology_that_the_document_does_not_know_is_not_guessed():
    unknown = Act(1, "sled", date(2026, 11, 20), NOON, NOON, "device", {}, {**RULE, "methodology": "sled"})

    with pytest.raises(UnknownMethod):
        exact_grams(unknown, WAYS)


@pytest.mark.parametrize("code", sorted(all_methodologies()))
def test_every_methodology_is_known(code):
    """A new one is written here from the document, too, or the audit has no second opinion of its acts."""
    act = Act(1, code, date(2026, 11, 20), NOON, NOON, "device", {}, {**RULE, "methodology": code})
    if code in CREDITS_ONLY:
        assert exact_grams(act, WAYS) == 0
    else:
        with pytest.raises(KeyError):
            exact_grams(act, WAYS)


# The metro


@settings(max_examples=200)
@given(origin=st.sampled_from(STATIONS), destination=st.sampled_from(STATIONS))
def test_ways_between_stations_are_as_long_as_the_metros(origin, destination):
    assert WAYS.metres(origin, destination) == route(origin, destination).distance_m


def test_no_way_leads_to_a_station_that_is_not_there():
    assert WAYS.metres("atlantis", "xipu") is None
    assert WAYS.metres("xipu", "atlantis") is None


# Choices


WEIGHED = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(0, 3), st.integers(0, 3)), max_size=10
).map(
    lambda rows: [
        (bus(place, start, minutes), (credits, grams, 2 ** (len(rows) - place)))
        for place, (start, minutes, credits, grams) in enumerate(rows)
    ]
)


@given(WEIGHED)
def test_every_choice_is_every_set_of_acts_that_do_not_meet(weighed):
    apart = [
        set(chosen)
        for size in range(len(weighed) + 1)
        for chosen in combinations(range(len(weighed)), size)
        if not any(meet(weighed[one][0], weighed[other][0]) for one, other in combinations(chosen, 2))
    ]

    assert sorted(sorted(act.number for act, _worth in choice) for choice in every_choice(weighed)) == sorted(
        map(sorted, apart)
    )


@given(WEIGHED)
def test_the_best_along_the_clock_is_the_best_of_every_choice(weighed):
    [best] = best_along_the_clock(weighed, Nothing())
    assert worth_of(best) == max(map(worth_of, every_choice(weighed)))


def test_of_equal_choices_the_one_with_the_act_recorded_first_is_best():
    one = Amount(credits=1, grams=10)
    long, first, second = bus(2, 0, 20), bus(1, 0, 10), bus(3, 10, 10)

    earlier = bus(0, 0, 20)
    two = Amount(credits=2, grams=20)
    assert {act.number for act in best_choice([(long, two), (first, one), (second, one)])} == {1, 3}
    assert {act.number for act in best_choice([(earlier, two), (first, one), (second, one)])} == {0}


# Independence


@pytest.mark.parametrize("module", PURE)
def test_it_imports_nothing_but_the_standard_library_and_itself(module):
    for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            own = name.startswith("activities.second_opinion.") and name.rpartition(".")[2] in PURE
            assert own or name.partition(".")[0] in sys.stdlib_module_names, f"{module} imports {name}"
