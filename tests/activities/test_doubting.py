"""Rules that doubt and rules that do not: where nothing comes of doubts nothing differs; a batch asks alike for all."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.gate.drafts import Draft
from activities.models import Activity, Doubted, Status
from activities.scoring import scorer
from common.city_time import day_span
from methodologies.base import Span
from scenarios.rules import Doubting
from tests.activities.doubting_rules import doubt_from_now_on, doubts
from tests.conftest import NOW, make_citizen, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

BEFORE, SINCE = date(2026, 11, 20), date(2026, 11, 21)
MINUTE = timedelta(minutes=1)

rides = st.tuples(
    st.just("bike-share"), st.integers(0, 1_200), st.integers(15, 60), st.integers(2_000, 6_000), st.integers(2, 24)
)


def drafts_on(day: date, told: list[tuple[str, int, int, int, int]]) -> list[Draft]:
    """Rides of that day, and its steps: as many thousands as the last ride says."""
    midnight, end = day_span(day)
    made = []
    for number, (scenario, minute, minutes, metres, _steps) in enumerate(told):
        begun = midnight + minute * MINUTE
        values = {"distance_m": metres}
        made.append(Draft(scenario, Span.PERIOD, begun, begun + minutes * MINUTE, values, f"{number}"))
    return [*made, Draft("walking", Span.DAY, midnight, end, {"steps": told[-1][4] * 4_000}, "steps")]


@pytest.mark.parametrize("drawn", [0, 1000])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(rides, min_size=1, max_size=6))
def test_a_rule_that_only_notes_pays_as_one_that_doubts_nothing(drawn, told):
    if not Doubted.objects.exists() and not Activity.objects.exists():
        doubt_from_now_on("bike-share", "walking", since=SINCE, lower=None, review=None, refuse=None, drawn=drawn)
    believed, noted = make_citizen(), make_citizen()
    record(believed, *drafts_on(BEFORE, told))
    record(noted, *drafts_on(SINCE, told))
    score_everything()

    def came(citizen):
        acts = Activity.objects.of(citizen.pk).order_by("pk")
        return list(acts.values_list("status", "assessment__grams", "assessment__credits"))

    assert came(believed) == came(noted)
    assert not Doubted.objects.filter(citizen=believed).exists()


def test_a_batch_asks_as_much_for_many_as_for_one():
    doubt_from_now_on("bike-share", "walking")

    def asked(citizens: int) -> int:
        for citizen in [make_citizen() for _number in range(citizens * 16)]:
            record(citizen, walk(5_000), ride(2_000), walk(52_000, days_ago=1))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            scorer.score_batch(Activity.objects.latest("pk").citizen_id % 16, now=NOW)
        score_everything()
        return len(asked)

    first = asked(1)
    assert asked(4) == first
    assert Activity.objects.filter(status=Status.REVIEW).count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"lower": 70, "review": 60},
        {"review": 130, "refuse": 120},
        {"drawn": 1001},
    ],
)
def test_thresholds_that_make_no_sense_are_no_rule(wrong):
    with pytest.raises(ValueError, match=r"weighs|drawn"):
        Doubting.from_document(doubts(**wrong))
