"""The report: written by one person and published by another, version by version, with the figures of its time."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import InternalError
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from city.cases import beginning as cases
from city.indicators import beginning as indicators
from city.indicators import series
from city.models import PublishedDay
from city.report import beginning, reading
from city.report.parts import LIST, NAMES, Part
from city.report.refusals import FiguresMoved
from common.city_time import city_day
from lists import confirming
from lists.kinds import every_kind
from lists.models import Edition
from lists.refusals import OwnEntry
from tests.city.test_indicators import PARKS, desk_of, kept
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
NEW = "/admin/lists/edition/add/?list=report"
WORK = {
    "year": "2026",
    "part": "work",
    "lead_zh": "这一年做了什么。",
    "heading_zh_1": "公园",
    "text_zh_1": "新建公园一批。\n\n\n市民走得多了。",
    "shown_1": "指标 parks\ncase universiade",
    "sources_1": "公园建成 | Parks are built | 成都日报 | Chengdu Daily | 2026-10-01 | 转载",
}


@pytest.fixture(autouse=True)
def _begun(db) -> None:
    indicators.load(NOW)
    cases.load(NOW)
    beginning.load(NOW)


@pytest.fixture
def drafter(db) -> Client:
    return desk_of("drafter", "add_edition")


@pytest.fixture
def checker(db) -> User:
    return User.objects.create(username="checker", is_staff=True)


def published(drafter: Client, checker: User, told: dict, *, at=NOW) -> Edition:
    """One writes it, another publishes it."""
    answer = drafter.post(NEW, told)
    assert answer.status_code == 302, answer.context["form"].errors
    edition = Edition.objects.filter(list_code=LIST).latest("pk")
    return confirming.confirm(edition, by=checker, now=at)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return strip_tags(answer.content.decode())


def test_the_report_of_2020_has_six_parts_and_every_section_has_words_in_both_languages_and_a_source():
    (version,) = reading.versions(2020)

    assert [part.part for part in version.parts] == list(Part)
    for part in version.parts:
        for section in part.sections:
            assert set(section.heading) == set(section.text) == {"zh-hans", "en"}, section
            assert section.sources, section
            assert all(source.title["en"] and source.publisher["en"] for source in section.sources), section


def test_what_this_portal_compiled_says_so_on_every_page(client):
    for address in ["", "2020/", *(f"2020/{part}/" for part in Part), "2020/v1/", "2020/v1/work/"]:
        assert "不是官方发布的报告" in page(client, f"/city/report/{address}"), address


def test_loading_again_changes_nothing():
    assert beginning.load(NOW + timedelta(days=1)) == 0


def test_contents_lead_to_every_section_of_every_part(client):
    contents = client.get("/city/report/2020/").content.decode()
    for part in Part:
        whole = client.get(f"/city/report/2020/{part}/").content.decode()
        for anchor in re.findall(rf'href="/city/report/2020/{part}/#([\w-]+)"', contents):
            assert f'id="{anchor}"' in whole
        assert str(NAMES[part]) in contents


def test_a_part_shows_its_indicators_with_chart_table_and_sources(client):
    whole = client.get("/city/report/2020/work/").content.decode()

    assert "145,000 辆" in whole
    assert 'class="series"' in whole
    assert "华西都市报" in whole


@pytest.mark.parametrize(
    "address", ["1999/", "2020/v2/", "2020/v0/", "2020/nonsense/", "2020/v1/nonsense/", "2020/v9.pdf"]
)
def test_what_there_is_not_is_not_found(client, address):
    assert client.get(f"/city/report/{address}").status_code == 404


def test_one_writes_a_part_and_nothing_is_public_until_another_publishes_it(client, drafter, checker):
    assert drafter.post(NEW, WORK).status_code == 302
    assert client.get("/city/report/2026/").status_code == 404

    edition = Edition.objects.get(subject="2026-work")
    with pytest.raises(OwnEntry):
        confirming.confirm(edition, by=User.objects.get(username="drafter"), now=NOW)
    confirming.confirm(edition, by=checker, now=NOW)

    text = page(client, "/city/report/2026/work/")
    assert "新建公园一批。" in text
    assert "市民走得多了。" in text
    assert "成都大运会绿色低碳办赛" in text
    assert "见于转载" in text


def test_figures_stay_those_of_the_edition_in_force_when_the_part_was_published(client, drafter, checker):
    published(drafter, checker, WORK)
    drafter.post("/admin/lists/edition/add/?list=indicator&subject=parks", {**PARKS, "kept": kept(drafter, "parks")})
    confirming.confirm(Edition.objects.get(subject="parks", number=2), by=checker, now=NOW)

    assert "1,620" in page(client, "/city/indicators/parks/")
    text = page(client, "/city/report/2026/work/")
    assert ("1,620" in text, "超过 1,500 个" in text) == (False, True)
    assert "已有更新的版本" in text


def test_a_part_is_not_published_with_figures_that_moved_since_it_was_entered(drafter, checker):
    drafter.post(NEW, WORK)
    drafter.post("/admin/lists/edition/add/?list=indicator&subject=parks", {**PARKS, "kept": kept(drafter, "parks")})
    confirming.confirm(Edition.objects.get(subject="parks", number=2), by=checker, now=NOW)

    edition = Edition.objects.get(subject="2026-work")
    with pytest.raises(FiguresMoved):
        confirming.confirm(edition, by=checker, now=NOW)

    edition.refresh_from_db()
    assert edition.confirmed_at is None


def test_earlier_versions_stay_readable_at_their_address_and_what_changed_is_told(client, drafter, checker):
    published(drafter, checker, WORK)
    later = {**WORK, "text_zh_1": "新建公园一批。\n\n市民走得更多了。"}
    published(drafter, checker, later, at=NOW + timedelta(hours=1))

    assert "市民走得更多了。" in page(client, "/city/report/2026/work/")
    assert "市民走得多了。" in page(client, "/city/report/2026/v1/work/")
    assert "之前的版本" in page(client, "/city/report/2026/v1/")
    changes = client.get("/city/report/2026/v2/changes/").content.decode()
    assert "<del>市民走得多了。</del>" in changes
    assert "<ins>市民走得更多了。</ins>" in changes
    assert "新建公园一批。" not in changes


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lists_edition SET document = '{}' WHERE list_code = 'report'",
        "UPDATE lists_edition SET confirmed_at = now() WHERE list_code = 'report'",
        "DELETE FROM lists_edition WHERE list_code = 'report'",
    ],
)
def test_what_was_published_is_immutable_in_the_database(statement):
    with pytest.raises(InternalError), connection.cursor() as cursor:
        cursor.execute(statement)


def test_sums_of_a_year_are_copied_as_they_were(client, drafter, checker):
    day = city_day(NOW) - timedelta(days=3)
    told = PublishedDay.objects.create(
        day=day, until=NOW, taken_until=NOW, acts=7, grams=12_345, credits=12, citizens=5
    )
    published(drafter, checker, {**WORK, "shown_1": f"year {day.year}"})
    PublishedDay.objects.filter(pk=told.pk).update(acts=8, grams=13_345)

    text = page(client, "/city/report/2026/work/")
    assert "7次" in text
    assert "12千克" in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"year": "26"}, "year"),
        ({"part": "nonsense"}, "part"),
        ({"lead_zh": ""}, "lead_zh"),
        ({"heading_zh_1": ""}, "heading_zh_1"),
        ({"text_zh_1": ""}, "text_zh_1"),
        ({"sources_1": ""}, "sources_1"),
        ({"sources_1": "成都日报"}, "sources_1"),
        ({"shown_1": "indicator nonsense"}, "shown_1"),
        ({"shown_1": "picture nev"}, "shown_1"),
        ({"shown_1": "project zzzz"}, "shown_1"),
        ({"shown_1": "year 1999"}, "shown_1"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_changes_nothing(drafter, wrong, field):
    answer = drafter.post(NEW, {**WORK, **wrong})

    assert field in answer.context["form"].errors
    assert not Edition.objects.filter(subject="2026-work").exists()


def test_the_form_begins_with_what_the_edition_before_says_and_entering_it_again_changes_nothing(drafter):
    for part in Part:
        form = drafter.get(f"{NEW}&subject=2020-{part}").context["form"]
        told = {name: value for name, value in form.initial.items() if name != "before"}
        answer = drafter.post(f"{NEW}&subject=2020-{part}", told)
        assert answer.status_code == 302, answer.context["form"].errors

        first, second = Edition.objects.filter(subject=f"2020-{part}").order_by("number")
        for one, other in zip(first.document["sections"], second.document["sections"], strict=True):
            assert one == other


def test_a_section_without_english_words_says_so_and_shows_the_chinese_ones(client, drafter, checker):
    published(drafter, checker, WORK)
    client.cookies["django_language"] = "en"

    text = page(client, "/city/report/2026/work/")
    assert "This section is there in Chinese alone." in text
    assert "新建公园一批。" in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_version_is_there_on_paper(client, language):
    client.cookies["django_language"] = language
    answer = client.get("/city/report/2020/v1.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="report-2020-v1.pdf"'


def test_the_paper_leads_to_where_it_was_asked_for(client, settings):
    settings.ALLOWED_HOSTS = ["carbon.example", "mirror.example"]
    first, again, elsewhere = (
        client.get("/city/report/2020/v1.pdf", headers={"host": f"{name}.example"}).content
        for name in ("carbon", "carbon", "mirror")
    )

    assert first == again
    assert first != elsewhere


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("636 低碳城市", "/city/report/2020/general/#section-5"),
        ("逐年编写 综合篇", "/city/report/2020/general/#section-1"),
        ("千秋山 绿肺", "/city/report/2020/districts/#section-1"),
        ("守护成都绿", "/city/report/2020/work/#section-5"),
        ("25项任务", "/city/report/2020/policies/#section-1"),
    ],
)
def test_the_search_finds_sections_of_the_report(client, asked, address):
    assert f'href="{address}' in client.get("/search/", {"q": asked}).content.decode()


def test_every_indicator_that_the_report_shows_says_what_it_said_at_its_publication():
    (version,) = reading.versions(2020)
    shown = [one for part in version.parts for section in part.sections for one in section.shown]

    named = {one["code"] for one in shown if one["kind"] == "indicator"}
    assert named <= {indicator.code for indicator in series.indicators()}
    assert {one["edition"] for one in shown} == {1}


def test_the_desk_compares_an_edition_section_by_section(drafter, checker):
    edition = published(drafter, checker, WORK)

    told = dict(every_kind()[LIST].lines(edition.document))
    assert "新建公园一批。" in told["第1节"]
    assert "指标 parks · 1" in told["第1节"]
