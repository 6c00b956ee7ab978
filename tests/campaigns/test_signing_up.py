"""Who comes first has a place, who comes later waits in order, and a place that is given up goes to the first.

`CAMPAIGN_CROWD=2000 bin/test tests/campaigns/test_signing_up.py -s` has so many sign up at once, for a quarter as many
places, and tells how long it took.
"""

import os
from time import monotonic

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notice
from campaigns import refusals
from campaigns.desk import opening
from campaigns.models import Places, SignUp, SignUpStatus
from campaigns.signups.joining import ahead_of, remind, sign_up, withdraw
from campaigns.teams import consenting
from tests.at_once import at_once
from tests.campaigns.conftest import DAY, HOUR, OPENS, WRITES, make_staff, nothing_found, opened, text
from tests.conftest import NOW, make_citizen

CROWD = int(os.environ.get("CAMPAIGN_CROWD", "160"))
IN, WAITING, WITHDRAWN = SignUpStatus.IN, SignUpStatus.WAITING, SignUpStatus.WITHDRAWN


def join(campaign, citizen, **more) -> SignUp:
    return sign_up(campaign=campaign, citizen=citizen, now=NOW, **more).signup


def told(citizen) -> list[str]:
    return list(Notice.objects.filter(citizen=citizen).order_by("pk").values_list("code", flat=True))


def test_places_go_to_who_comes_first_and_the_others_wait_in_order(author, opener, people):
    campaign = opened(author, opener, capacity=2)

    signups = [join(campaign, citizen) for citizen in people]

    assert [(one.nth, one.status) for one in signups] == [(1, IN), (2, IN), (3, WAITING), (4, WAITING)]
    assert [ahead_of(one) for one in signups[2:]] == [0, 1]
    nothing_found()


def test_a_double_tap_signs_up_once(author, opener, alice):
    campaign = opened(author, opener, capacity=2)

    first, second = (sign_up(campaign=campaign, citizen=alice, now=NOW) for _ in range(2))

    assert (first.again, second.again) == (False, True)
    assert first.signup == second.signup
    assert Places.objects.values_list("taken", "asked").get() == (1, 1)


def test_who_withdraws_gives_the_place_to_the_first_who_waits_and_they_are_told(author, opener, people):
    campaign = opened(author, opener, capacity=1)
    first, second, third, _fourth = people
    for citizen in people[:3]:
        join(campaign, citizen)

    withdraw(campaign=campaign, citizen=first, now=NOW + HOUR)

    assert SignUp.objects.get(citizen=second).status == IN
    assert SignUp.objects.get(citizen=third).status == WAITING
    assert (told(second), told(third)) == (["campaign_moved_up"], [])
    nothing_found()


def test_who_waits_and_withdraws_leaves_the_places_as_they_are(author, opener, people):
    campaign = opened(author, opener, capacity=1)
    for citizen in people[:3]:
        join(campaign, citizen)

    withdraw(campaign=campaign, citizen=people[1], now=NOW)

    assert [one.status for one in SignUp.objects.order_by("nth")] == [IN, WITHDRAWN, WAITING]
    nothing_found()


def test_who_signs_up_again_stands_behind_everybody(author, opener, people):
    campaign = opened(author, opener, capacity=1)
    for citizen in people[:2]:
        join(campaign, citizen)
    withdraw(campaign=campaign, citizen=people[0], now=NOW)

    again = join(campaign, people[0])

    assert (again.nth, again.status) == (3, WAITING)
    nothing_found()


def test_a_citizen_joins_a_campaign_five_times_and_no_more(author, opener, alice, bob):
    """Each time is a row that nobody may delete."""
    campaign = opened(author, opener)
    for _ in range(5):
        join(campaign, alice)
        withdraw(campaign=campaign, citizen=alice, now=NOW)

    with pytest.raises(refusals.JoinedTooOften):
        join(campaign, alice)

    assert SignUp.objects.count() == 5
    assert join(campaign, bob).nth == 6
    nothing_found()


def test_without_a_limit_everybody_is_in(author, opener, people):
    campaign = opened(author, opener)

    assert {join(campaign, citizen).status for citizen in people} == {IN}


def test_more_than_there_are_places_sign_up_at_once_and_exactly_so_many_are_in(transactional_db):
    places = CROWD // 4
    campaign = opened(make_staff("author", *WRITES), make_staff("opener", *OPENS), capacity=places)
    crowd = [make_citizen() for _ in range(CROWD)]
    began = monotonic()

    made = at_once([lambda citizen=citizen: join(campaign, citizen) for citizen in crowd])

    print(f"{CROWD} sign-ups for {places} places in {monotonic() - began:.1f} s")
    assert [one for one in made if isinstance(one, Exception)] == []
    by_number = sorted(made, key=lambda one: one.nth)
    assert [one.nth for one in by_number] == list(range(1, CROWD + 1))
    assert [one.status for one in by_number] == [IN] * places + [WAITING] * (CROWD - places)
    nothing_found()


