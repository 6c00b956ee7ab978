"""No group of fewer than five citizens is found by subtracting public figures, whatever the city is like."""

from datetime import date, timedelta

import pytest
from django.db import connection

from city.rollups import publishing, reading, splitting, summing
from city.rollups.periods import Unit
from common.city_time import day_span
from tests.city.differencing import Attacker
from tests.city.rolled_city import ONE_DAY, RolledCity

FIRST = date(2026, 9, 10)

MEASURES = ("acts", "grams", "credits")

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def watched(
    seed: int, *, citizens: int, acts_a_day: int, days: int = 14, begins: dict[str, date] | None = None
) -> Attacker:
    """A city of a few days, and then nothing until its month is released; somebody looks after each job."""
    city = RolledCity(seed, citizens=citizens, first_day=FIRST, districts=["jinjiang", "pujiang", "jintang", ""])
    city.latest = 3
    for code, day in (begins or {}).items():
        city.begin(code, day)
    attacker = Attacker(city)
    for _day in range(days):
        for hour in (9, 15, 21):
            now = day_span(city.day)[0] + timedelta(hours=hour)
            city.do(now, city.chance.randint(0, acts_a_day))
            city.do(now, city.chance.choice([0, 0, 1, 9]), late=1.0)
            summing.keep()
            publishing.publish_today(now + timedelta(hours=1))
            attacker.look()
            still = [act for act in city.acts if act.revoked_at is None and act.day > city.day - 3 * ONE_DAY]
            gone = city.chance.sample(still, min(len(still), city.chance.choice([0, 0, 0, 2, 7])))
            city.revoke(gone, now + timedelta(hours=2))
        city.midnight()
        attacker.look()
    city.day = date(2026, 10, 7)
    city.midnight()
    attacker.look()
    return attacker


@pytest.mark.parametrize("begins", [{}, {"bus": date(2026, 9, 22), "waste-sorting": date(2026, 9, 23)}])
@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_found_by_subtracting(catalogue, seed, begins):
    citizens, acts_a_day = [8, 14, 25, 40, 60, 90][seed], [6, 9, 15, 25, 40, 60][seed]
    attacker = watched(seed, citizens=citizens, acts_a_day=acts_a_day, begins=begins)

    assert attacker.seen
    for attacker.of in MEASURES:
        assert attacker.singled_out() == []


def test_somebody_is_found_once_nothing_is_suppressed(catalogue, monkeypatch):
    for module in (publishing, splitting):
        monkeypatch.setattr(module, "FEWEST", 1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE city_publishedday DROP CONSTRAINT published_day_of_five")
        cursor.execute("ALTER TABLE city_publishedcell DROP CONSTRAINT published_cell_of_five_or_hidden")

    found = watched(2, citizens=25, acts_a_day=6).singled_out()

    assert len(found) > 20
    assert "difference" in {name[0] for name in found}


def test_longer_periods_are_the_sums_of_what_is_shown(catalogue):
    city = watched(3, citizens=40, acts_a_day=25).city
    days = reading.by_period(Unit.DAY, before=city.day, count=99)

    for unit in (Unit.WEEK, Unit.MONTH, Unit.YEAR):
        table = reading.by_period(unit, before=city.day, count=99)
        assert sum(row.acts or 0 for row in table.rows) == days.total.acts == table.total.acts
        assert sum(row.left_out for row in table.rows) == sum(row.is_hidden for row in days.rows)
    for row in reading.by_district("2026").rows:
        months = reading.over_time(Unit.MONTH, district=row.key).rows
        assert (row.acts or 0) == sum(month.acts or 0 for month in months)
