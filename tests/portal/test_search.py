"""The portal's search: each word must be there, in any language; whatever is asked is answered."""

import pytest
from django.test import Client

from city.indicators import beginning
from projects.models import CarbonProject
from scenarios.venues import catalogue as venue_catalogue
from scenarios.venues.models import Venue
from tests.conftest import NOW
from tests.projects.conftest import make_organisation, make_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def found(client: Client, asked: str, **named: str) -> str:
    answer = client.get("/search/", {"q": asked}, **named)
    assert answer.status_code == 200
    return answer.content.decode()


def test_finds_scenarios_by_their_name(client):
    assert 'href="/methods/walking/"' in found(client, "步行")


def test_finds_venues_by_name(client):
    venue_catalogue.load(NOW)
    venue = Venue.objects.order_by("pk")[0]

    assert f'href="{venue.get_absolute_url()}"' in found(client, venue.name["zh-hans"])


def test_finds_projects_by_owner(client):
    project: CarbonProject = make_project(make_organisation("林盘合作社", "91510100MA0000007X"), 7)

    assert f"/registry/projects/{project.public_id}/" in found(client, "林盘合作社")


def test_finds_answers_to_questions_in_either_language(client):
    assert "积分什么时候到期" in found(client, "credits expire")
    assert "When do credits expire?" in found(client, "到期", HTTP_ACCEPT_LANGUAGE="en")


def test_finds_what_was_typed_in_wide_letters_with_blanks(client):
    beginning.load(NOW)

    assert "/city/indicators/pm25/" in found(client, "　ＰＭ２．５　")


def test_every_word_must_be_there(client):
    beginning.load(NOW)

    assert "没有找到" in found(client, "绿道 月球")


@pytest.mark.parametrize(
    "asked", ["", " ", "\x00", "%", "_", "'", "x" * 5000, "a " * 3000, "\ud800".encode("utf-8", "replace").decode()]
)
def test_whatever_is_asked_is_answered(client, asked):
    found(client, asked)


def test_asks_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    beginning.load(NOW)
    with django_assert_max_num_queries(12):
        found(client, "绿道 天府 低碳 车 树 水 电 气 步行")
