"""Open data: CSV equals JSON equals the page, each field is described, and nothing is sent twice to who has it."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse

from common.open_data.fields import Type
from projects.models import BlockStatus, Organisation, Part, Purpose
from projects.public.data.tables import TABLES
from projects.registry.ordering import release, retire
from tests.conftest import NOW
from tests.projects.conftest import issued, make_project, seat, text
from tests.projects.cycle.conftest import published, submitted

EACH = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def sent(client, name: str, *args: str) -> str:
    return b"".join(client.get(reverse(f"projects:{name}", args=args))).decode("utf-8-sig")


def in_csv(client, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(sent(client, "data_csv", table))))


def in_json(client, table: str) -> list[dict[str, object]]:
    return json.loads(sent(client, "data_json", table))


@pytest.fixture
def used(project, forest, clerks):
    """Of 101 tonnes 21 are set aside and 20 used up, for whose name a spreadsheet would run."""
    editor, releaser = seat(forest, Part.EDITOR), seat(forest, Part.RELEASER)
    block = issued(project, 101_999, clerks).blocks.get(status=BlockStatus.HELD)
    order = retire(block=block, tonnes=20, beneficiary="=马拉松", purpose=Purpose.EVENT, by=editor, words="", now=NOW)
    return release(order=order, by=releaser, now=NOW)


@EACH
def test_csv_and_json_have_the_same_rows_in_the_same_order(client, used, cast, table):
    published(cast)
    rows = in_json(client, table.name)

    assert rows
    as_text = [
        {name: "" if value is None else str(value).replace("=马拉松", "'=马拉松") for name, value in row.items()}
        for row in rows
    ]
    assert in_csv(client, table.name) == as_text


@EACH
def test_each_field_is_described_and_holds_what_its_type_and_codes_say(client, used, cast, table):
    published(cast)
    described = json.loads(sent(client, "data_package"))
    [resource] = [each for each in described["resources"] if each["path"] == f"{table.name}.json"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}

    for row in in_json(client, table.name):
        assert list(row) == list(fields)
        for name, value in row.items():
            if value is not None:
                assert isinstance(value, int) == (fields[name]["type"] == Type.WHOLE)
                assert value in fields[name].get("constraints", {}).get("enum", [value])
    assert all(field["title"] and field["title_en"] for field in fields.values())
    rows = in_json(client, table.name)
    assert len({tuple(row[name] for name in table.key) for row in rows}) == len(rows)
    assert resource["schema"]["primaryKey"] == list(table.key)


def test_files_sum_up_to_what_the_page_tells(client, used):
    sums = client.get(reverse("projects:registry")).context["map"].sums
    [row] = in_json(client, "projects")

    assert tuple(sums) == (60, 21, 20, 0)
    assert (row["issued"], row["held"], row["buffer"], row["retired"], row["cancelled"]) == (101, 60, 21, 20, 0)
    assert sum(row["tonnes"] for row in in_json(client, "units")) == 101
    assert [(row["beneficiary"], row["tonnes"]) for row in in_json(client, "retirements")] == [("=马拉松", 20)]
    assert [(row["kilograms"], row["carried_kg"]) for row in in_json(client, "issuances")] == [(101_999, 999)]


def test_an_issuance_of_no_unit_has_no_numbers_and_is_news(client, clerks, forest):
    project = make_project(forest, 7, buffer_percent=0)
    issued(project, 5_000, clerks)
    address = reverse("projects:data_json", args=["issuances"])
    before = client.get(address)["ETag"]
    issued(project, 600, clerks, vintage=2026)

    assert client.get(address)["ETag"] != before
    said = ("serial", "first_unit", "last_unit", "tonnes", "kilograms", "carried_kg")
    assert [row[name] for row in in_json(client, "issuances")[1:] for name in said] == [None, None, None, 0, 600, 600]
    assert [row["serial"] for row in in_csv(client, "issuances")][1:] == [""]


def test_nobody_reads_who_holds_units(client, used):
    other = Organisation.objects.create(name=text("锦江会展"), licence="91510100MA00000002", applied_at=NOW)
    assert other.name["zh-hans"] not in "".join(sent(client, "data_json", name) for name in TABLES)
    assert "holder" not in {field.name for field in TABLES["units"].fields}


def test_what_is_not_published_is_in_no_file(client, cast):
    submitted(cast)

    assert in_json(client, "designs") == []


def test_a_project_without_a_drawn_boundary_has_none(client, used):
    [feature] = json.loads(sent(client, "data_places"))["features"]

    assert feature["geometry"] is None
    assert [feature["properties"]] == in_json(client, "projects")


@pytest.mark.parametrize("name", ["data_csv", "data_json", "data_places", "data_package"])
def test_whoever_has_what_is_still_true_gets_nothing_again(client, used, clerks, name):
    args = ["units"] if name in ("data_csv", "data_json") else []
    address = reverse(f"projects:{name}", args=args)
    first = client.get(address)
    b"".join(first)

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    issued(make_project(used.holder, 9), 3_000, clerks)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_another_name_of_an_owner_is_another_edition(client, used, forest):
    address = reverse("projects:data_json", args=["projects"])
    before = client.get(address)["ETag"]

    forest.name = text("林盘联合社")
    forest.save()

    assert client.get(address)["ETag"] != before


@pytest.mark.parametrize("address", ["registry/data/holders.csv", "registry/data/units.xlsx"])
def test_what_there_is_not_is_not_found(client, db, address):
    assert client.get(f"/{address}").status_code == 404


def test_empty_registry_has_files_with_headings_alone(client, db):
    for table in TABLES.values():
        assert sent(client, "data_csv", table.name).strip() == ",".join(field.name for field in table.fields)
        assert in_json(client, table.name) == []
    assert client.get(reverse("projects:data")).status_code == 200


def test_moments_are_of_the_city(client, used):
    [row] = in_json(client, "issuances")

    assert row["issued_at"].endswith("+08:00")
    assert row["issued_at"][:10] == f"{NOW + timedelta(hours=8):%Y-%m-%d}"
