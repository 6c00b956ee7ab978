"""Seats: an owner invites by phone, who has the phone accepts, seats end and their rows stay, an owner remains."""

from datetime import timedelta

import pytest

from accounts.changing_phone.passing_on import begin_anew
from accounts.refusals import NotAMobileNumber
from projects.models import Part, Seat
from projects.organisations.seats import accept, decline, end, invitations_of, invite, seats_in
from projects.refusals import AlreadySeated, LastOwner, NotYourPart, UnknownInvitation, UnknownSeat
from tests.at_once import at_once
from tests.conftest import NOW
from tests.projects.conftest import make_organisation, seat

pytestmark = pytest.mark.django_db
ALICE, BOB = "139 0000 0001", "139 0000 0002"


def seat_in(organisation, part: Part) -> Seat:
    return Seat.objects.get(user=seat(organisation, part))


@pytest.fixture
def owner(forest) -> Seat:
    return seat_in(forest, Part.OWNER)


@pytest.mark.parametrize("part", Part.values)
def test_who_has_the_phone_accepts_and_the_phone_is_forgotten(owner, alice, part):
    invited = invite(by=owner, phone=ALICE, part=part, now=NOW)
    assert (invited.phone, list(invitations_of(alice))) == ("+8613900000001", [invited])

    accept(citizen=alice, seat=invited, now=NOW)

    invited.refresh_from_db()
    assert (invited.user, invited.phone, invited.part, invited.begun_at) == (alice, "", part, NOW)
    assert list(invitations_of(alice)) == []


def test_a_seat_of_before_is_not_for_who_got_the_number_since(owner, alice):
    invited = invite(by=owner, phone=ALICE, part=Part.OWNER, now=NOW)
    newcomer = begin_anew(phone=invited.phone, language="zh-hans", now=NOW + timedelta(days=200))

    assert list(invitations_of(newcomer)) == []
    for answer in (accept, decline):
        with pytest.raises(UnknownInvitation):
            answer(citizen=newcomer, seat=invited, now=NOW + timedelta(days=201))
    invited.refresh_from_db()
    assert (invited.user, invited.ended_at) == (None, None)


def test_only_an_owner_invites(forest):
    for part in (Part.EDITOR, Part.RELEASER):
        with pytest.raises(NotYourPart):
            invite(by=seat_in(forest, part), phone=ALICE, part=Part.EDITOR, now=NOW)


def test_nobody_is_invited_twice_and_to_nonsense(owner, alice):
    invited = invite(by=owner, phone=ALICE, part=Part.EDITOR, now=NOW)
    with pytest.raises(AlreadySeated):
        invite(by=owner, phone=ALICE, part=Part.OWNER, now=NOW)
    accept(citizen=alice, seat=invited, now=NOW)
    with pytest.raises(AlreadySeated):
        invite(by=owner, phone=ALICE, part=Part.OWNER, now=NOW)
    with pytest.raises(NotAMobileNumber):
        invite(by=owner, phone="123", part=Part.OWNER, now=NOW)


def test_an_invitation_is_declined_and_anothers_is_unknown(owner, alice, bob):
    invited = invite(by=owner, phone=ALICE, part=Part.EDITOR, now=NOW)
    for deed in (accept, decline):
        with pytest.raises(UnknownInvitation):
            deed(citizen=bob, seat=invited, now=NOW)
    decline(citizen=alice, seat=invited, now=NOW)
    with pytest.raises(UnknownInvitation):
        accept(citizen=alice, seat=invited, now=NOW)


def test_a_seat_ends_its_row_stays_and_it_can_be_given_again(owner, forest, alice):
    editor = accept(citizen=alice, seat=invite(by=owner, phone=ALICE, part=Part.EDITOR, now=NOW), now=NOW)

    end(by=owner, seat=editor, now=NOW)
    accept(citizen=alice, seat=invite(by=owner, phone=ALICE, part=Part.RELEASER, now=NOW), now=NOW)

    assert sorted(Seat.objects.filter(user=alice).values_list("part", "ended_at"), key=str) == [
        ("editor", NOW),
        ("releaser", None),
    ]
    assert [each.part for each in seats_in(forest)] == ["releaser", "owner"]


def test_everybody_leaves_and_nobody_else_but_an_owner_ends_a_seat(owner, forest):
    editor, releaser = seat_in(forest, Part.EDITOR), seat_in(forest, Part.RELEASER)
    with pytest.raises(NotYourPart):
        end(by=editor, seat=releaser, now=NOW)
    end(by=editor, seat=editor, now=NOW)
    with pytest.raises(UnknownSeat):
        end(by=seat_in(make_organisation("锦江会展", "91510100MA00000002"), Part.OWNER), seat=releaser, now=NOW)


def test_the_last_owner_stays(owner, forest):
    with pytest.raises(LastOwner):
        end(by=owner, seat=owner, now=NOW)
    second = seat_in(forest, Part.OWNER)
    end(by=owner, seat=owner, now=NOW)
    with pytest.raises(LastOwner):
        end(by=second, seat=second, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_once_one_stays():
    forest = make_organisation("林盘合作社", "91510100MA00000001")
    owners = [seat_in(forest, Part.OWNER) for _ in range(4)]

    def leaving(own: Seat):
        try:
            return end(by=own, seat=own, now=NOW) and "left"
        except LastOwner as refused:
            return refused.code

    assert sorted(at_once([lambda own=own: leaving(own) for own in owners])) == ["last_owner", *["left"] * 3]
    assert seats_in(forest).count() == 1


def test_no_trail_has_a_phone(owner):
    invite(by=owner, phone=BOB, part=Part.EDITOR, now=NOW)

    events = Seat.objects.get(invited_at=NOW).events.all()
    assert [event.part for event in events] == ["editor"]
    assert not hasattr(events[0], "phone")
