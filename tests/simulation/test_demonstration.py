"""The demonstration: people as whom a visitor enters with one tap, on this machine and with DEBUG alone."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib import admin
from django.db.models import Count, Q
from django.test import Client

from accounts.models import StandIn, User
from activities.models import Assessment
from campaigns.models import Team, TeamMember, TeamMonth, TrophyAward, TrophyPublication
from city.models import DayFigures, PublishedDay
from common.city_time import city_day
from common.few import FEWEST
from desk import roles
from merchants.models import Merchant, MerchantStatus
from portal import demo, production
from portal.stories import stories
from projects.organisations.access import seats_of
from simulation import cast, demonstration, worlds
from simulation.doors import books
from tests.conftest import NOW

FEW = replace(worlds.world("small"), citizens=8, days=3, pictures=0)
LATER = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture
def small(monkeypatch) -> None:
    """Eight people who have lived for three days."""
    monkeypatch.setattr(worlds, "world", lambda _name: FEW)


@pytest.fixture
def loaded(small, transactional_db, catalogue, venues, settings) -> None:
    settings.DEBUG = True
    roles.load()
    assert demonstration.load(NOW) is not None


def stand_in(name: str) -> StandIn:
    return StandIn.objects.select_related("user").get(name__en=name)


def enter(browser: Client, name: str, **named: str):
    return browser.post(f"/enter/{stand_in(name).user.public_id}/", **named)


def test_the_page_offers_everybody_in_order(loaded):
    page = Client().get("/").content.decode()

    everybody = StandIn.objects.select_related("user").order_by("position")
    assert [str(who) for who in everybody] == [
        *(part.name for part in cast.PARTS),
        *("赵林", "钱多福", "任静", "许晴", "吕江", "施恩"),
        "desk",
        *(words["zh-hans"] for words in demonstration.OFFICES.values()),
    ]
    places = [page.index(f'action="/enter/{who.user.public_id}/"') for who in everybody]
    assert places == sorted(places)


def test_a_story_tells_what_somebody_did_and_earned(loaded):
    wang = stand_in("Auntie Wang")
    earned = Assessment.objects.filter(activity__citizen=wang.user)

    (story,) = stories([wang], city_day(NOW))
    assert story.credits == sum(assessment.credits for assessment in earned) > 0
    times = Counter(assessment.activity.scenario for assessment in earned.select_related("activity__scenario"))
    assert [(habit.scenario, habit.times) for habit in story.habits] == sorted(
        times.items(), key=lambda done: (-done[1], done[0].position)
    )[:2]
    assert stories([wang], city_day(NOW) + timedelta(days=40)) == []


def test_one_tap_signs_a_citizen_in(loaded):
    browser = Client()

    assert enter(browser, "Auntie Wang").url == "/"
    page = browser.get("/").content.decode()
    assert "您好，王阿姨" in page
    assert "row-detail" not in Client().get("/statement/").content.decode()


def test_one_tap_signs_staff_in_with_both_steps(loaded):
    browser = Client()

    assert enter(browser, "desk").url == "/admin/"
    assert browser.get("/admin/").status_code == 200
    reviewer = Client()
    enter(reviewer, "Reviewer")
    assert reviewer.get("/admin/photo_reports/photoreport/").status_code == 200
    assert reviewer.get("/admin/credits/budget/").status_code == 403


def test_the_owner_enters_and_leads_at_once(loaded):
    """A merchant's door asks for a second factor, which whoever enters has shown."""
    browser = Client()
    enter(browser, "Mr Zhou")

    teahouse = Merchant.objects.get(name__en="Jinjiang Teahouse (demo)")
    assert browser.get(f"/merchant/{teahouse.public_id}/").status_code == 200
    assert browser.get(f"/merchant/{teahouse.public_id}/owed/").status_code == 200


@pytest.mark.parametrize("name", ["Zhao Lin", "Qian Duofu", "Ren Jing", "Xu Qing", "Lü Jiang", "Shi En"])
def test_people_of_the_second_path_enter_their_rooms_at_once(loaded, name):
    browser, who = Client(), stand_in(name).user
    enter(browser, name)

    for seat in seats_of(who):
        assert browser.get(f"/enterprise/{seat.organisation.public_id}/").status_code == 200
    assert seats_of(who).exists()


