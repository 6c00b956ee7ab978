"""What lets somebody in, and that the last of it stays, whichever goes and whoever goes at the same moment."""

from functools import partial
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator

from accounts import passkeys, second_factor, ways_in
from accounts.models import Profile, User
from accounts.refusals import LastWayIn, OnlyFactor
from accounts.ways_in import PASSKEY, PASSWORD, PHONE, WayIn
from tests.at_once import at_once
from tests.second_factors import enrolled

pytestmark = pytest.mark.django_db


def passkey_of(user: User, *, opens: bool = True) -> Authenticator:
    name = {"name": "other", "credential": {"id": uuid4().hex}, "opens": opens}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=name)


def without_phone(user: User) -> User:
    Profile.objects.filter(user=user).update(phone=None)
    return user


def test_phone_and_each_passkey_that_opens_are_ways_in(alice):
    opening, _second_step = passkey_of(alice), passkey_of(alice, opens=False)

    assert list(ways_in.of(alice.pk)) == [WayIn(PHONE, alice.pk), WayIn(PASSKEY, opening.pk)]


def test_staff_come_by_password_and_by_no_passkey(desk):
    passkey_of(desk)

    assert list(ways_in.of(desk.pk)) == [WayIn(PASSWORD, desk.pk)]


def test_last_passkey_of_who_has_no_phone_stays(alice):
    first, last = passkey_of(without_phone(alice)), passkey_of(alice)
    passkeys.remove(user=alice, pk=first.pk)

    with pytest.raises(LastWayIn):
        passkeys.remove(user=alice, pk=last.pk)
    with pytest.raises(LastWayIn):
        second_factor.remove(user=alice)

    assert list(ways_in.of(alice.pk)) == [WayIn(PASSKEY, last.pk)]


def test_passkey_that_opens_nothing_may_go_beside_the_last_way_in(alice):
    last, second_step = passkey_of(without_phone(alice)), passkey_of(alice, opens=False)

    passkeys.remove(user=alice, pk=second_step.pk)

    assert list(ways_in.of(alice.pk)) == [WayIn(PASSKEY, last.pk)]


def test_whoever_has_no_way_in_may_give_up_what_is_none(alice):
    without_phone(alice)

    ways_in.check_another(alice.pk, leaving=[WayIn(PHONE, alice.pk)])


def test_only_passkey_of_a_citizen_goes_with_its_recovery_codes(alice):
    only = passkey_of(alice)
    second_factor.first_recovery_codes(alice)

    passkeys.remove(user=alice, pk=only.pk)

    assert not Authenticator.objects.filter(user=alice).exists()


def test_only_factor_of_staff_stays(desk):
    only = passkey_of(desk)

    with pytest.raises(OnlyFactor):
        passkeys.remove(user=desk, pk=only.pk)

    assert list(second_factor.factors(desk)) == [only]


def test_app_alone_lets_nobody_in(alice):
    enrolled(without_phone(alice))

    assert list(ways_in.of(alice.pk)) == []


@pytest.mark.django_db(transaction=True)
def test_two_that_go_at_once_leave_one(alice):
    both = [passkey_of(without_phone(alice)).pk, passkey_of(alice).pk]

    def go(pk: int) -> str:
        try:
            passkeys.remove(user=alice, pk=pk)
        except LastWayIn:
            return "stays"
        return "gone"

    assert sorted(at_once([partial(go, pk) for pk in both])) == ["gone", "stays"]
    assert len(list(ways_in.of(alice.pk))) == 1
