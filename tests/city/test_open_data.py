"""Every public series: CSV equals JSON equals the API, each file is as described, and nothing is sent twice."""

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.http import Http404
from django.urls import reverse
from frictionless import Package, validate

from city.api.cursor import page_of
from city.api.throttle import ByAddress
from city.cases import beginning as cases
from city.catalogue import editions
from city.indicators import beginning as indicators
from city.indicators import series as known_indicators
from city.models import DatasetEdition
from city.news import beginning as news
from city.report import beginning as report
from city.report import reading
from city.rollups.models import PublishedCell, PublishedDay
from common.csv_stream import plain_cell
from common.open_data.fields import Field, Row, Table, Type
from common.open_data.series import all_series
from credits import budgets
from scenarios.models import EmissionFactor
from tests.campaigns.conftest import OPENS, WRITES, make_staff, opened
from tests.city.accounted import account
from tests.conftest import NOW, TODAY

EACH = pytest.mark.parametrize("name", all_series())
OURS = [name for name, series in all_series().items() if series.address is None]
FACTOR = {
    "code": "made-up",
    "value": "1.50",
    "unit": "g/step",
    "region": "chengdu",
    "year": 2026,
    "standing": "demo",
    "source": {"title": {"zh-hans": "=演示"}, "publisher": {"zh-hans": "门户"}, "date": "2026"},
}


@pytest.fixture(autouse=True)
def _begun(db, catalogue, venues, budget) -> None:
    indicators.load(NOW)
    cases.load(NOW)
    news.load(NOW)
    report.load(NOW)
    opened(make_staff("author", *WRITES), make_staff("opener", *OPENS))
    account(budgets.pots()[0].code)
    figures = {"acts": 9, "grams": 1440, "credits": 144, "citizens": 5}
    PublishedDay.objects.create(day=TODAY, until=NOW, taken_until=NOW, late=1, revised_at=NOW, **figures)
    month = {"month": TODAY.replace(day=1), "released_at": NOW}
    PublishedCell.objects.create(**month, **figures)
    PublishedCell.objects.create(**month, district=PublishedCell.REST)


def sent(client, name: str, form: str) -> str:
    series = all_series()[name]
    address = series.address(form) if series.address else reverse(f"city:data_{form}", args=[name])
    return b"".join(client.get(address)).decode("utf-8-sig")


def in_csv(client, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(sent(client, name, "csv"))))


def in_json(client, name: str) -> list[dict[str, object]]:
    return json.loads(sent(client, name, "json"))


def all_pages(client, name: str) -> list[dict[str, object]]:
    rows, after = [], ""
    while True:
        answer = client.get(reverse("city_api:rows", args=[name]), {"after": after} if after else {}).json()
        rows += answer["rows"]
        after = answer["next"]
        if after is None:
            return rows


def as_text(value: object, kind: Type) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return ""
    return str(value if kind is Type.NUMBER else plain_cell(value))


@EACH
def test_csv_json_and_api_have_the_same_rows_in_the_same_order(client, name):
    rows = in_json(client, name)
    kinds = {field.name: field.type for field in all_series()[name].table.fields}

    assert in_csv(client, name) == [{key: as_text(value, kinds[key]) for key, value in row.items()} for row in rows]
    assert all_pages(client, name) == rows


@EACH
def test_each_row_is_as_its_fields_are_described(client, name):
    table, rows = all_series()[name].table, in_json(client, name)

    assert len({tuple(row[part] for part in table.key) for row in rows}) == len(rows)
    for row in rows:
        assert list(row) == [field.name for field in table.fields]
        for field in table.fields:
            value = row[field.name]
            assert value is not None or not field.is_required, field.name
            if value is not None:
                assert isinstance(value, bool) == (field.type is Type.FLAG), field.name
                assert (type(value) is int) == (field.type is Type.WHOLE), field.name
                assert not field.codes or value in field.codes(), (field.name, value)


def test_series_of_what_is_known_are_not_empty(client):
    assert len(in_json(client, "cases")) == 16
    assert len(in_json(client, "indicators")) == 44
    assert len(in_json(client, "districts")) == 23
    assert len({(row["row"], row["column"]) for row in in_json(client, "districts")}) == 23
    figures = in_json(client, "indicator-figures")
    assert len(figures) == sum(len(one.figures) for one in known_indicators.indicators())
    assert len(in_json(client, "news")) == len(news.documents())
    [last] = reading.versions(2020)
    assert len(in_json(client, "report-sections")) == sum(len(part.sections) for part in last.parts)
    known = ("past-campaigns", "scenarios", "factors", "venues", "transparency-rule-changes")
    assert all(in_json(client, name) for name in known)


