"""Low-carbon cases: each with its category and source, found by the search, entered at the desk and never edited."""

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from city.cases import beginning, book, words
from city.cases.book import Category
from lists import confirming
from lists.models import Edition
from tests.city.test_indicators import desk_of
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
NEW = "/admin/lists/edition/add/?list=case"
PARK = {
    "code": "park",
    "name_zh": "某某零碳公园",
    "name_en": "A zero-carbon park",
    "category": "layout",
    "district": "wuhou",
    "year": "2026",
    "summary_zh": "公园照明全部用光伏。",
    "summary_en": "All lights of the park run on its own sun.",
    "title_zh": "公园建成",
    "publisher_zh": "成都日报",
    "published": "2026-10-01",
}


@pytest.fixture(autouse=True)
def _begun(db) -> None:
    beginning.load(NOW)


def test_there_are_the_ten_categories_of_the_hundred_cases():
    assert list(words.CATEGORIES) == list(Category)
    assert len(Category) == 10


def test_every_case_has_its_words_in_both_languages_and_a_source():
    for code, document in beginning.documents().items():
        case = book.read(code, document)
        for said in (case.name, case.summary, case.source.title, case.source.publisher):
            assert set(said) == {"zh-hans", "en"}, code
            assert all(said.values()), code


def test_loading_again_changes_nothing():
    assert beginning.load(NOW) == 0


def test_cases_are_listed_by_category_and_narrowed_down(client):
    everything = strip_tags(client.get("/city/cases/").content.decode())
    pidu = strip_tags(client.get("/city/cases/?district=pidu").content.decode())
    energy = strip_tags(client.get("/city/cases/?category=energy&district=nonsense").content.decode())

    assert "成都大运会绿色低碳办赛" in everything
    assert ("云桥村" in pidu, "大运会绿色低碳办赛" in pidu) == (True, False)
    assert ("再生水供能" in energy, "云桥村" in energy) == (True, False)
    assert "没有见到公开资料" in client.get("/city/cases/?category=traffic").content.decode()


def test_a_case_stands_on_its_page_with_its_source(client):
    page = strip_tags(client.get("/city/cases/universiade/").content.decode())

    assert "2,674吨" in page
    assert "中新网" in page
    assert "见于转载" in page
    assert client.get("/city/cases/nothing/").status_code == 404


@pytest.mark.parametrize("asked", ["大运会", "林盘 云桥村", "零碳 金堂", "universiade", "制度平台创新"])
def test_the_search_finds_cases(client, asked):
    assert "/city/cases/" in client.get("/search/", {"q": asked}).content.decode()


def test_the_desk_enters_a_case_and_another_puts_it_into_force(client):
    assert desk_of("drafter", "add_edition").post(NEW, PARK).status_code == 302
    assert client.get("/city/cases/park/").status_code == 404

    confirming.confirm(Edition.objects.get(subject="park"), by=User.objects.create(username="checker"), now=NOW)

    assert "公园照明全部用光伏。" in client.get("/city/cases/park/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_zh": ""}, "title_zh"),
        ({"publisher_zh": ""}, "publisher_zh"),
        ({"category": "nonsense"}, "category"),
        ({"year": "26"}, "year"),
        ({"code": "Ein Park"}, "code"),
        ({"name_en": ""}, "name_en"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(wrong, field):
    answer = desk_of("drafter", "add_edition").post(NEW, {**PARK, **wrong})

    assert field in answer.context["form"].errors
    assert not Edition.objects.filter(subject="park").exists()
