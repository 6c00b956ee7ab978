"""Text size and theme: kept on the device, seen on every page, never anything that cannot be chosen."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get(reverse("account_request_login_code")).content.decode()


def test_until_a_choice_the_text_is_standard_and_the_device_decides_the_colours(client: Client) -> None:
    shown = page(client)

    assert 'class="large-text"' not in shown
    assert 'content="light dark"' in shown
    assert 'media="screen and (prefers-color-scheme: dark)"' in shown


def test_large_text_is_kept_for_the_pages_that_follow(client: Client) -> None:
    answer = client.post(reverse("set_display"), {"text": "large", "next": "/help/"})

    assert answer.url == "/help/"
    assert 'class="large-text"' in page(client)
    client.post(reverse("set_display"), {"text": "standard"})
    assert 'class="large-text"' not in page(client)


def test_a_theme_leaves_the_text_as_it_was(client: Client) -> None:
    client.post(reverse("set_display"), {"text": "large"})
    client.post(reverse("set_display"), {"theme": "dark"})

    shown = page(client)
    assert 'class="large-text"' in shown
    assert 'name="color-scheme" content="dark"' in shown


def test_the_light_theme_loads_no_dark_colours(client: Client) -> None:
    client.post(reverse("set_display"), {"theme": "light"})

    assert "css/dark" not in page(client)


@pytest.mark.parametrize("choice", [{"theme": "pink"}, {"text": "<b>"}, {}])
def test_what_cannot_be_chosen_changes_nothing(client: Client, choice: dict[str, str]) -> None:
    client.post(reverse("set_display"), choice)

    assert not {"theme", "text"} & client.cookies.keys()


def test_a_cookie_that_is_no_choice_is_as_none(client: Client) -> None:
    client.cookies["theme"], client.cookies["text"] = "pink", '"><script>'

    assert 'content="light dark"' in page(client)
    assert "<script>" not in page(client)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_the_way_back_never_leaves_the_portal(client: Client, target: str) -> None:
    assert client.post(reverse("set_display"), {"text": "large", "next": target}).url == "/"
