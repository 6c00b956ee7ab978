"""Being there: by the newest code on the screen or a fresh ticket, once, with a place, while the campaign lasts."""

from datetime import timedelta

import pytest

from campaigns import refusals
from campaigns.checkins import codes
from campaigns.checkins.checking_in import by_code, by_staff
from campaigns.models import CheckIn, How
from campaigns.signups.joining import sign_up, withdraw
from tests.at_once import at_once
from tests.campaigns.conftest import CHECKS_IN, DAY, FLAT, HOUR, OPENS, WRITES, make_staff, nothing_found, opened
from tests.conftest import NOW, make_citizen

STEP = timedelta(seconds=30)


@pytest.fixture
def campaign(author, opener):
    return opened(author, opener, capacity=1)


@pytest.fixture
def signup(campaign, alice):
    return sign_up(campaign=campaign, citizen=alice, now=NOW).signup


def on_screen(campaign, now=NOW) -> str:
    return codes.on_screen(campaign, now=now).code


def check_in(campaign, citizen, now=NOW, code=""):
    return by_code(campaign=campaign, citizen=citizen, code=code or on_screen(campaign, now), now=now)


def refused(error, campaign, citizen, **more) -> None:
    with pytest.raises(error):
        check_in(campaign, citizen, **more)
    assert not CheckIn.objects.exists()


def test_the_code_on_the_screen_checks_in_once(campaign, alice, signup):
    first, second = check_in(campaign, alice), check_in(campaign, alice, code="000000")

    assert (first.checkin, first.again, second.again) == (CheckIn.objects.get(), False, True)
    assert (first.checkin.signup, first.checkin.how, first.checkin.by) == (signup, How.CODE, None)
    nothing_found()


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_is_good_in_its_step_and_in_those_beside_it(campaign, alice, signup, steps):
    assert check_in(campaign, alice, code=on_screen(campaign, NOW + steps * STEP)).checkin.signup == signup


def test_an_old_code_is_refused_and_says_what_to_do(campaign, alice, signup):
    refused(refusals.OldCode, campaign, alice, code=on_screen(campaign, NOW - 2 * STEP))

    assert "请输入最新的" in refusals.OldCode().sentence


def test_only_who_has_a_place_checks_in(campaign, alice, bob, signup):
    refused(refusals.NotSignedUp, campaign, bob)
    sign_up(campaign=campaign, citizen=bob, now=NOW)
    refused(refusals.StillWaiting, campaign, bob)


@pytest.mark.parametrize("at", [NOW - 3 * HOUR, NOW + DAY], ids=["before", "after"])
def test_only_while_it_lasts(author, opener, alice, at):
    campaign = opened(author, opener)
    sign_up(campaign=campaign, citizen=alice, now=NOW - 4 * HOUR)

    refused(refusals.CheckInNotNow, campaign, alice, now=at)


def test_a_campaign_without_a_check_in_has_none(author, opener, usher, alice):
    campaign = opened(author, opener, proving="none")
    signup = sign_up(campaign=campaign, citizen=alice, now=NOW).signup

    refused(refusals.NoCheckIn, campaign, alice)
    with pytest.raises(refusals.NoCheckIn):
        by_staff(campaign=campaign, ticket=codes.ticket_of(signup, now=NOW), by=usher, now=NOW)


def test_who_may_open_the_screen_is_not_checked_in_by_its_code(campaign, usher):
    """They read the code wherever they are."""
    sign_up(campaign=campaign, citizen=usher, now=NOW)

    with pytest.raises(refusals.StaffCheckIn):
        by_code(campaign=campaign, citizen=usher, code=codes.on_screen(campaign, now=NOW).code, now=NOW)

    assert not CheckIn.objects.exists()


def test_staff_check_in_by_the_citizens_ticket(campaign, usher, signup):
    done = by_staff(campaign=campaign, ticket=codes.ticket_of(signup, now=NOW), by=usher, now=NOW)

    assert (done.checkin.how, done.checkin.by) == (How.STAFF, usher)
    nothing_found()


def test_a_ticket_is_read_as_it_is_scanned_typed_or_shouted(signup):
    ticket = codes.ticket_of(signup, now=NOW)
    read = (signup.public_id, ticket[16:])

    spoken = " ".join([*(signup.public_id[at : at + 4] for at in range(0, 16, 4)), ticket[16:19], ticket[19:]])
    assert [codes.read_ticket(one) for one in (ticket, spoken, ticket.upper())] == [read] * 3
    assert [codes.read_ticket(one) for one in ("", "123456", ticket[:-1], "碳" * 22)] == [None] * 4


def test_an_old_ticket_another_campaigns_and_ones_own_are_refused(campaign, author, opener, usher, signup):
    other = opened(author, opener, code="other")
    own = sign_up(campaign=other, citizen=usher, now=NOW).signup
    fresh, stale = codes.ticket_of(signup, now=NOW), codes.ticket_of(signup, now=NOW - 2 * STEP)

    for error, where, ticket in (
        (refusals.OldTicket, campaign, stale),
        (refusals.NoSuchTicket, other, fresh),
        (refusals.NoSuchTicket, campaign, "nonsense"),
        (refusals.YourOwnTicket, other, codes.ticket_of(own, now=NOW)),
    ):
        with pytest.raises(error):
            by_staff(campaign=where, ticket=ticket, by=usher, now=NOW)
    assert not CheckIn.objects.exists()


def test_who_was_there_does_not_withdraw(campaign, alice, signup):
    check_in(campaign, alice)

    with pytest.raises(refusals.WasThere):
        withdraw(campaign=campaign, citizen=alice, now=NOW)


def test_code_and_ticket_at_once_check_in_once(transactional_db):
    campaign = opened(make_staff("author", *WRITES), make_staff("opener", *OPENS), **FLAT)
    usher, citizen = make_staff("usher", *CHECKS_IN), make_citizen()
    ticket = codes.ticket_of(sign_up(campaign=campaign, citizen=citizen, now=NOW).signup, now=NOW)

    done = at_once(
        [
            lambda: check_in(campaign, citizen),
            lambda: by_staff(campaign=campaign, ticket=ticket, by=usher, now=NOW),
        ]
        * 6
    )

    assert sorted(one.again for one in done) == [False] + [True] * 11
    assert [bonus.credits for bonus in {one.bonus for one in done}] == [30]
    nothing_found()
