"""Between handing in and approval there is time, and both numbers are told: a stolen session merges nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.inbox import texting
from accounts.models import Notice, Profile, User
from common.city_time import day_span
from credits.merging import asking, deciding
from credits.merging.models import How, KeptPhone, Merger
from credits.merging.notices import ASKED
from credits.merging.refusals import MergerWaits, NotProven, NumberNotShown
from tests.conftest import NOW, TODAY
from tests.credits.merging.conftest import ANSWER, WAIT, approved, asked, with_phone
from tests.merchants.conftest import give
from tests.second_factors import enrolled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("budget")]
NINE = day_span(TODAY)[0] + timedelta(hours=9)

texted: list[tuple[str, str]] = []


class Pad:
    """A gateway that writes down what it is to send."""

    def send_notice(self, *, phone: str, code: str, facts: object, words: str) -> None:
        texted.append((phone, code))


@pytest.fixture
def pad(settings) -> None:
    settings.SMS_GATEWAY = "tests.credits.merging.test_waiting.Pad"
    texted.clear()


@pytest.mark.parametrize("kept_phone", KeptPhone)
def test_nothing_is_approved_before_its_citizen_had_time(old, new, clerk, kept_phone):
    give(old, 50)
    merger = asked(old, new, now=NOW, kept_phone=kept_phone)

    for moment in (NOW, NOW + WAIT - timedelta(seconds=1)):
        with pytest.raises(MergerWaits):
            approved(merger, clerk, now=moment)
    assert User.objects.get(pk=old.pk).is_active
    assert approved(merger, clerk, now=NOW + WAIT).is_done


def test_many_credits_are_not_agreed_to_before(old, new, clerk):
    give(old, 10_001)
    with pytest.raises(MergerWaits):
        approved(asked(old, new, now=NOW), clerk)
    assert Merger.objects.get().agreed_by is None


def _withdrawn(merger: Merger, clerk: User) -> Merger:
    return asking.withdraw(merger=merger, by=merger.ended, now=NOW)


def _declined(merger: Merger, clerk: User) -> Merger:
    return deciding.decline(merger=merger, answer=ANSWER, by=clerk, now=NOW)


@pytest.mark.parametrize("end", [_withdrawn, _declined])
def test_it_is_ended_at_any_time(old, new, clerk, end: Callable[[Merger, User], Merger]):
    assert not end(asked(old, new, now=NOW), clerk).is_waiting


def test_the_database_approves_nothing_on_the_day_on_which_it_was_asked(old, new, clerk):
    merger = asked(old, new, now=NOW)
    approve = (
        "UPDATE credits_merger SET status = 'approved', decided_at = %s, decided_by_id = %s, answer = 'x',"
        " credits = 0, owed = 0"
    )
    with pytest.raises(IntegrityError, match="merger_has_waited"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(approve, [merger.asked_at + timedelta(hours=23), clerk.pk])


def test_both_numbers_are_texted_whatever_their_wishes_and_though_a_thief_has_read_it(old, new, pad):
    assert not Profile.objects.filter(wants_texts=True).exists()
    asked(old, new)
    Notice.objects.filter(code=ASKED).update(read_at=NOW)

    assert texting.send_due(now=NINE, limit=10) == (2, 0)
    assert texted == [("+8613900000001", ASKED), ("+8613900000002", ASKED)]
    assert texting.send_due(now=NINE, limit=10) == (0, 0)


def proven_by(how: How, ended: User, stays: User, now: datetime = NOW) -> dict[int, tuple[How, datetime]]:
    return {stays.pk: (how, now), ended.pk: (How.PAIRING, now)}


def test_a_number_is_given_up_by_who_has_shown_it(old, new):
    for how in (How.SIGNED_IN, How.PAIRING):
        with pytest.raises(NumberNotShown):
            asked(old, new, now=NOW, kept_phone=KeptPhone.ENDED, proofs=proven_by(how, old, new))
    assert not Merger.objects.exists()
    assert asked(old, new, now=NOW, kept_phone=KeptPhone.ENDED, proofs=proven_by(How.FACTOR, old, new)).is_waiting


def test_who_never_had_a_number_gives_none_up(old):
    without = with_phone("+8613900000003")
    Profile.objects.filter(user=without).update(phone=None, phone_verified_at=None)

    assert asked(old, without, now=NOW, kept_phone=KeptPhone.ENDED, proofs=proven_by(How.SIGNED_IN, old, without))


def test_a_number_that_may_be_anothers_by_now_proves_nothing(old, new, settings):
    before = NOW - timedelta(days=settings.PHONE_UNUSED_DAYS + 2)
    User.objects.filter(pk=old.pk).update(joined_at=before)
    Profile.objects.filter(user=old).update(phone_verified_at=before)

    with pytest.raises(NotProven):
        asked(old, new, now=NOW)
    assert asked(old, new, now=NOW, proofs=proven_by(How.SIGNED_IN, old, new)).is_waiting


def test_a_number_proves_nothing_beside_a_second_factor(old, new):
    enrolled(old)

    with pytest.raises(NotProven):
        asked(old, new, now=NOW)
