"""Who works for a merchant: invited by phone, accepted by the one whose phone it is, ended when they leave.

Owners invite managers and cashiers, managers invite cashiers; each may end what they may invite. Owners themselves are
made and ended at the desk. Locks: the merchant, so that one merchant's changes follow upon each other.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from accounts import second_factor
from accounts.models import User
from accounts.offers import offered_to
from accounts.phones import parse_phone
from merchants.models import Membership, Merchant, Role
from merchants.refusals import AlreadyOfStaff, NotAllowed, StillLeads, UnknownInvitation, UnknownMember

LEADS = {Role.OWNER: (Role.MANAGER, Role.CASHIER), Role.MANAGER: (Role.CASHIER,), Role.CASHIER: ()}
"""Whom each role may invite and end."""


def memberships_leading(user: User) -> QuerySet[Membership]:
    """The roles in which somebody leads a merchant's staff."""
    leading = Membership.objects.current().filter(user=user, role__in=[role for role, led in LEADS.items() if led])
    return leading.select_related("merchant").order_by("pk")


def staff_of(merchant: Merchant) -> QuerySet[Membership]:
    """Everyone who works for a merchant or is invited to, owners first; `own_phone` is that of who has accepted."""
    staff = Membership.objects.filter(merchant=merchant, ended_at=None)
    return staff.annotate(own_phone=F("user__profile__phone")).order_by("-role", "pk")


def invitations_of(user: User) -> QuerySet[Membership]:
    """What somebody is invited to, by the phone that they had shown to be theirs before."""
    invited = offered_to(user, Membership.objects.invited().exclude(phone=""))
    return invited.select_related("merchant").order_by("pk")


@transaction.atomic
def invite(*, by: Membership, phone: str, role: Role, now: datetime) -> Membership:
    """Invites whoever has a phone. Raises `NotAMobileNumber`, `NotReached`, `NotAllowed`, `AlreadyOfStaff`."""
    number = parse_phone(phone)
    _lead(by, role)
    staff = Membership.objects.filter(merchant=by.merchant_id, ended_at=None)
    if staff.filter(phone=number).exists() or staff.filter(user__profile__phone=number).exists():
        raise AlreadyOfStaff
    return Membership.objects.create(merchant=by.merchant, phone=number, role=role, invited_at=now)


@transaction.atomic
def accept(*, citizen: User, membership: Membership, now: datetime) -> Membership:
    """The invited one begins to work. Raises `UnknownInvitation`, also for another's, and `AlreadyOfStaff`."""
    invited = _invitation(citizen, membership)
    if Membership.objects.current().filter(merchant=invited.merchant_id, user=citizen).exists():
        raise AlreadyOfStaff
    invited.user, invited.phone, invited.accepted_at = citizen, "", now
    invited.save(update_fields=["user", "phone", "accepted_at"])
    return invited


@transaction.atomic
def decline(*, citizen: User, membership: Membership, now: datetime) -> Membership:
    """The invited one does not want to. Raises `UnknownInvitation`, also for another's."""
    return _end(_invitation(citizen, membership), now)


@transaction.atomic
def end(*, by: Membership, membership: Membership, now: datetime) -> Membership:
    """Somebody no longer works here, or is no longer invited. Raises `UnknownMember`, `NotAllowed`."""
    member = Membership.objects.filter(merchant=by.merchant_id, pk=membership.pk).first()
    if member is None:
        raise UnknownMember
    _lead(by, Role(member.role))
    member.refresh_from_db()
    return member if member.ended_at else _end(member, now)


@transaction.atomic
def remove_second_factor(*, user: User) -> None:
    """For who leads no merchant any more. Raises `StillLeads`."""
    if memberships_leading(user).exists():
        raise StillLeads
    second_factor.remove(user=user)


def _lead(by: Membership, role: Role) -> None:
    """Locks the merchant. Raises `NotAllowed` where the role is not one that `by` leads, or leads no more."""
    _lock(by.merchant_id)
    leader = Membership.objects.current().filter(pk=by.pk).first()
    if leader is None or role not in LEADS[Role(leader.role)]:
        raise NotAllowed


def _invitation(citizen: User, membership: Membership) -> Membership:
    _lock(membership.merchant_id)
    invited = invitations_of(citizen).filter(pk=membership.pk).first()
    if invited is None:
        raise UnknownInvitation
    return invited


def _end(membership: Membership, now: datetime) -> Membership:
    membership.ended_at, membership.phone = now, ""
    membership.save(update_fields=["ended_at", "phone"])
    return membership


def _lock(merchant_id: int) -> None:
    Merchant.objects.select_for_update(no_key=True).get(pk=merchant_id)
