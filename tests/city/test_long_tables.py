"""Long tables of the open data: whoever has them costs no row, and a page begins where the one before ended."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from city.rollups.models import PublishedDay
from common.open_data.series import all_series
from seals.models import SealedDay
from tests.city.published import publish, release
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def grown() -> None:
    publish()
    day = SealedDay(day=TODAY, ends_at=NOW, closed_at=NOW, closing=1, salt=b"", sealed_at=NOW, rows=0)
    day.root, day.head, day.head_hash = "0", "{}", "0"
    day.save()


LONG = [("days", "acts"), ("months", "acts"), ("transparency-sealed-days", "root")]
"""Tables that grow every day, with a column of their rows."""


@pytest.mark.parametrize(("name", "column"), LONG)
def test_who_has_a_long_table_already_costs_no_row_of_it(client, name, column):
    grown()
    address = reverse("city:data_json", args=[name])
    first = client.get(address)
    rows = json.loads(b"".join(first))

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert rows
    assert not [query["sql"] for query in asked if f'"{column}"' in query["sql"]]


def test_the_tag_of_days_changes_with_each_day_that_is_revised(client):
    grown()
    address = reverse("city:data_csv", args=["days"])
    tags = {client.get(address)["ETag"] for _look in range(2)}
    for moment in ("until", "taken_until"):
        day = PublishedDay.objects.earliest("day")
        setattr(day, moment, getattr(day, moment) + timedelta(minutes=1))
        day.save()
        tags.add(client.get(address)["ETag"])
    release(TODAY.replace(year=2025, month=3, day=1))

    assert len(tags) == 3
    assert "Last-Modified" not in client.get(address).headers


def test_the_tag_of_months_changes_when_one_is_released(client):
    grown()
    address = reverse("city:data_csv", args=["months"])
    before = client.get(address)["ETag"]
    release(TODAY.replace(year=2025, month=3, day=1))

    assert client.get(address)["ETag"] != before


@pytest.mark.parametrize("name", ["days", "months"])
def test_a_page_of_a_long_table_begins_where_the_one_before_ended(name):
    grown()
    table = all_series()[name].table
    rows = list(table.rows())
    keys = [[value for value, field in zip(row, table.fields, strict=True) if field.name in table.key] for row in rows]

    assert len(rows) > 60
    for place in (0, 1, len(rows) // 2, len(rows) - 2, len(rows) - 1):
        assert list(table.rows_after(keys[place])) == rows[place + 1 :]
