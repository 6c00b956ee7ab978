"""Every page, deed, filter and search of the desk, as every role. A page that comes later is found and opened too.

`DESK=all bin/test tests/desk/test_every_desk_page.py` opens them with rows in more states, sends every filter all that
is unreadable, and follows each role through every order and choice of a list; without it, a few rows, two of these,
other ones for each filter, and as a role each page once.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from itertools import cycle, islice
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import BooleanField, Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import translation

from accounts import rights
from accounts.models import User
from desk import roles
from tests.conftest import NOW
from tests.desk import full_desk

pytestmark = pytest.mark.django_db

OPENED = {200, 302}
SHUT = {403, 404, 405}
WHOLE = os.environ.get("DESK") == "all"
MOST_SPECIMENS = 8 if WHOLE else 3
OF_A_KIND = 2
UNREADABLE = ("", "碳", "'\"<>", "-1", "9" * 30, "2026-02-30", "\x00")
"""What nobody should send and somebody will."""
OF_A_FILTER = len(UNREADABLE) if WHOLE else 2
ODD_QUERIES = ("q=%00", "q=" + "长" * 300, "older_than=1", "older_than=", "nonsense=1", "o=1.2", "p=9", "all=", "e=1")


@pytest.fixture(autouse=True)
def _everything(db, settings, tmp_path, time_machine, caplog) -> full_desk.Cast:
    settings.MEDIA_ROOT = tmp_path
    # Thousands of refusals, each with the way that it took.
    caplog.set_level("CRITICAL", logger="django.request")
    time_machine.move_to(NOW, tick=False)
    return full_desk.begin(tmp_path)


@pytest.fixture
def desk(_everything) -> User:
    return _everything.desk


# The addresses


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the desk with its route."""
    [desk] = [entry for entry in get_resolver().url_patterns if getattr(entry, "app_name", None) == "admin"]
    yield from _walked(desk.url_patterns, "/admin/")