@pytest.mark.django_db(transaction=True)
def test_the_package_and_every_file_of_it_are_valid_by_their_own_tool(live_server, client):
    """Frictionless fetches the description and each CSV and JSON file, and reads them by their schema.

    A list of no rows is no table of JSON to it; of CSV it is one.
    """
    address = f"{live_server.url}{reverse('city:data_package')}"
    report = validate(address, type="package")

    assert len(Package.from_descriptor(address).resources) == len(report.tasks) == 2 * len(all_series())
    empty = {f"{name}-json" for name in all_series() if not in_json(client, name)}
    assert {task.name: task.errors for task in report.tasks if not task.valid and task.name not in empty} == {}
    assert len(empty) < 8


def test_the_catalogue_leads_to_every_file_and_page(client):
    catalogue = json.loads(client.get(reverse("city:data_catalogue")).content)

    assert [one["dct:identifier"] for one in catalogue["dcat:dataset"]] == list(all_series())
    for dataset in catalogue["dcat:dataset"]:
        addresses = [one["dcat:downloadURL"]["@id"] for one in dataset["dcat:distribution"]]
        for address in [*addresses, dataset["dcat:landingPage"]["@id"]]:
            assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_tag_changes_when_a_row_does_and_at_no_other_time(client, form):
    address = reverse(f"city:data_{form}", args=["factors"])
    first = client.get(address)
    assert len(b"".join(first)) > 1000

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(reverse(f"city:data_{form}", args=["cases"]))["ETag"] != first["ETag"]
    EmissionFactor.bring(FACTOR)
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "made-up" in b"".join(changed).decode()
    assert client.get(address)["ETag"] == changed["ETag"]


def test_who_asks_by_date_is_told_only_what_has_been_seen(client):
    address = reverse("city:data_csv", args=["factors"])
    assert "Last-Modified" not in client.get(address).headers

    assert editions.note(now=NOW) == len(OURS)
    assert editions.note(now=NOW + timedelta(hours=1)) == 0
    seen = client.get(address)["Last-Modified"]
    assert client.get(address, headers={"If-Modified-Since": seen}).status_code == 304
    EmissionFactor.bring(FACTOR)
    fresh = client.get(address, headers={"If-Modified-Since": seen})
    assert (fresh.status_code, "Last-Modified" in fresh.headers) == (200, False)
    assert editions.note(now=NOW + timedelta(hours=2)) == 1
    assert client.get(address, headers={"If-Modified-Since": seen}).status_code == 200
    assert DatasetEdition.objects.filter(series="factors").count() == 2


def test_a_text_that_a_spreadsheet_would_run_is_marked_in_csv_alone(client):
    EmissionFactor.bring(FACTOR)

    [in_file] = [row for row in in_csv(client, "factors") if row["factor"] == "made-up"]
    [row] = [row for row in in_json(client, "factors") if row["factor"] == "made-up"]
    assert (in_file["source_zh"], row["source_zh"]) == ("'=演示", "=演示")
    assert (in_file["value"], row["value"]) == ("1.5", "1.5")


def test_pages_of_other_sites_may_read_and_ask_first(client):
    for address in (reverse("city:data_json", args=["cases"]), reverse("projects:data_csv", args=["units"])):
        asked = client.options(address)
        assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "If-None-Match, If-Modified-Since")
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"
    assert client.get(reverse("city_api:cases"))["Access-Control-Allow-Origin"] == "*"
    assert client.post(reverse("city:data_json", args=["cases"])).status_code == 405


@pytest.mark.parametrize("address", ["city/data/nothing.csv", "city/data/registry-units.csv", "city/data/cases.xlsx"])
def test_what_there_is_not_is_not_found(client, address):
    assert client.get(f"/{address}").status_code == 404


def test_the_page_names_every_series_with_its_files_and_fields(client):
    editions.note(now=NOW)
    page = client.get(reverse("city:data")).content.decode()

    for series in all_series().values():
        assert f'id="{series.name}"' in page
        assert all(f"<code>{field.name}</code>" in page for field in series.table.fields)
    for name in OURS:
        assert f"/city/data/{name}.csv" in page


