"""The frame of every page: places for citizens, a door for visitors, nothing from elsewhere, nothing inline."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.models import User


def test_a_citizen_sees_the_places_and_where_they_are(client: Client, alice: User) -> None:
    client.force_login(alice)
    shown = client.get(reverse("accounts:profile")).content.decode()
    assert re.findall(r'<a href="([^"]+)"\s+aria-current="page">', shown) == [reverse("accounts:profile")]


def test_a_page_below_a_place_belongs_to_it(client: Client, alice: User) -> None:
    client.force_login(alice)
    shown = client.get(reverse("accounts:tokens")).content.decode()
    assert re.findall(r'<a href="([^"]+)"\s+aria-current="true">', shown) == [reverse("accounts:profile")]


def test_a_visitor_sees_no_places(client: Client, db: None) -> None:
    assert 'class="places"' not in client.get(reverse("account_request_login_code")).content.decode()


@pytest.mark.parametrize("name", ["accounts:profile", "accounts:tokens", "accounts:create_token", "accounts:welcome"])
def test_pages_carry_no_inline_script_or_style(client: Client, alice: User, name: str) -> None:
    client.force_login(alice)
    shown = client.get(reverse(name)).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", shown)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', shown)


def test_a_missing_page_has_our_look(client: Client, db: None) -> None:
    missing = client.get("/no-such-page/")
    assert missing.status_code == 404
    assert "找不到这个页面" in missing.content.decode()


def test_a_form_without_its_token_is_explained(db: None) -> None:
    refused = Client(enforce_csrf_checks=True).post(reverse("account_request_login_code"), {"phone": "13800000001"})
    assert refused.status_code == 403
    assert "页面打开太久了" in refused.content.decode()


def test_the_page_for_a_broken_server_needs_nothing() -> None:
    assert "出了点问题" in render_to_string("500.html")


@pytest.mark.parametrize("template", ["403.html", "429.html"])
def test_refusals_have_our_look(client: Client, template: str) -> None:
    assert "回到首页" in render_to_string(template)
