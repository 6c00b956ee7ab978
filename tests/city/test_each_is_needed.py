"""Each protection of small groups is needed: with that one alone left out the attacker finds whom it protects."""

from datetime import date, datetime, timedelta

import pytest

from city.models import PublishedDay, Subject
from city.rollups import releasing, summing
from city.transparency import reading
from common.city_time import day_span
from tests.city.accounted import keep as keep_facts
from tests.city.differencing import Attacker
from tests.city.intervals import Told, pinned
from tests.city.read_files import series
from tests.city.rolled_city import Act, RolledCity
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2026, 9, 21), date(2026, 9, 22)
MEASURES = ("acts", "grams", "credits")
Done = tuple[int, str, str, range]
"""On which of the two days, in which scenario, proven how, and by which citizens: one act each."""
PROOF_OF_FEW: tuple[Done, ...] = (
    (0, "waste-sorting", "provider", range(8)),
    (0, "metro", "provider", range(8, 10)),
    (0, "metro", "device", range(10, 18)),
)
"""Everybody knows that providers alone prove sorting: what else they prove is two who took the metro."""
FEW_BESIDE: tuple[Done, ...] = (
    (0, "walking", "device", range(10)),
    (1, "bus", "provider", range(8)),
    (1, "walking", "device", range(8, 10)),
)
"""Everybody knows that no bus counted before the second day: that day without the month's buses is two who walked."""


def attacked(*done: Done, begins: dict[str, date]) -> list[object]:
    """Two days of a city and the release of their month; what is found by whoever looked at each."""
    city = RolledCity(7, citizens=20, first_day=FIRST, districts=["jinjiang"])
    for code, day in begins.items():
        city.begin(code, day)
    attacker = Attacker(city)
    for nth, day in enumerate((FIRST, SECOND)):
        at = day_span(day)[0] + timedelta(hours=9)
        city.score([one for place, *how in done if place == nth for one in acts(city, day, at, *how)])
        summing.keep()
        city.midnight()
        attacker.look()
    city.day = date(2026, 10, 7)
    city.midnight()
    attacker.look()
    return [one for attacker.of in MEASURES for one in attacker.singled_out()]


def acts(city: RolledCity, day: date, at: datetime, scenario: str, evidence: str, citizens: range) -> list[Act]:
    assert evidence in city.takes[scenario]
    earned = [(nth, (100 + 7 * nth, 10 + nth)) for nth in citizens]
    return [Act(0, day, "jinjiang", scenario, evidence, city.citizens[nth], worth, at) for nth, worth in earned]


@pytest.mark.parametrize("is_left_out", [False, True])
def test_a_proof_of_few_is_found_where_rows_and_columns_are_told_alike(catalogue, monkeypatch, is_left_out):
    if is_left_out:
        monkeypatch.setattr(releasing, "splits_nobody", lambda cells: True)

    assert bool(attacked(*PROOF_OF_FEW, begins={})) == is_left_out


@pytest.mark.parametrize("is_left_out", [False, True])
def test_few_beside_a_scenario_are_found_where_it_is_not_bound(catalogue, monkeypatch, is_left_out):
    if is_left_out:
        known = releasing.known
        monkeypatch.setattr(releasing, "known", lambda *month_of: known(*month_of)._replace(bound=set()))

    assert bool(attacked(*FEW_BESIDE, begins={"bus": SECOND})) == is_left_out


ALL_DAYS, BESIDE = frozenset({"days"}), frozenset({"beside"})
"""What the published days say, and what was recorded and paid in the month beside them: late, or on a hidden day."""


@pytest.mark.parametrize(
    ("table", "name", "told", "step"),
    [("credits", "issued", "credits", "CREDITS_A_STEP"), ("acts", "recorded", "acts", "ACTS_A_STEP")],
)
@pytest.mark.parametrize("is_left_out", [False, True])
def test_few_beside_the_days_are_found_where_months_are_told_exactly(
    db, monkeypatch, table, name, told, step, is_left_out
):
    """A month of 900 citizens, of whom two came late: with 112 credits for 3 acts."""
    facts = {"until": NOW, "taken_until": NOW, "acts": 4037, "grams": 9, "credits": 88_041, "citizens": 900}
    PublishedDay.objects.create(day=FIRST, **facts)
    credits = [(Subject.CREDITS, code, 0, 0) for code in reading.FLOWS if code != "issued"]
    keep_facts(
        FIRST.replace(day=1),
        *credits,
        (Subject.CREDITS, "issued", 88_041 + 112, 902),
        (Subject.CREDITS, "outstanding", 88_041 + 112, 902),
        (Subject.RECORDED, "all", 4037 + 3, 902),
    )
    if is_left_out:
        monkeypatch.setattr(reading, step, 1)
    steps = getattr(reading, step)
    [day], [month] = series("days"), series(f"transparency-{table}")

    known = [
        Told(ALL_DAYS, day[told], day[told]),
        Told(ALL_DAYS | BESIDE, month[name], month[name] + steps - 1),
    ]
    assert pinned(known, [BESIDE]) == ([(BESIDE, 112 if table == "credits" else 3)] if is_left_out else [])
