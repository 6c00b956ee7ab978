"""The public registry: everybody reads the same sums, projects, certificates and files; nobody's holdings are told."""

import csv
from collections import Counter
from io import StringIO

import pytest
from django.urls import reverse

from projects.models import BlockStatus, Organisation, Part, Purpose, UnitBlock
from projects.public import reading
from projects.registry.ordering import release, retire, transfer
from tests.conftest import NOW
from tests.projects.conftest import issued, make_organisation, make_project, seat, text


@pytest.fixture
def used(project, forest, clerks):
    """Of 101 tonnes 21 are set aside, 30 sold and 20 used up for an event."""
    buyer = make_organisation("锦江会展", "91510100MA00000002")
    editor, releaser = seat(forest, Part.EDITOR), seat(forest, Part.RELEASER)
    block = issued(project, 101_999, clerks).blocks.get(status=BlockStatus.HELD)
    asked = {"by": editor, "words": "", "now": NOW}
    sold = transfer(block=block, tonnes=30, taker=buyer, **asked)
    order = retire(block=block, tonnes=20, beneficiary="城市马拉松", purpose=Purpose.EVENT, **asked)
    release(order=sold, by=releaser, now=NOW)
    return release(order=order, by=releaser, now=NOW)


def found(client, words: str) -> list[str]:
    page = client.get(reverse("projects:registry"), {"q": words})
    return [str(one.project) for one in page.context["listed"]]


def test_page_file_and_rows_tell_the_same(client, used):
    page = client.get(reverse("projects:registry"))
    sent = b"".join(client.get(reverse("projects:data_csv", args=["units"]))).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(sent)))

    sums = page.context["map"].sums
    assert (sums.issued, sums.held, sums.retired, sums.buffer, sums.cancelled) == (101, 60, 20, 21, 0)
    assert sum(int(row["tonnes"]) for row in rows) == 101
    by_state: Counter[str] = Counter()
    for row in rows:
        by_state[row["status"]] += int(row["tonnes"])
    assert by_state == {"held": 60, "retired": 20, "buffer": 21}
    assert [(row["first_unit"], row["last_unit"]) for row in rows] == [
        ("1", "30"),
        ("31", "50"),
        ("51", "80"),
        ("81", "101"),
    ]
    assert [one.sums for one in page.context["listed"]] == [sums]


def test_nobody_reads_who_holds_units_but_for_whom_they_were_used(client, used):
    project = client.get(reverse("projects:project", args=[used.move.issuance.project.public_id])).content.decode()
    listed = client.get(reverse("projects:registry")).content.decode()
    feed = client.get(reverse("projects:changes")).content.decode()

    assert "城市马拉松" in project
    assert not [page for page in (project, listed, feed) if "锦江会展" in page]
    assert feed.count("<entry>") == 4


def test_certificate_says_what_for_whom_and_its_code_leads_back(client, used):
    answer = client.get(reverse("projects:retirement", args=[used.public_id]))

    page = answer.content.decode()
    assert "CN-CDCER-LINPAN-0007-2025-01-31-50" in page
    assert "城市马拉松" in page
    assert "活动碳中和" in page
    assert answer.context["address"] == f"http://testserver/registry/retirements/{used.public_id}/"


def test_certificate_is_had_on_paper(client, used):
    answer = client.get(reverse("projects:retirement_pdf", args=[used.public_id]))

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert f"certificate-{used.public_id}.pdf" in answer["Content-Disposition"]


def test_what_is_not_released_has_no_certificate(client, project, forest, clerks):
    block = issued(project, 5_000, clerks).blocks.get(status=BlockStatus.HELD)
    editor = seat(forest, Part.EDITOR)
    order = retire(block=block, tonnes=1, beneficiary="城市马拉松", purpose=Purpose.EVENT, by=editor, words="", now=NOW)

    for name in ("retirement", "retirement_pdf"):
        assert client.get(reverse(f"projects:{name}", args=[order.public_id])).status_code == 404


@pytest.mark.parametrize(
    "words",
    ["项目 7", "7", "林盘合作", "31", "CN-CDCER-LINPAN-0007-2025-01-31-50", "cn-cdcer-linpan-0007-2025-01-31-50", ""],
)
def test_projects_are_found_by_name_owner_number_and_units(client, used, words):
    other = make_organisation("光伏公司", "91510100MA00000003")
    make_project(other, 9, method="photovoltaics")

    wanted = ["项目 9", "项目 7"] if words == "" else ["项目 7"]
    assert found(client, words) == wanted


@pytest.mark.parametrize(
    "words",
    [
        *("没有", "102", "0", "9" * 15, "9" * 80, "%", "没有\x00", "'", "en", "zh", "hans", "{", '"'),
        "CN-CDCER-X-1-2-3-900-901",
        "CN-CDCER-WRONG-0007-2025-01-1-80",
        "CN-CDCER-LINPAN-0008-2025-01-1-80",
        "CN-CDCER-LINPAN-0007-2024-01-1-80",
        "CN-CDCER-LINPAN-0007-2025-02-1-80",
        "CN-CDCER-LINPAN-0007-2025-01-1-102",
        "CN-CDCER-LINPAN-0007-2025-01-80-1",
        "CN-CDCER-LINPAN",
    ],
)
def test_what_names_nothing_finds_nothing(client, used, words):
    assert found(client, words) == []


def test_empty_registry_says_so(client, db):
    assert "还没有登记的项目" in client.get(reverse("projects:registry")).content.decode()


def test_pages_ask_as_much_for_many_as_for_few(client, used, clerks, django_assert_max_num_queries):
    owners = [Organisation.objects.get(pk=used.holder_id)] * 19
    for number, owner in enumerate(owners, 100):
        issued(make_project(owner, number, name=text(f"项目 {number}")), 3_000, clerks)

    with django_assert_max_num_queries(4):
        client.get(reverse("projects:registry"))
    assert reading.sums(UnitBlock.objects.all()).issued == 101 + 19 * 3
