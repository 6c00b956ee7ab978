"""The public pages of venues: list, search, one venue, its plate and the screen of its tablet."""

import re
from datetime import timedelta

import pytest

from common import step_codes
from scenarios.models import Venue
from scenarios.venues.screens import move_screen
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _noon(venues, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.cookies["django_language"] = "en"


def listed(answer) -> list[str]:
    return [told.venue.code for told in answer.context["venues"]]


def test_list_pages_by_key_through_all_venues(client, django_assert_max_num_queries):
    seen, address = [], "/venues/"
    while address:
        with django_assert_max_num_queries(3) as captured:
            answer = client.get(address)
        statements = " ".join(entry["sql"].upper() for entry in captured)
        assert "COUNT(" not in statements
        assert "OFFSET" not in statements
        seen += listed(answer)
        after = answer.context["after"]
        address = f"/venues/?after={after}" if after else ""

    assert seen == list(Venue.objects.order_by("pk").values_list("code", flat=True))
    assert len(seen) == 40


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"district": "dujiangyan"}, ["dujiangyan", "qingchengshan"]),
        ({"kind": "hotel", "district": "gaoxin"}, ["demo-hotel-gaoxin"]),
        ({"q": "春熙"}, ["ito-chunxi"]),
        ({"q": "ITO", "district": "wenjiang"}, ["ito-wenjiang"]),
        ({"q": "zh-hans"}, []),
        ({"kind": "zoo", "district": "gaoxin", "q": "伊藤"}, ["ito-gaoxin"]),
    ],
)
def test_list_is_searched_by_kind_district_and_words(client, query, found):
    assert listed(client.get("/venues/", query)) == found


def test_list_after_a_venue_that_is_not_there_is_not_found(client):
    assert client.get("/venues/?after=x").status_code == 404


def test_page_of_a_demo_venue_says_so_and_tells_how_it_was_evaluated(client, mall):
    page = client.get(mall.get_absolute_url()).content.decode()

    assert "A demo venue: there is no such place." in page
    assert '<span class="number">92</span>' in page
    assert "Oct. 8, 2028" in page
    assert "Proposed, not official" in page


def test_page_of_a_real_venue_names_its_source_and_no_score(client, department_store):
    page = client.get(department_store.get_absolute_url()).content.decode()

    assert "Chengdu Economic Daily · 2021-10-01" in page
    assert "How it was evaluated" not in page
    assert "there is no such place" not in page


def test_plate_leads_to_the_visit_and_holds_no_secret(client, mall):
    answer = client.get(f"/venues/{mall.public_id}/plate/")
    page = answer.content.decode()

    assert f"http://testserver/v/{mall.public_id}/" in page
    assert "演示商场（锦江）" in page
    assert "Demo Mall, Jinjiang" in page
    assert mall.screen_token not in page
    assert not re.search(r"style=|<style|<script", page)


def test_screen_shows_the_code_of_the_moment(client, mall):
    address = f"/screens/{mall.screen_token}/"
    code = step_codes.code_at(bytes(mall.code_key), NOW)

    for place in (address, f"{address}code/"):
        page = client.get(place).content.decode()
        assert f"<span>{code[:3]}</span><span>{code[3:]}</span>" in page
        assert "load delay:30s" in page
        assert not re.search(r"style=|<style|<script>", page)


def test_screen_asks_for_the_next_code_when_this_one_ends(client, mall, time_machine):
    time_machine.move_to(NOW + timedelta(seconds=47), tick=False)

    page = client.get(f"/screens/{mall.screen_token}/").content.decode()

    assert "load delay:13s" in page
    assert '<meta http-equiv="refresh" content="13">' in page


def test_screen_is_kept_by_nobody_on_its_way(client, mall):
    answer = client.get(f"/screens/{mall.screen_token}/")

    assert "no-store" in answer["cache-control"]


def test_old_address_of_a_screen_is_not_found(client, mall):
    old = f"/screens/{mall.screen_token}/"
    move_screen(mall, now=NOW)

    assert client.get(old).status_code == 404
    assert client.get(f"{old}code/").status_code == 404
    assert client.get(f"/screens/{mall.screen_token}/").status_code == 200


def test_no_public_page_tells_the_address_of_a_screen(client, mall):
    for address in ("/venues/", mall.get_absolute_url()):
        page = client.get(address).content.decode()
        assert mall.screen_token not in page
