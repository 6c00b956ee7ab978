"""What a form refuses is kept for thirty days: seen by its citizen and by the desk, and by nobody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.attempts import keeping
from activities.jobs import JOBS
from activities.models import Activity, RefusedAttempt
from channels.household import pledges
from common.city_time import city_day
from common.errors import DomainError
from scenarios.models import Scenario
from tests.channels.household.conftest import bind, shot
from tests.conftest import NOW, make_citizen
from tests.evidence.conftest import uploads
from tests.evidence.pictures import as_file, drawn

__all__ = ["uploads"]

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def send(client, citizen, kilometres="30"):
    """A ride by bike that is too fast to be one."""
    client.force_login(citizen)
    day = city_day(NOW).isoformat()
    return client.post("/act/bike-share/", {"distance_m": kilometres, "day": day, "start": "10:00", "minutes": "20"})


def refuse(citizen, number=0, now=NOW):
    """Each number is another attempt."""
    scenario = Scenario.objects.get(code="walking")
    return keeping.keep(citizen=citizen, scenario=scenario, error=DomainError(number=number), now=now)


def test_ride_that_the_form_refused_is_seen_by_its_citizen_with_the_reason(client, alice, bob):
    page = send(client, alice)
    sentence = page.context["form"].errors.popitem()[1][0]

    assert not Activity.objects.exists()
    [attempt] = RefusedAttempt.objects.all()
    assert (attempt.citizen, attempt.scenario.code, attempt.refused_at) == (alice, "bike-share", NOW)
    assert attempt.reason == sentence
    seen = client.get("/activities/refused/").text
    assert sentence in seen
    assert "30 公里" in seen
    client.force_login(bob)
    assert sentence not in client.get("/activities/refused/").text


def test_desk_finds_it_by_its_citizen(client, alice, bob, desk):
    page = send(client, alice)
    sentence = page.context["form"].errors.popitem()[1][0]
    client.force_login(desk)

    assert sentence in client.get(f"/admin/activities/refusedattempt/?q={alice.public_id}").text
    assert sentence not in client.get(f"/admin/activities/refusedattempt/?q={bob.public_id}").text


def test_what_was_taken_leaves_no_attempt(client, alice):
    client.force_login(alice)
    client.post("/act/walking/", {"steps": "8000", "day": city_day(NOW).isoformat()})

    assert Activity.objects.count() == 1
    assert not RefusedAttempt.objects.exists()


def test_photo_that_was_refused_at_a_pledge_is_kept_too(client, alice, uploads):
    pledge = pledges.declare(vehicle=bind(alice), days=1, now=NOW)
    pledges.start(pledge=pledge, photo=shot(alice, 1), odometer_m=52_000_000, now=NOW)
    client.force_login(alice)
    photo = SimpleUploadedFile("odometer.jpg", as_file(drawn(2)), content_type="image/jpeg")
    page = client.post(pledge.get_absolute_url(), {"photo": photo, "reading_km": "52001"})

    [sentence] = page.context["form"].non_field_errors()
    [attempt] = RefusedAttempt.objects.all()
    assert (attempt.code, attempt.scenario.code, attempt.reason) == ("not_yet_a_day", "idle-car", sentence)


def test_it_is_gone_after_thirty_days(client, alice):
    old, young = refuse(alice, now=NOW - timedelta(days=30, seconds=1)), refuse(alice, now=NOW - timedelta(days=29))
    client.force_login(alice)
    assert [attempt.pk for attempt in client.get("/activities/refused/").context["page"].rows] == [young.pk]

    [forget] = [job for job in JOBS if job.name == "activities.forget_old_attempts"]
    assert forget.work().facts == {"forgotten": 1}

    assert list(RefusedAttempt.objects.values_list("pk", flat=True)) == [young.pk]
    assert old.pk != young.pk


def test_of_one_citizen_the_latest_hundred_are_kept(alice, bob):
    theirs = refuse(bob)
    own = [refuse(alice, number).pk for number in range(keeping.MOST + 5)]

    assert list(RefusedAttempt.objects.of(alice.pk).order_by("pk").values_list("pk", flat=True)) == own[5:]
    assert RefusedAttempt.objects.of(bob.pk).get() == theirs


def test_what_is_sent_twice_in_a_moment_is_one_attempt(client, alice):
    send(client, alice)
    send(client, alice)
    assert RefusedAttempt.objects.count() == 1

    assert refuse(alice, now=NOW).pk == refuse(alice, now=NOW + timedelta(seconds=9)).pk
    assert refuse(alice, now=NOW + timedelta(seconds=10)).pk == RefusedAttempt.objects.latest("pk").pk
    assert RefusedAttempt.objects.count() == 3


@pytest.mark.parametrize("changed", [{"minutes": "0"}, {"minutes": "1441"}, {"distance_m": "2.355"}])
def test_what_the_form_could_not_take_is_kept_too(client, alice, changed):
    client.force_login(alice)
    day = city_day(NOW).isoformat()
    page = client.post("/act/bike-share/", {"day": day, "start": "08:00", "minutes": "10", "distance_m": "2"} | changed)

    [[sentence]] = page.context["form"].errors.values()
    assert RefusedAttempt.objects.get().reason == sentence


def test_list_pages_by_key_and_knows_only_its_own(client, alice, bob):
    theirs = refuse(bob)
    own = [refuse(alice, number).pk for number in range(35)]
    client.force_login(alice)

    first = client.get("/activities/refused/")
    second = client.get("/activities/refused/", {"before": first.context["page"].following})

    assert [a.pk for a in (*first.context["page"].rows, *second.context["page"].rows)] == own[::-1]
    assert second.context["page"].following == ""
    for key in (theirs.pk, "x", "9" * 30, "-1", "１"):
        assert client.get("/activities/refused/", {"before": key}).status_code == 404


def test_visitor_is_led_to_the_door(client):
    assert client.get("/activities/refused/").status_code == 302


def test_nobody_without_the_right_sees_it_at_the_desk(client):
    colleague = make_citizen()
    colleague.is_staff = True
    colleague.save()
    client.force_login(colleague)

    assert client.get("/admin/activities/refusedattempt/").status_code == 403
