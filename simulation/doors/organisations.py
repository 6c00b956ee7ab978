"""Organisations of the second path: somebody applies, the desk decides, people take their seats."""

from datetime import datetime

from accounts.models import Profile, User
from common import licences
from common.texts import Text
from projects.desk import deciding
from projects.models import Organisation, Part, Seat
from projects.organisations import applying, seats
from projects.organisations.applying import Application

FIRST_LETTERS = "91510100MA6CEX"


def licence(number: int) -> str:
    """An invented code whose check letter is right."""
    first = f"{FIRST_LETTERS}{number:03}"
    return first + licences.check_letter(first)


def apply(*, name: Text, number: int, group: str, by: User, now: datetime) -> Organisation:
    profile = Profile.objects.get(user=by)
    application = Application(name, licence(number), group, profile.display_name, phone_of(by))
    return applying.apply(citizen=by, application=application, now=now)


def approve(organisation: Organisation, *, by: User, now: datetime) -> Organisation:
    return deciding.approve(organisation=organisation, by=by, now=now)


def accredit(organisation: Organisation, *, document: str, by: User, now: datetime) -> Organisation:
    return deciding.accredit(organisation=organisation, document=document, by=by, now=now)


def suspend(organisation: Organisation, *, reason: str, by: User, now: datetime) -> Organisation:
    return deciding.suspend(organisation=organisation, reason=reason, by=by, now=now)


def refuse(organisation: Organisation, *, reason: str, by: User, now: datetime) -> Organisation:
    return deciding.refuse(organisation=organisation, reason=reason, by=by, now=now)


def take_in(organisation: Organisation, person: User, part: str, *, now: datetime) -> Seat:
    """The owner invites somebody, who accepts."""
    own = organisation.seats.current().get(part=Part.OWNER)
    invited = seats.invite(by=own, phone=phone_of(person), part=Part(part), now=now)
    return seats.accept(citizen=person, seat=invited, now=now)


def phone_of(person: User) -> str:
    phone = Profile.objects.get(user=person).phone
    assert phone is not None
    return phone
