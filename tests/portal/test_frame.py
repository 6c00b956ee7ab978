"""What stands around every page: in which place one is, in the reader's language and look, with their own token."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("catalogue", "budget")
PLACE = re.compile(
    r'<a href="([^"]+)"\s+(?:aria-current="(\w+)")?\s*>\s*<svg[^>]*>.*?</svg>\s*<span>([^<]+)</span>', re.S
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
ANY_TOKEN = re.compile(r"\b\w{64}\b")
NEXT = re.compile(r'name="next" value="([^"]+)"')


@pytest.fixture
def reader(alice) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def places(html: str) -> list[tuple[str, str, str]]:
    bar = html[html.index('<nav class="places"') :]
    return PLACE.findall(bar[: bar.index("</nav>")])


@pytest.mark.parametrize(
    ("address", "marks"),
    [
        ("/", ["page", "", "", "", ""]),
        ("/act/", ["", "page", "", "", ""]),
        ("/act/walking/", ["", "true", "", "", ""]),
        ("/activities/", ["", "true", "", "", ""]),
        ("/rewards/", ["", "", "page", "", ""]),
        ("/statement/", ["", "", "true", "", ""]),
        ("/city/", ["", "", "", "page", ""]),
        ("/me/", ["", "", "", "", "page"]),
        ("/me/vehicles/", ["", "", "", "", "true"]),
        ("/about/", ["", "", "", "", ""]),
    ],
)
def test_the_place_in_which_one_is_is_marked(reader, address, marks):
    for _time in range(2):
        shown = places(page(reader, address))
        assert [mark for _href, mark, _label in shown] == marks
        assert [href for href, _mark, _label in shown] == ["/", "/act/", "/rewards/", "/city/", "/me/"]


def test_nobody_gets_the_frame_of_another_language_or_look(reader):
    chinese = page(reader, "/statement/")
    reader.cookies.load({"django_language": "en", "theme": "dark"})
    english = page(reader, "/statement/")
    del reader.cookies["django_language"], reader.cookies["theme"]

    assert [label for *_, label in places(chinese)] == ["首页", "行动", "奖励", "城市", "我的"]
    assert [label for *_, label in places(english)] == ["Home", "Act", "Rewards", "City", "Me"]
    assert 'content="light dark"' in chinese
    assert 'name="color-scheme" content="dark"' in english
    assert re.search(r'value="system"\s+aria-pressed="true"', chinese)
    assert re.search(r'value="dark"\s+aria-pressed="true"', english)
    assert ANY_TOKEN.sub("", page(reader, "/statement/")) == ANY_TOKEN.sub("", chinese)


def test_the_switches_lead_back_to_the_page_with_the_token_of_its_reader(reader, bob):
    other = Client()
    other.force_login(bob)

    own, others = page(reader, "/statement/?kind=award"), page(other, "/rewards/")

    assert NEXT.findall(own) == ["/statement/?kind=award"] * 2
    assert NEXT.findall(others) == ["/rewards/"] * 2
    assert not set(TOKEN.findall(own)) & set(TOKEN.findall(others))