def test_withdrawals_and_sign_ups_at_once_leave_no_place_empty(transactional_db):
    campaign = opened(make_staff("author", *WRITES), make_staff("opener", *OPENS), capacity=10)
    first, later = [make_citizen() for _ in range(20)], [make_citizen() for _ in range(20)]
    for citizen in first:
        join(campaign, citizen)
    leaving = [lambda citizen=citizen: withdraw(campaign=campaign, citizen=citizen, now=NOW) for citizen in first[:12]]
    coming = [lambda citizen=citizen: join(campaign, citizen) for citizen in later]

    done = at_once([work for pair in zip(leaving, coming, strict=False) for work in pair] + coming[12:])

    assert [one for one in done if isinstance(one, Exception)] == []
    assert SignUp.objects.inside().count() == 10
    assert [one.nth for one in SignUp.objects.inside().order_by("nth")] == list(range(13, 23))
    nothing_found()


@pytest.mark.parametrize(
    ("terms", "refused"),
    [
        ({"signup_from": NOW + HOUR}, refusals.SignUpComes),
        ({"joining": "adults"}, refusals.ForAdults),
        ({"joining": "district"}, refusals.ForItsDistrict),
    ],
    ids=["too early", "for adults", "of another district"],
)
def test_who_may_not_join_is_refused_and_nothing_changes(author, opener, alice, terms, refused):
    campaign = opened(author, opener, **terms)

    with pytest.raises(refused):
        join(campaign, alice)

    assert (SignUp.objects.count(), Places.objects.get().asked) == (0, 0)


def test_who_says_they_are_of_age_or_lives_there_may_join(author, opener, alice, bob):
    adults = opened(author, opener, code="adults", joining="adults")
    locals_ = opened(author, opener, code="locals", joining="district")

    assert join(adults, alice, is_adult=True).is_in
    assert join(locals_, bob).is_in


def test_for_whom_a_guardian_decided_is_no_adult_by_their_own_word(author, opener, alice, bob):
    adults = opened(author, opener, joining="adults")
    consenting.give_for(child=alice, guardian=bob, now=NOW)
    consenting.withdraw(citizen=alice, now=NOW)

    with pytest.raises(refusals.GuardianDecides):
        join(adults, alice, is_adult=True)
    consenting.release(child_id=alice.public_id, guardian=bob, now=NOW)
    assert join(adults, alice, is_adult=True).is_in


def test_after_its_end_nobody_signs_up_and_nobody_moves_up(author, opener, people):
    campaign = opened(author, opener, capacity=1)
    for citizen in people[:2]:
        join(campaign, citizen)

    with pytest.raises(refusals.SignUpOver):
        sign_up(campaign=campaign, citizen=people[2], now=NOW + 2 * HOUR)
    withdraw(campaign=campaign, citizen=people[0], now=NOW + 2 * DAY)

    assert [one.status for one in SignUp.objects.order_by("nth")] == [WITHDRAWN, WAITING]
    assert Places.objects.get().taken == 0
    nothing_found()


def test_who_wrote_or_opened_it_does_not_join(author, opener):
    campaign = opened(author, opener)

    for staff in (author, opener):
        with pytest.raises(refusals.OwnCampaign):
            join(campaign, staff)


def test_nobody_moves_up_in_a_campaign_that_was_cancelled(author, opener, people):
    campaign = opened(author, opener, capacity=1)
    for citizen in people[:2]:
        join(campaign, citizen)
    opening.cancel(campaign=campaign, words=text("暴雨红色预警"), by=opener, now=NOW)

    withdraw(campaign=campaign, citizen=people[0], now=NOW)

    assert told(people[1]) == ["campaign_cancelled"]
    assert Places.objects.get().taken == 0


def test_who_joined_is_told_that_it_is_cancelled_and_nobody_joins_any_more(author, opener, people):
    campaign = opened(author, opener, capacity=1)
    for citizen in people[:2]:
        join(campaign, citizen)

    opening.cancel(campaign=campaign, words=text("暴雨红色预警"), by=opener, now=NOW)

    assert [told(citizen) for citizen in people[:3]] == [["campaign_cancelled"], ["campaign_cancelled"], []]
    with pytest.raises(refusals.CampaignCancelled):
        join(campaign, people[2])


def test_reminders_are_wanted_until_somebody_says_otherwise(author, opener, alice, bob):
    campaign = opened(author, opener)
    join(campaign, alice)

    assert remind(campaign=campaign, citizen=alice, is_wanted=False).wants_reminders is False
    with pytest.raises(refusals.NotSignedUp):
        remind(campaign=campaign, citizen=bob, is_wanted=True)


@pytest.mark.parametrize("change", [{"nth": 9}, {"citizen_id": None}, {"in_at": NOW + DAY}])
def test_the_database_keeps_a_sign_up_in_its_place(author, opener, alice, change):
    row = join(opened(author, opener), alice)

    with pytest.raises(Exception, match=r"Cannot update|null value"), transaction.atomic():
        SignUp.objects.filter(pk=row.pk).update(**change)


def test_the_database_lets_no_more_in_than_there_are_places(author, opener):
    opened(author, opener, capacity=1)

    with pytest.raises(IntegrityError, match="no_more_in_than_places"), transaction.atomic():
        Places.objects.update(taken=2, asked=2)
