"""News and policies: published by a second person, on a day of its own, corrected in the open, found by everybody."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from city.news import beginning, book
from city.news.book import LIST
from common.city_time import city_day
from lists import confirming
from lists.models import Edition
from lists.refusals import OwnEntry
from tests.city.test_indicators import desk_of
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
NEW = "/admin/lists/edition/add/?list=news"
RULES = {
    "code": "rules-2026",
    "kind": "policy",
    "heading_zh": "碳惠天府管理办法",
    "issuer_zh": "成都市生态环境局",
    "number": "成环发〔2026〕9号",
    "published_on": "2026-11-01",
    "in_force": "2026-12-01",
    "text_zh": "自12月起施行。\n\n试行办法同时废止。",
    "title_zh": "管理办法",
    "publisher_zh": "成都市生态环境局",
    "published": "2026-11-01",
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _begun(db) -> None:
    beginning.load(NOW)


@pytest.fixture
def drafter(db) -> Client:
    return desk_of("drafter", "add_edition")


@pytest.fixture
def checker(db) -> User:
    return User.objects.create(username="checker", is_staff=True)


def published(drafter: Client, checker: User, **other: str) -> None:
    answer = drafter.post(NEW, {**RULES, **other})
    assert answer.status_code == 302, answer.context["form"].errors
    confirming.confirm(Edition.objects.filter(list_code=LIST).latest("pk"), by=checker, now=NOW)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return strip_tags(answer.content.decode())


def test_every_notice_has_its_words_in_both_languages_and_a_source():
    for code, document in beginning.documents().items():
        one = book.of_document(code, document, number=1, confirmed_at=NOW)
        for said in (one.title, one.text, one.issuer, one.source.title, one.source.publisher):
            assert set(said) == {"zh-hans", "en"}, code
            assert all(said.values()), code
        assert not (one.source.is_copy and one.source.address), code


def test_loading_again_changes_nothing():
    assert beginning.load(NOW) == 0


def test_the_latest_comes_first_and_kind_and_year_narrow_the_list_down(client):
    today = city_day(NOW)
    dates = [one.published for one in book.notices(today)]
    assert dates == sorted(dates, reverse=True)

    policies = page(client, "/city/news/?kind=policy&year=2020")
    assert ("成府发〔2020〕4号" in policies, "正式上线" in policies, "273号" in policies) == (True, False, False)
    assert "正式上线" in page(client, "/city/news/?kind=nonsense&year=1999")


def test_a_policy_stands_on_its_page_with_number_issuer_date_and_source(client):
    text = page(client, "/city/news/opinions-2020/")

    for said in ("成府发〔2020〕4号", "成都市人民政府", "2020-03", "见于转载"):
        assert said in text
    assert client.get("/city/news/nothing/").status_code == 404
    assert client.get("/city/news/opinions-2020/v2/").status_code == 404


def test_one_enters_a_notice_and_another_publishes_it(client, drafter, checker):
    assert drafter.post(NEW, RULES).status_code == 302
    assert client.get("/city/news/rules-2026/").status_code == 404

    edition = Edition.objects.get(subject="rules-2026")
    with pytest.raises(OwnEntry):
        confirming.confirm(edition, by=User.objects.get(username="drafter"), now=NOW)
    confirming.confirm(edition, by=checker, now=NOW)

    text = page(client, "/city/news/rules-2026/")
    assert "试行办法同时废止。" in text
    assert "成环发〔2026〕9号" in text


def test_what_is_scheduled_shows_from_its_day_on(client, checker, time_machine):
    time_machine.move_to(NOW)
    drafter = desk_of("drafter", "add_edition")
    day = city_day(NOW) + timedelta(days=3)
    assert 'type="date" name="shown_from"' in drafter.get(NEW).content.decode()
    published(drafter, checker, shown_from=day.isoformat())

    assert client.get("/city/news/rules-2026/").status_code == 404
    assert "成环发〔2026〕9号" not in client.get("/city/news/").content.decode()
    assert "/city/news/rules-2026/" not in client.get("/city/news/feed/").content.decode()
    time_machine.move_to(NOW + timedelta(days=3))
    assert client.get("/city/news/rules-2026/").status_code == 200


def test_a_correction_is_visible_and_the_version_before_stays(client, drafter, checker):
    published(drafter, checker)
    published(drafter, checker, text_zh="自12月15日起施行。")

    now, before = page(client, "/city/news/rules-2026/"), page(client, "/city/news/rules-2026/v1/")
    assert ("12月15日" in now, "第2版" in now, "第1版" in now) == (True, True, True)
    assert ("自12月起施行。" in before, "之前的版本" in before) == (True, True)


def test_what_is_repealed_says_so(client, drafter, checker):
    published(drafter, checker, in_force="2020", repealed="2025")

    assert "2025起废止" in page(client, "/city/news/rules-2026/").replace(" ", "")
    assert "已废止" in page(client, "/city/news/")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"heading_zh": ""}, "heading_zh"),
        ({"issuer_zh": ""}, "issuer_zh"),
        ({"published_on": "1.11.2026"}, "published_on"),
        ({"published_on": "2026-13"}, "published_on"),
        ({"in_force": "2026-12-01", "repealed": "2026-11-01"}, "repealed"),
        ({"text_zh": ""}, "text_zh"),
        ({"title_zh": ""}, "title_zh"),
        ({"code": "Regeln 2026"}, "code"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(drafter, wrong, field):
    answer = drafter.post(NEW, {**RULES, **wrong})

    assert field in answer.context["form"].errors
    assert not Edition.objects.filter(subject="rules-2026").exists()


def test_the_list_is_read_page_by_page(client, drafter, checker):
    for number in range(book.A_PAGE):
        document = {**beginning.documents()["opinions-2020"], "published": f"2019-01-{number + 1:02}"}
        confirming.begin(LIST, f"old-{number}", document, effective_from=None, now=NOW)

    seen, after = [], ""
    while True:
        rows = client.get("/city/news/", {"older_than": after}).context["page"]
        seen += [one.code for one in rows.rows]
        after = rows.following
        if not after:
            break
    assert seen == [one.code for one in book.notices(city_day(NOW))]
    assert len(seen) == len(set(seen)) == book.A_PAGE + len(beginning.documents())


def test_the_feed_leads_to_every_notice(client):
    answer = client.get("/city/news/feed/")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert len(entries) == len(beginning.documents())
    for entry in entries:
        address = entry.find(f"{ATOM}link").attrib["href"].removeprefix("http://testserver")
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("成府发〔2020〕4号", "opinions-2020"),
        ("成环函 273号", "call-2025"),
        ("要素市场化", "reform-2026"),
        ("carbon traffic", "traffic-2022"),
    ],
)
def test_the_search_finds_news_and_policies(client, asked, code):
    assert f'href="/city/news/{code}/"' in client.get("/search/", {"q": asked}).content.decode()
