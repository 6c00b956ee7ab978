"""The pages of a visit: where a plate leads, what a screen's code brings along, and what a wrong code is told."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from activities.models import Activity
from channels.visits.models import VenueVisit
from tests.channels.visits.conftest import code_of
from tests.conftest import NOW

WRONG = "This is not the code on the screen now."


@pytest.fixture(autouse=True)
def _noon(client, time_machine):
    cache.clear()
    time_machine.move_to(NOW, tick=False)
    client.cookies["django_language"] = "en"


@pytest.fixture
def phone(client, alice):
    """Alice's."""
    client.force_login(alice)
    return client


def enter(client, venue, code):
    return client.post(f"/v/{venue.public_id}/visit/", {"code": code})


def test_plate_tells_a_visitor_where_they_are_and_sends_them_to_sign_in_and_back(client, mall):
    page = client.get(f"/v/{mall.public_id}/?code=123456").content.decode()

    assert "Demo Mall, Jinjiang" in page
    assert f"/sign-in/?next=/v/{mall.public_id}/%3Fcode%3D123456" in page
    assert 'name="code"' not in page


def test_code_that_the_screen_brought_stands_in_the_field_and_records_nothing_yet(phone, mall):
    page = phone.get(f"/v/{mall.public_id}/?code={code_of(mall)}").content.decode()

    assert f'value="{code_of(mall)}"' in page
    assert not Activity.objects.exists()


@pytest.mark.parametrize("code", ["12345", "abcdef", '"><script>'])
def test_what_is_no_code_does_not_get_into_the_field(phone, mall, code):
    page = phone.get(f"/v/{mall.public_id}/", {"code": code})

    assert page.status_code == 200
    assert page.context["form"].initial == {}


def test_right_code_leads_to_the_act(phone, mall):
    answer = enter(phone, mall, f" {code_of(mall)[:3]} {code_of(mall)[3:]}")

    assert answer.status_code == 302
    assert answer.url == Activity.objects.get().get_absolute_url()


def test_second_visit_is_recognised(phone, mall):
    enter(phone, mall, code_of(mall))

    answer = enter(phone, mall, code_of(mall))
    page = phone.get(f"/v/{mall.public_id}/").content.decode()

    assert answer.url == f"{Activity.objects.get().get_absolute_url()}?again"
    assert "You have visited today" in page
    assert 'name="code"' not in page


def test_act_names_its_venue_to_its_citizen_alone(phone, mall):
    address = enter(phone, mall, code_of(mall)).url
    assert "Demo Mall, Jinjiang" in phone.get(address).content.decode()

    VenueVisit.objects.all().delete()
    assert "Demo Mall, Jinjiang" not in phone.get(address).content.decode()


def test_code_90_seconds_old_is_refused_with_what_to_do(phone, mall, time_machine):
    code = code_of(mall)
    time_machine.move_to(NOW + timedelta(seconds=90), tick=False)

    answer = enter(phone, mall, code)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert WRONG in page
    assert code not in page
    assert not Activity.objects.exists()


def test_expired_venue_takes_no_code_and_says_since_when(phone, closed_books):
    page = phone.get(f"/v/{closed_books.public_id}/").content.decode()
    answer = enter(phone, closed_books, code_of(closed_books))

    assert "The evaluation was valid until Sept. 12, 2026." in page
    assert 'name="code"' not in page
    assert answer.status_code == 422
    assert not Activity.objects.exists()


def test_eleventh_code_in_ten_minutes_is_refused_even_if_it_is_right(phone, mall, time_machine):
    for _each in range(10):
        assert enter(phone, mall, "000000").status_code == 422

    answer = enter(phone, mall, code_of(mall))
    assert answer.status_code == 429
    assert not Activity.objects.exists()

    later = NOW + timedelta(minutes=11)
    time_machine.move_to(later, tick=False)
    assert enter(phone, mall, code_of(mall, later)).status_code == 302


def test_tries_of_one_citizen_leave_anothers_alone(phone, mall, bob):
    for _each in range(11):
        enter(phone, mall, "000000")

    phone.force_login(bob)

    assert enter(phone, mall, code_of(mall)).status_code == 302


def test_scenario_of_visits_leads_to_the_camera_and_the_list(phone):
    page = phone.get("/act/venue-visit/", follow=True)

    assert page.request["PATH_INFO"] == reverse("visits:scan")
    assert "/venues/" in page.content.decode()
