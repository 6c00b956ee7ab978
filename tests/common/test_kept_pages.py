"""Pages that the process keeps: the same for every visitor, but for the token, the look and what is their own."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from city.rollups.models import PublishedDay
from tests.city.published import publish
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("catalogue")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
HOME = "/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, address: str = HOME) -> str:
    return client.get(address).content.decode()


def without_token(html: str) -> str:
    return html.replace(TOKEN.search(html)[1], "")


def test_a_kept_page_costs_no_query(django_assert_num_queries):
    for address in (HOME, reverse("activities:methods"), reverse("city:figures")):
        first = page(Client(), address)

        with django_assert_num_queries(0):
            again = page(Client(), address)
        assert without_token(again) == without_token(first)


def test_each_visitor_gets_a_token_of_their_own_and_can_use_it():
    page(Client())
    visitor, other = Client(enforce_csrf_checks=True), Client()

    own, others = TOKEN.search(page(visitor))[1], TOKEN.search(page(other))[1]

    assert own != others
    choice = {"language": "en", "next": HOME, "csrfmiddlewaretoken": own}
    assert visitor.post(reverse("set_language"), choice).status_code == 302
    assert visitor.post(reverse("set_language"), {**choice, "csrfmiddlewaretoken": "x" * 64}).status_code == 403


def test_a_page_is_kept_by_language_and_by_display():
    chinese, english, large = Client(), Client(), Client()
    english.cookies["django_language"] = "en"
    large.cookies["text"] = "large"

    assert 'lang="zh-hans"' in page(chinese)
    assert 'lang="en"' in page(english)
    assert 'class="large-text"' in page(large)
    assert 'class="large-text"' not in page(chinese)


def test_a_citizen_sees_no_visitors_page_and_no_visitor_a_citizens(client, alice):
    methods = reverse("activities:methods")
    page(Client(), methods)
    client.force_login(alice)

    assert 'class="places"' in page(client, methods)
    assert 'class="places"' not in page(Client(), methods)


def test_a_page_is_made_anew_when_its_figures_are_a_minute_old():
    publish(NOW, days=1)
    assert "12:00。" in page(Client())
    PublishedDay.objects.update(until=NOW + timedelta(minutes=1))

    with time_machine.travel(NOW + timedelta(seconds=59), tick=False):
        assert "12:00。" in page(Client())
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        assert "12:01。" in page(Client())


def test_two_citizens_share_no_token(alice, bob):
    clients = Client(), Client()
    for client, citizen in zip(clients, (alice, bob), strict=True):
        client.force_login(citizen)

    tokens = [set(TOKEN.findall(page(client, reverse("portal:statement")))) for client in clients]

    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0] != tokens[1]


def test_what_stands_on_a_page_is_each_citizens_own(alice, bob):
    clients = Client(), Client()
    for client, citizen in zip(clients, (alice, bob), strict=True):
        client.force_login(citizen)

    pages = [page(client, "/") for client in (*clients, clients[0])]

    assert ["Alice" in text for text in pages] == [True, False, True]
    assert ["Bob" in text for text in pages] == [False, True, False]


def test_no_page_keeps_a_message(client, alice):
    client.force_login(alice)

    told = client.post(reverse("accounts:sign_out"), follow=True).content.decode()

    assert [text.count("您已退出") for text in (told, page(client), page(Client()))] == [1, 0, 0]
