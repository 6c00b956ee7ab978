"""Who acts for an organisation: invited by an owner by phone, accepted by the one whose phone it is, ended; rows stay.

Locks: the organisation, so that one organisation's changes follow upon each other and an owner always remains.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from accounts.offers import offered_to
from accounts.phones import parse_phone
from projects.models import Organisation, Part, Seat
from projects.refusals import AlreadySeated, LastOwner, NotYourPart, UnknownInvitation, UnknownSeat


def seats_in(organisation: Organisation) -> QuerySet[Seat]:
    """Everyone who acts for an organisation or is invited to, owners first; `own_phone` is that of who has accepted."""
    seats = organisation.seats.filter(ended_at=None)
    return seats.annotate(own_phone=F("user__profile__phone")).order_by("-part", "pk")


def invitations_of(user: User) -> QuerySet[Seat]:
    """What somebody is invited to, by the phone that they had shown to be theirs before."""
    invited = offered_to(user, Seat.objects.invited().exclude(phone=""))
    return invited.select_related("organisation").order_by("pk")


@transaction.atomic
def invite(*, by: Seat, phone: str, part: Part, now: datetime) -> Seat:
    """Invites whoever has a phone. Raises `NotAMobileNumber`, `NotReached`, `NotYourPart`, `AlreadySeated`."""
    number = parse_phone(phone)
    _lock(by.organisation_id)
    _check_owner(by)
    seats = Seat.objects.filter(organisation=by.organisation_id, ended_at=None)
    if seats.filter(phone=number).exists() or seats.filter(user__profile__phone=number).exists():
        raise AlreadySeated
    return Seat.objects.create(organisation=by.organisation, phone=number, part=part, invited_at=now)


@transaction.atomic
def accept(*, citizen: User, seat: Seat, now: datetime) -> Seat:
    """The invited one begins to act. Raises `UnknownInvitation`, also for another's, and `AlreadySeated`."""
    invited = _invitation(citizen, seat)
    if Seat.objects.current().filter(organisation=invited.organisation_id, user=citizen).exists():
        raise AlreadySeated
    invited.user, invited.phone, invited.begun_at = citizen, "", now
    invited.save(update_fields=["user", "phone", "begun_at"])
    return invited


@transaction.atomic
def decline(*, citizen: User, seat: Seat, now: datetime) -> Seat:
    """The invited one does not want to. Raises `UnknownInvitation`, also for another's."""
    return _end(_invitation(citizen, seat), now)


@transaction.atomic
def end(*, by: Seat, seat: Seat, now: datetime) -> Seat:
    """Somebody acts no longer, or is no longer invited: an owner ends any seat, everybody their own.

    Raises `UnknownSeat`, `NotYourPart`, `LastOwner`.
    """
    _lock(by.organisation_id)
    found = Seat.objects.filter(organisation=by.organisation_id, pk=seat.pk).first()
    if found is None:
        raise UnknownSeat
    if found.pk != by.pk:
        _check_owner(by)
    if found.ended_at:
        return found
    _check_owner_remains(found)
    return _end(found, now)


def _check_owner(by: Seat) -> None:
    if not Seat.objects.current().filter(pk=by.pk, part=Part.OWNER).exists():
        raise NotYourPart


def _check_owner_remains(seat: Seat) -> None:
    owners = Seat.objects.current().filter(organisation=seat.organisation_id, part=Part.OWNER)
    if seat.is_current and seat.part == Part.OWNER and not owners.exclude(pk=seat.pk).exists():
        raise LastOwner


def _invitation(citizen: User, seat: Seat) -> Seat:
    _lock(seat.organisation_id)
    invited = invitations_of(citizen).filter(pk=seat.pk).first()
    if invited is None:
        raise UnknownInvitation
    return invited


def _end(seat: Seat, now: datetime) -> Seat:
    seat.ended_at, seat.phone = now, ""
    seat.save(update_fields=["ended_at", "phone"])
    return seat


def _lock(organisation_id: int) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