def table_of(count: int, read: list[int], *, name: str = "numbers") -> Table:
    """Which notes each row that is read."""

    def rows() -> Iterator[Row]:
        for number in range(count):
            read.append(number)
            yield number, 2 * number

    fields = [Field(one, Type.WHOLE, one) for one in ("number", "twice")]
    return Table(name, name, name, ("number",), fields, rows)


def test_what_follows_nothing_costs_no_row():
    read: list[int] = []
    table = table_of(500, read)
    following = page_of(table, None).following
    of_another = page_of(table_of(500, [], name="others"), None).following
    read.clear()

    for made_up in ("Wzk5OTld", f"{following}x", following[1:], of_another, "W10:", "é\x00"):
        with pytest.raises(Http404):
            page_of(table, made_up)
    assert read == []


def test_a_page_reads_no_row_that_comes_after_it():
    read: list[int] = []
    table = table_of(500, read)
    second = page_of(table, page_of(table, None).following)
    read.clear()

    assert [row["number"] for row in page_of(table, second.following).rows] == list(range(200, 300))
    assert max(read) == 300


def test_pages_of_a_table_that_finds_its_rows_by_key_read_nothing_else():
    read: list[int] = []
    asked: list[int] = []

    def rows_after(key):
        asked.append(key[0])
        return iter([(100, 200)])

    table = table_of(150, read)._replace(rows_after=rows_after)
    following = page_of(table, None).following
    read.clear()

    assert page_of(table, following) == ([{"number": 100, "twice": 200}], None)
    assert (read, asked) == ([], [99])


@pytest.mark.parametrize("after", ["x", "W10", "bnVsbA", "W1tbW1tb", "é", "A" * 500])
def test_a_page_after_nothing_is_not_found(client, after):
    answer = client.get(reverse("city_api:rows", args=["cases"]), {"after": after})

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_the_api_tells_indicators_and_cases_by_district_and_category(client):
    whole = client.get(reverse("city_api:indicators")).json()
    assert (len(whole["indicators"]), whole["next"]) == (44, None)
    of_pujiang = client.get(reverse("city_api:indicators"), {"district": "pujiang"}).json()["indicators"]
    assert {one["district"] for one in of_pujiang} == {"pujiang"}
    assert client.get(reverse("city_api:indicator", args=["good-air"])).json()["code"] == "good-air"
    found = client.get(reverse("city_api:cases"), {"category": "ecosystem"}).json()["cases"]
    assert {one["category"] for one in found} == {"ecosystem"}
    assert client.get(reverse("city_api:case", args=["universiade"])).json()["source"]["title"]["zh-hans"]
    for asked in ({"category": "magic"}, {"district": "atlantis"}, {"after": "nobody"}):
        assert client.get(reverse("city_api:cases"), asked).status_code == 404


def test_whoever_asks_too_often_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(ByAddress, "rate", "3/min")
    answers = [client.get(reverse("city_api:series")) for _time in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert 0 < int(answers[-1]["Retry-After"]) <= 61
    assert answers[-1]["Access-Control-Allow-Origin"] == "*"
    assert client.get(reverse("city_api:series"), REMOTE_ADDR="198.51.100.7").status_code == 200


def test_who_has_a_network_of_ipv6_has_no_more_than_one_address(client, monkeypatch):
    monkeypatch.setattr(ByAddress, "rate", "3/min")
    answers = [client.get(reverse("city_api:series"), REMOTE_ADDR=f"2001:db8::{last}") for last in range(1, 5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert client.get(reverse("city_api:series"), REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


def test_the_search_finds_series_by_name_and_by_field_in_both_languages(client):
    for asked, address in {
        "开放数据 案例": None,
        "方格图": "/city/data/#districts",
        "Refusals by reason": "/city/transparency/#transparency-refusals",
        "排放因子": None,
        "月末持有": "/city/transparency/#transparency-credits",
    }.items():
        page = client.get("/search/", {"q": asked}).content.decode()
        assert address is None or f'href="{address}"' in page, asked


def test_what_is_hidden_in_a_month_is_empty_and_not_nought(client):
    whole, rest = in_json(client, "months")

    assert (whole["district"], whole["acts"], whole["citizens_at_least"]) == ("all", 9, 5)
    assert (rest["district"], rest["acts"], rest["citizens_at_least"]) == ("rest", None, None)
    assert in_csv(client, "months")[1]["acts"] == ""
    assert [row["late"] for row in in_json(client, "days")] == [1]
