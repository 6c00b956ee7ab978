"""A visit is recorded by the code of the moment: once a day and venue, only where visits count, and without a place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from activities.models import Activity
from activities.refusals import KeyReused
from channels.visits.models import VenueVisit
from channels.visits.recording import visit
from channels.visits.refusals import VenueDoesNotCount, WrongCode
from credits import statements
from scenarios.models import Venue
from scenarios.venues import catalogue as venue_catalogue
from scenarios.venues.check_list import Mark
from scenarios.venues.evaluation import evaluate
from tests.audits import of_acts
from tests.channels.visits.conftest import code_of
from tests.conftest import NOW, TODAY, score_everything
from tests.scenarios.venues.conftest import marks_of

TOMORROW = NOW + timedelta(days=1)


def nothing_was_recorded() -> bool:
    return not Activity.objects.exists() and not VenueVisit.objects.exists()


def test_right_code_records_one_act_that_earns_credits_and_no_grams(alice, mall):
    visited = visit(citizen=alice, venue=mall, code=code_of(mall), now=NOW)
    score_everything()

    act = Activity.objects.get()
    assert (visited.activity, visited.again) == (act, False)
    assert (act.scenario.code, act.evidence, act.started_at, act.ended_at) == ("venue-visit", "provider", NOW, NOW)
    assert (act.assessment.grams, act.assessment.credits) == (0, 5)
    assert statements.available(alice.pk, today=TODAY) == 5


def test_act_tells_no_venue_and_the_link_to_it_can_be_erased(alice, mall):
    visited = visit(citizen=alice, venue=mall, code=code_of(mall), now=NOW)

    assert visited.activity.values == {}
    [link] = VenueVisit.objects.all()
    assert (link.activity, link.venue, link.citizen, link.city_day) == (visited.activity, mall, alice, NOW.date())
    VenueVisit.objects.of(alice.pk).delete()
    assert Activity.objects.get() == visited.activity


def test_second_visit_of_the_day_finds_the_first_even_without_a_right_code(alice, mall):
    first = visit(citizen=alice, venue=mall, code=code_of(mall), now=NOW)

    later = NOW + timedelta(hours=3)
    for code in (code_of(mall, later), "000000"):
        again = visit(citizen=alice, venue=mall, code=code, now=later)
        assert (again.activity, again.again) == (first.activity, True)

    assert Activity.objects.count() == VenueVisit.objects.count() == 1


def test_another_venue_another_citizen_and_another_day_count(alice, bob, mall, hotel):
    visit(citizen=alice, venue=mall, code=code_of(mall), now=NOW)

    visit(citizen=alice, venue=hotel, code=code_of(hotel), now=NOW)
    visit(citizen=bob, venue=mall, code=code_of(mall), now=NOW)
    visit(citizen=alice, venue=mall, code=code_of(mall, TOMORROW), now=TOMORROW)

    assert Activity.objects.count() == VenueVisit.objects.count() == 4


def test_day_is_the_citys(alice, mall):
    just_before_midnight = NOW.replace(hour=15, minute=59, second=59)
    just_after = just_before_midnight + timedelta(seconds=1)

    visit(citizen=alice, venue=mall, code=code_of(mall, just_before_midnight), now=just_before_midnight)
    visit(citizen=alice, venue=mall, code=code_of(mall, just_after), now=just_after)

    days = VenueVisit.objects.order_by("city_day").values_list("city_day", flat=True)
    assert [str(day) for day in days] == ["2026-11-23", "2026-11-24"]


def test_code_of_another_venue_is_refused(alice, mall, hotel):
    with pytest.raises(WrongCode):
        visit(citizen=alice, venue=mall, code=code_of(hotel), now=NOW)

    assert nothing_was_recorded()


def test_code_is_refused_90_seconds_later(alice, mall):
    with pytest.raises(WrongCode):
        visit(citizen=alice, venue=mall, code=code_of(mall), now=NOW + timedelta(seconds=90))

    assert nothing_was_recorded()


def test_old_and_made_up_codes_get_the_same_answer(alice, mall):
    sentences = set()
    for code in (code_of(mall, NOW - timedelta(seconds=90)), "000000"):
        with pytest.raises(WrongCode) as refused:
            visit(citizen=alice, venue=mall, code=code, now=NOW)
        sentences.add(refused.value.sentence)

    assert len(sentences) == 1


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("demo-restaurant-jianyang", "expired"),
        ("demo-restaurant-jintang", "failed"),
        ("ito-chunxi", "unevaluated"),
    ],
)
def test_visit_to_a_venue_that_does_not_count_says_why(alice, code, state):
    venue = Venue.objects.get(code=code)

    with pytest.raises(VenueDoesNotCount) as refused:
        visit(citizen=alice, venue=venue, code=code_of(venue), now=NOW)

    assert refused.value.facts == {"state": state}
    assert nothing_was_recorded()


def test_visits_count_again_once_an_expired_venue_has_been_evaluated(alice, desk, closed_books):
    evaluate(closed_books, marks=marks_of("restaurant", kitchen=Mark.PARTLY), evaluator=desk, now=NOW)

    visited = visit(citizen=alice, venue=closed_books, code=code_of(closed_books), now=NOW)

    assert not visited.again


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_record_one_visit(alice, mall):
    both = Barrier(2)

    def tap():
        try:
            both.wait()
            return visit(citizen=alice, venue=mall, code=code_of(mall), now=NOW).again
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        again = sorted(future.result() for future in [pool.submit(tap), pool.submit(tap)])

    assert again == [False, True]
    assert Activity.objects.count() == VenueVisit.objects.count() == 1


@pytest.mark.parametrize("change", ["day", "citizen"])
def test_audit_reports_a_visit_that_is_not_its_act(alice, bob, mall, change):
    visited = visit(citizen=alice, venue=mall, code=code_of(mall), now=NOW)
    assert list(of_acts()) == []

    VenueVisit.objects.update(**{"citizen": bob} if change == "citizen" else {"city_day": TOMORROW.date()})

    assert [str(finding) for finding in of_acts()] == [f"visit_is_not_its_act: visit of activity {visited.activity.pk}"]


def test_loading_the_catalogue_leaves_visits_alone(alice, mall):
    visit(citizen=alice, venue=mall, code=code_of(mall), now=NOW)

    venue_catalogue.load(TOMORROW)

    assert VenueVisit.objects.get().venue == mall


@pytest.mark.usefixtures("budget")
def test_visit_whose_id_a_program_has_taken_is_refused_in_words(alice, venues, client, token_of, time_machine):
    time_machine.move_to(NOW, tick=False)
    venue = Venue.objects.get(code="demo-mall-jinjiang")
    taken = f"visit:{venue.public_id}:{TODAY}"
    item = {"id": taken, "scenario": "walking", "day": f"{TODAY}", "claim": {"steps": 100}}
    body = {"activities": [item]}
    client.post("/api/v1/activities", body, content_type="application/json", headers=token_of(alice))

    with pytest.raises(KeyReused):
        visit(citizen=alice, venue=venue, code=code_of(venue), now=NOW)

    assert Activity.objects.get().scenario.code == "walking"
    assert not VenueVisit.objects.exists()
