"""Whoever writes another figure into a roll-up, or into what was published, is found by the audit."""

from datetime import date

import pytest
from django.db import connection

from city import audit
from city.models import PublishedCell, PublishedDay, RolledDay, Rollup
from tests.city.rolled_city import RolledCity

pytestmark = pytest.mark.django_db

SUMMED, OF_DAY, OF_MONTH = (
    "roll_ups_are_not_their_sum",
    "published_day_is_not_its_sum",
    "published_month_does_not_come_to_its_days",
)


@pytest.fixture
def city(catalogue) -> RolledCity:
    city = RolledCity(3, citizens=40, first_day=date(2026, 9, 25), districts=["jinjiang", "pujiang"])
    city.live(14, acts_a_day=25, late=0.02)
    assert PublishedCell.objects.exists()
    assert codes() == []
    return city


def codes() -> list[str]:
    return [finding.code for finding in audit.findings()]


def told(statement: str) -> list[str]:
    """As the owner of the tables, who can do what the portal cannot."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount == 1
    return codes()


@pytest.mark.parametrize("column", ["acts", "grams", "credits", "citizens"])
def test_another_figure_in_a_roll_up_is_found(city, column):
    lie = f"UPDATE city_rollup SET {column} = {column} + 1 WHERE id = (SELECT min(id) FROM city_rollup)"
    assert told(lie) == [SUMMED]


def test_a_roll_up_that_is_gone_or_made_up_is_found(city):
    assert told("DELETE FROM city_rollup WHERE id = (SELECT min(id) FROM city_rollup)") == [SUMMED]
    made_up = """
        INSERT INTO city_rollup (day, district, scenario_id, acts, grams, credits, citizens)
        SELECT day, 'jintang', scenario_id, 9, 9, 9, 9 FROM city_rollup ORDER BY id LIMIT 1
    """
    assert told(made_up) == [SUMMED, SUMMED]


def test_another_published_day_is_found_and_does_not_fit_its_month(city):
    whole = "until >= (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AND day >= '2026-09-25'"
    chosen = f"SELECT min(day) FROM city_publishedday WHERE {whole}"
    assert told(f"UPDATE city_publishedday SET grams = grams - 1 WHERE day = ({chosen})") == [OF_DAY, *[OF_MONTH] * 4]


def test_another_figure_of_a_released_month_is_found(city):
    lie = "UPDATE city_publishedcell SET acts = acts + 5 WHERE district = 'jinjiang' AND scenario = 'all'"
    assert told(f"{lie} AND month = '2026-09-01'") == [OF_MONTH]


def test_roll_ups_that_are_all_gone_are_no_lie(city):
    Rollup.objects.all().delete()
    RolledDay.objects.all().delete()

    assert codes() == []
    assert PublishedDay.objects.exists()
