"""Whoever was at a campaign earns a trophy once it is over, also without an act."""

from datetime import date, timedelta

import pytest

from accounts.models import Notice
from campaigns.checkins import codes as screen
from campaigns.checkins.checking_in import by_code
from campaigns.desk import opening
from campaigns.models import Campaign, CheckIn, TrophyAward
from campaigns.signups.joining import sign_up
from campaigns.trophies import awarding
from tests.campaigns.conftest import DAY, HOUR, author, opened, opener, text
from tests.campaigns.trophies.conftest import codes
from tests.conftest import NOW

__all__ = ["author", "opener"]

pytestmark = pytest.mark.django_db
OVER = NOW + DAY


@pytest.fixture
def ride(author, opener) -> Campaign:
    """From two hours ago until the noon of tomorrow."""
    return opened(author, opener)


def was_there(campaign, citizen) -> None:
    sign_up(campaign=campaign, citizen=citizen, now=NOW - HOUR)
    by_code(campaign=campaign, citizen=citizen, code=screen.on_screen(campaign, now=NOW).code, now=NOW)


def hears(now) -> None:
    while awarding.keep_up(now=now)[1]:
        pass


def test_is_earned_once_the_campaign_is_over(ride, alice):
    hears(NOW)
    was_there(ride, alice)

    hears(OVER - timedelta(seconds=1))
    assert codes(alice) == []
    hears(OVER)
    hears(OVER + HOUR)

    assert codes(alice) == ["was-there"]
    assert TrophyAward.objects.get().earned_on == date(2026, 11, 24)
    assert Notice.objects.of(alice.pk).filter(code="trophy_awarded").count() == 1


def test_a_campaign_that_ends_at_midnight_is_of_the_day_before(author, opener, alice):
    midnight = NOW.replace(hour=16, minute=0, second=0, microsecond=0)
    assert midnight > NOW, "in UTC: the first moment of the 24th in Chengdu"
    was_there(opened(author, opener, ends_at=midnight), alice)

    awarding.judge([alice.pk], now=midnight)

    assert TrophyAward.objects.get().earned_on == date(2026, 11, 23)


def test_whoever_signed_up_and_did_not_come_has_none(ride, alice, bob):
    sign_up(campaign=ride, citizen=bob, now=NOW - HOUR)
    was_there(ride, alice)

    awarding.judge([alice.pk, bob.pk], now=OVER)

    assert codes(alice) == ["was-there"]
    assert codes(bob) == []


def test_a_campaign_that_was_cancelled_earns_nothing(ride, alice, author):
    was_there(ride, alice)
    opening.cancel(campaign=ride, words=text("暴雨"), by=author, now=NOW + HOUR)

    hears(OVER)

    assert CheckIn.objects.count() == 1
    assert codes(alice) == []
