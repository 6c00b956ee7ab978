"""The districts' pages: each tells what is known of it, the census with whom it counts together, and is found."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.districts import District
from city.cases import beginning as cases
from city.districts.population import census
from city.indicators import beginning as indicators
from common.pages import kept
from tests.conftest import NOW
from tests.projects.conftest import make_organisation, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _begun(db) -> None:
    indicators.load(NOW)
    cases.load(NOW)
    cache.clear()
    kept.forget()


def said_of(client, code: str, language: str = "zh-hans") -> str:
    answer = client.get(reverse("city:district", args=[code]), headers={"accept-language": language})
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def test_the_census_counts_every_district_once_and_adds_up_to_the_city():
    counted = [district for area in census().areas for district in area.districts]

    assert sorted(counted) == sorted(District)
    assert sum(area.people for area in census().areas) == census().people == 20_937_757


def test_every_district_has_a_page_and_the_list_leads_to_it(client):
    listed = client.get("/city/districts/").content.decode()
    for district in District:
        assert reverse("city:district", args=[district.value]) in listed
        assert str(district.label) in said_of(client, district.value)


def test_a_district_that_is_none_has_no_page(client):
    assert client.get("/city/districts/mianyang/").status_code == 404


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        (
            "pujiang",
            [
                "2035目标：70%",
                "全市最高（2020）",
                "碳中和天府森林公园城市",
                "200 万吨",
                "千秋山",
                "255,563",
                "七次全国人口普查",
            ],
        ),
        ("jintang", ["135 家", "73%", "800,371"]),
    ],
)
def test_what_the_article_says_of_a_district_stands_on_its_page(client, code, facts):
    said = said_of(client, code)

    assert [fact for fact in facts if fact not in said] == []


def test_who_is_counted_together_is_named(client):
    assert "双流区、天府新区" in said_of(client, "tianfu")
    assert "2,659,829" in said_of(client, "shuangliu")
    assert "Shuangliu, Tianfu New Area" in said_of(client, "tianfu", "en")


def test_a_page_leads_to_the_districts_venues_projects_and_cases(client, catalogue, django_assert_max_num_queries):
    owner = make_organisation("林盘合作社", "91510100MA00000001")
    names = [str(make_project(owner, number, district="pidu")) for number in range(2, 10)]
    kept.forget()

    with django_assert_max_num_queries(20):
        said = said_of(client, "pidu")
    assert [name for name in names[-6:] if name not in said] == []
    assert "本区（市）县全部 8 个项目" in said
    assert "云桥村" in said


@pytest.mark.parametrize("words", ["蒲江", "Pujiang"])
def test_the_search_finds_a_district_in_either_language(client, words):
    found = client.get("/search/", {"q": words}).content.decode()

    assert '"/city/districts/pujiang/"' in found
