"""The number of places changes after the opening: who waits moves up in order and is told, and nobody loses a place."""

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.inbox.models import Notice
from campaigns import refusals
from campaigns.desk import opening
from campaigns.models import Places, SignUp, SignUpStatus
from campaigns.signups.joining import sign_up, withdraw
from common.editions import ChangedMeanwhile, NothingShown, edition_of
from seals.sources import every_source
from tests.at_once import at_once
from tests.campaigns.conftest import DAY, HOUR, OPENS, WRITES, make_staff, nothing_found, opened, text
from tests.conftest import NOW, make_citizen

IN, WAITING = SignUpStatus.IN, SignUpStatus.WAITING


@pytest.fixture
def crowd(author, opener):
    """Two places, five who want one."""
    campaign = opened(author, opener, capacity=2)
    people = [make_citizen() for _ in range(5)]
    for citizen in people:
        sign_up(campaign=campaign, citizen=citizen, now=NOW)
    return campaign, people


def resized(campaign, capacity: int, by, **more):
    return opening.resize(campaign=campaign, capacity=capacity, words=text("换了大场地"), by=by, now=NOW + HOUR, **more)


def stands() -> list[str]:
    return list(SignUp.objects.order_by("nth").values_list("status", flat=True))


def test_more_places_go_to_the_first_who_wait_and_they_are_told(crowd, opener):
    campaign, people = crowd

    step = resized(campaign, 4, opener)

    assert stands() == [IN, IN, IN, IN, WAITING]
    assert SignUp.objects.get(citizen=people[2]).in_at == NOW + HOUR
    assert SignUp.objects.get(citizen=people[0]).in_at == NOW
    assert Places.objects.values_list("capacity", "taken", "asked").get() == (4, 4, 5)
    moved = Notice.objects.filter(code="campaign_moved_up").values_list("citizen", flat=True)
    assert set(moved) == {people[2].pk, people[3].pk}
    assert Notice.objects.filter(code="campaign_announced").count() == 5
    assert (step.capacity, step.words_shown) == (4, "换了大场地")
    nothing_found()


def test_places_that_nobody_has_are_taken_away_and_no_others(crowd, opener):
    campaign, people = crowd
    resized(campaign, 9, opener)
    assert stands() == [IN] * 5

    for capacity in (4, 1):
        with pytest.raises(refusals.FewerThanTaken):
            resized(campaign, capacity, opener)
    assert Places.objects.values_list("capacity", "taken").get() == (9, 5)
    resized(campaign, 5, opener)
    withdraw(campaign=campaign, citizen=people[0], now=NOW + HOUR)
    resized(campaign, 4, opener)

    assert Places.objects.values_list("capacity", "taken").get() == (4, 4)
    nothing_found()


def test_what_changes_nothing_or_comes_too_late_is_refused(crowd, author, opener):
    campaign, _people = crowd
    free = opened(author, opener, code="free", capacity=None)
    with pytest.raises(refusals.SamePlaces):
        resized(campaign, 2, opener)
    with pytest.raises(refusals.PlacesUnlimited):
        resized(free, 2, opener)
    with pytest.raises(refusals.ReasonMissing):
        opening.resize(campaign=campaign, capacity=3, words={"zh-hans": " "}, by=opener, now=NOW)
    with pytest.raises(refusals.CampaignOver):
        opening.resize(campaign=campaign, capacity=3, words=text("晚"), by=opener, now=campaign.ends_at + DAY)
    opening.cancel(campaign=campaign, words=text("下雨"), by=opener, now=NOW)
    with pytest.raises(refusals.NotOpen):
        resized(campaign, 3, opener)
    assert stands() == [IN, IN, WAITING, WAITING, WAITING]


def test_what_was_shown_is_what_is_done(crowd, opener):
    campaign, _people = crowd
    shown = edition_of(*opening.places_shown(Places.objects.get()))
    resized(campaign, 3, opener, edition=shown)

    for edition, error in ((shown, ChangedMeanwhile), ("", NothingShown)):
        with pytest.raises(error):
            resized(campaign, 5, opener, edition=edition)
    assert Places.objects.get().capacity == 3


def test_no_limit_stays_none_and_a_limit_stays_one_whoever_writes(crowd):
    with pytest.raises(InternalError), transaction.atomic():
        Places.objects.update(capacity=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Places.objects.update(capacity=1)


def test_since_when_somebody_has_a_place_and_when_they_withdrew_is_sealed():
    names = {source.name for source in every_source()}

    assert {
        *("campaigns.resizings", "campaigns.signups_in", "campaigns.signups_withdrawn"),
        *("campaigns.team_consents_ended", "campaigns.children_released"),
    } <= names


@pytest.mark.django_db(transaction=True)
def test_nobody_is_forgotten_who_signs_up_while_places_are_added():
    opener = make_staff("opener", *OPENS)
    campaign = opened(make_staff("author", *WRITES), opener, capacity=2)
    people = [make_citizen() for _ in range(8)]
    joins = [lambda citizen=citizen: sign_up(campaign=campaign, citizen=citizen, now=NOW) for citizen in people]

    at_once([*joins[:4], lambda: resized(campaign, 6, opener), *joins[4:]])

    assert sorted(stands()) == [IN] * 6 + [WAITING] * 2
    assert SignUp.objects.inside().order_by("nth").last().nth == 6
    nothing_found()