@pytest.mark.parametrize(
    ("debug", "address"), [(False, "127.0.0.1"), (True, "192.0.2.7"), (False, "192.0.2.7"), (True, "::ffff:192.0.2.7")]
)
def test_nobody_enters_without_debug_or_from_elsewhere(loaded, settings, debug, address):
    settings.DEBUG = debug
    browser = Client(REMOTE_ADDR=address)

    assert "stand-in" not in browser.get("/").content.decode()
    assert enter(browser, "Auntie Wang").status_code == 404
    assert "_auth_user_id" not in browser.session


def test_only_stand_ins_can_be_entered_as(loaded, alice):
    browser = Client()

    assert browser.post(f"/enter/{alice.public_id}/").status_code == 404
    assert browser.get(f"/enter/{stand_in('desk').user.public_id}/").status_code == 405
    assert "_auth_user_id" not in browser.session


def test_entering_needs_the_token_of_the_page(loaded):
    assert enter(Client(enforce_csrf_checks=True), "desk").status_code == 403


def test_loading_again_changes_nothing(loaded):
    before = User.objects.count(), StandIn.objects.count()

    assert demonstration.load(LATER) is None
    assert (User.objects.count(), StandIn.objects.count()) == before


def test_each_of_its_days_is_kept_for_the_chart(loaded):
    """Three whole days of life, and today."""
    days = DayFigures.objects.values_list("day", flat=True).distinct()

    scored = {
        city_day(moment) for moment in Assessment.objects.filter(grams__gt=0).values_list("assessed_at", flat=True)
    }
    assert set(days) == {day for day in scored if day < city_day(NOW)} != set()


def test_each_of_its_days_of_five_is_published_at_once(loaded):
    """Days that are over; of today it hangs on who came last."""
    earned = Assessment.objects.filter(Q(grams__gt=0) | Q(credits__gt=0), activity__revocation=None)
    days = earned.values_list("activity__city_day").annotate(citizens=Count("activity__citizen", distinct=True))

    over = [(day, citizens) for day, citizens in days.order_by() if day < city_day(NOW)]
    told = PublishedDay.objects.filter(day__lt=city_day(NOW)).values_list("day", flat=True)
    assert set(told) == {day for day, citizens in over if citizens >= FEWEST} != set()
    assert Client().get("/city/").status_code == 200


def test_its_past_ends_now_and_its_books_are_sound(loaded):
    acts = list(books.scored())
    assert acts
    assert max(act.day for act in acts) <= city_day(NOW)
    assert books.findings(seed="demo", citizens=8, with_seals=True) == []


def test_production_does_not_start_on_it(loaded, settings):
    """Also where nobody of its people is left: the ledger forgets nothing."""
    assert demo.is_there()
    StandIn.objects.all().delete()
    User.objects.filter(username=demo.STAFF[0]).update(is_active=False)

    settings.DEBUG = False
    assert demo.is_there()
    assert "E005" in " ".join(str(found.id) for found in production.refusals())


def test_an_empty_database_is_no_demonstration(transactional_db):
    assert not demo.is_there()
    assert not django_settings.DEBUG


def test_trail_names_the_staff_of_the_city_for_what_they_did(loaded):
    desk = admin.site._registry[apps.get_model("merchants.MerchantEvent")]
    approvals = desk.model.objects.filter(status=MerchantStatus.APPROVED)

    told = desk.lines(approvals.values_list("pk", flat=True)).values()

    assert {line.who for line in told} == {"city-publisher"}
    assert User.objects.filter(profile__isnull=False).latest("joined_at").joined_at < LATER
    assert User.objects.filter(profile__isnull=False).earliest("joined_at").joined_at < NOW


def test_teams_count_and_trophies_are_held(loaded):
    assert list(Team.objects.order_by("pk").values_list("kind", flat=True)) == [
        *("school", "company", "district", "friends")
    ]
    assert TeamMember.objects.current().filter(team__kind="friends").count() == 6
    assert TeamMonth.objects.filter(member__team__kind="friends").exists()
    assert set(TrophyAward.objects.values_list("trophy", flat=True)) >= {"first-act"}
    assert TrophyPublication.objects.get().award.citizen == Team.objects.get(kind="friends").captain