def _walked(entries, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in entries:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _walked(entry.url_patterns, route)
        else:
            yield route, entry


def specimens(model: type[Model], most: int = MOST_SPECIMENS) -> list[Model]:
    """The latest row of each state that the model's choices and flags know; one row of a model without."""
    telling = [
        field.attname
        for field in model._meta.concrete_fields
        if field.choices
        or isinstance(field, BooleanField)
        or field.attname in {"pgh_label", "published_at", "withdrawn_at"}
    ]
    found: dict[tuple[Any, ...], Model] = {}
    for row in model._default_manager.order_by("-pk")[:500]:
        look = tuple(
            str(getattr(row, name)) if not name.endswith("_at") else getattr(row, name) is None for name in telling
        )
        found.setdefault(look, row)
    assert found, f"{model._meta.label}: give the desk of this test a row of it"
    return list(found.values())[:most]


def model_of(route: str) -> type[Model] | None:
    """The model whose pages lie under a route."""
    for model in admin.site._registry:
        if route.startswith(f"/admin/{model._meta.app_label}/{model._meta.model_name}/"):
            return model
    return None


def addresses(each: int = MOST_SPECIMENS) -> list[str]:
    """Every address, with rows in every state where it names a row."""
    found = []
    for route, entry in patterns():
        model = model_of(route)
        if entry.name == "app_list":
            found += [f"/admin/{label}/" for label in sorted({model._meta.app_label for model in admin.site._registry})]
        elif route.endswith("(?P<url>.*)$"):
            found.append("/admin/nothing-here/")
        elif "<" not in route:
            found.append(route)
        else:
            assert model is not None, f"{route}: say what stands in its places"
            found += [re.sub("<[^>]+>", str(row.pk), route) for row in specimens(model, each)]
    return found


# Opening them


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Official:
    """A browser at the desk that keeps what broke."""

    def __init__(self, user: User, language: str = "zh-hans") -> None:
        self.user = user
        self.broken: list[str] = []
        self.client = Client(raise_request_exception=False)
        self.client.cookies["django_language"] = language
        self.client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        self.cookies = self.client.cookies.copy()

    def open(self, address: str, data: dict[str, Any] | None = None, *, post: bool = False) -> HttpResponse:
        with undone():
            answer = self.client.post(address, data or {}) if post else self.client.get(address, data or {})
            if answer.status_code not in OPENED | SHUT:
                self.broken.append(
                    f"{'POST' if post else 'GET'} {address} {data or ''}: {answer.status_code} {why(answer)}"
                )
        self.client.cookies = self.cookies.copy()
        return answer


def why(answer: HttpResponse) -> str:
    failed = getattr(answer, "exc_info", None)
    return f"{failed[0].__name__}: {failed[1]}" if failed else ""


@pytest.mark.slow
def test_every_page_and_deed_answers_the_superuser(desk):
    official = Official(desk)

    for address in addresses():
        official.open(address)
        for data in ({}, {"post": "yes", "confirm": "1"}):
            official.open(address, data, post=True)

    assert "\n".join(official.broken) == ""


def test_every_page_answers_in_english_too(desk):
    official = Official(desk, "en")

    for address in addresses(each=1):
        official.open(address)

    assert "\n".join(official.broken) == ""


@pytest.mark.slow
def test_every_filter_and_search_answers_whatever_is_sent(desk):
    official, values = Official(desk), cycle(UNREADABLE)

    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for query in ODD_QUERIES:
            official.open(f"{address}?{query}")
        changelist = official.open(address).context["cl"]
        names = [name for spec in changelist.filter_specs for name in spec.expected_parameters()]
        for name in (*names, "q"):
            for value in islice(values, OF_A_FILTER):
                official.open(address, {name: value})

    assert "\n".join(official.broken) == ""


# As each role


def in_role(name: str) -> User:
    user = User.objects.create(username=f"clerk of {name}", is_staff=True)
    user.groups.set([Group.objects.get(name=name)])
    return user


@pytest.mark.slow
def test_every_deed_answers_each_role():
    """Of what a role may look at. Its pages, and which of them are shut to it, are in `test_role_tables.py`."""
    broken, found = [], addresses(each=1)
    of_nobody = [address for address in found if model_of(address) is None]

    for name, granted in roles.ROLES.items():
        official = Official(in_role(name))
        for address in of_nobody:
            official.open(address)
        for address in found:
            model = model_of(address)
            if model is None or f"{model._meta.app_label}.view_{model._meta.model_name}" in granted:
                official.open(address, post=True)
        broken += official.broken

    assert "\n".join(broken) == ""


def test_desk_leads_nobody_from_a_rows_number_to_a_citizens_own_page(desk):
    """Its address holds the id by which all others know the row; members who may not see the row would learn it."""
    for official in (Official(desk), Official(in_role("题库编写 · Quiz questions"))):
        for kind in ContentType.objects.all():
            model = kind.model_class()
            rows = specimens(model, 1) if model in admin.site._registry else []
            for key in (1, "x", *(row.pk for row in rows)):
                assert official.open(f"/admin/r/{kind.pk}/{key}/").status_code == 404, (kind, key)


class Links(HTMLParser):
    """Where a page leads without anything being sent."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and name in {"href", "hx-get"}]


@pytest.mark.slow
def test_no_page_leads_where_its_reader_may_not_go(desk):
    shut = leading_nowhere(Official(desk), OF_A_KIND)
    for name in roles.ROLES:
        shut += leading_nowhere(Official(in_role(name)), 1, as_asked=WHOLE)

    assert "\n".join(shut) == ""


def leading_nowhere(official: Official, of_a_kind: int, *, as_asked: bool = True) -> list[str]:
    """Links on whatever can be reached from the first page, so many pages of each kind.

    A page that is asked for in another way, as a list in another order, is of another kind only where it is said so:
    who may read it is the same.
    """
    waiting, seen = ["/admin/"], Counter[str]()
    shut = []
    while waiting:
        address = waiting.pop()
        path, _mark, query = address.partition("?")
        kind = re.sub("[0-9]+", "#", path) + (re.sub("=[^&]*", "=", f"?{query}") if as_asked else "")
        seen[kind] += 1
        if seen[kind] > of_a_kind:
            continue
        answer = official.open(address)
        if answer.status_code not in {*OPENED, 405}:
            shut.append(f"{official.user}: {address}: {answer.status_code}")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            links = Links(answer.content.decode()).found
            waiting += [link for link in (urljoin(address, link) for link in links) if link.startswith("/admin/")]

    assert len(seen) > 5
    return shut + official.broken


def test_every_right_that_the_desk_asks_for_is_some_roles_and_says_itself_in_chinese():
    asked_for = {f"{right.content_type.app_label}.{right.codename}": right for right in rights.asked_for_by(admin.site)}

    assert asked_for.keys() == {right for role in roles.ROLES.values() for right in role}
    with translation.override("zh-hans"):
        assert [right for right in map(rights.in_words, asked_for.values()) if re.search("[A-Za-z]{2}", right)] == []
    assert not any(name.startswith("auth.") and "view" not in name for name in asked_for)
