"""Checking in: a sign-up that has a place, while the campaign lasts, once unless undone; a flat bonus is paid with it.

Locks: the sign-up, then the citizen, the budget's slots and ledger accounts.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns import refusals
from campaigns.bonuses import due
from campaigns.bonuses.posting import pay
from campaigns.checkins import codes
from campaigns.models import Bonus, Campaign, CampaignStatus, CheckIn, How, Proving, SignUp
from campaigns.signups.joining import locked

CHECKS_IN = "campaigns.check_in_campaign"
BY_CODE = (Proving.CODE, Proving.EITHER)
BY_STAFF = (Proving.STAFF, Proving.EITHER)


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The check-in, whether it stood there already, and the bonus that it has earned."""

    checkin: CheckIn
    again: bool
    bonus: Bonus | None


def by_code(*, campaign: Campaign, citizen: User, code: str, now: datetime) -> CheckedIn:
    """By what the organiser's screen shows now; whoever may open that screen has not been seen by it.

    Raises `NoCheckIn`, `StaffCheckIn`, `OldCode`, and what `_check_in` does.
    """
    if campaign.proving not in BY_CODE:
        raise refusals.NoCheckIn
    if citizen.is_staff and citizen.has_perm(CHECKS_IN):
        raise refusals.StaffCheckIn
    with transaction.atomic():
        signup = locked(campaign, citizen)
        if not codes.is_on_screen(campaign, code, now=now) and signup.checkin is None:
            raise refusals.OldCode
        return _check_in(campaign, signup, How.CODE, None, now)


def by_staff(*, campaign: Campaign, ticket: str, by: User, now: datetime) -> CheckedIn:
    """By the ticket on the citizen's phone, seen by staff.

    Raises `NoCheckIn`, `NoSuchTicket`, `OldTicket`, `YourOwnTicket`, and what `_check_in` does.
    """
    if campaign.proving not in BY_STAFF:
        raise refusals.NoCheckIn
    read = codes.read_ticket(ticket)
    signup = SignUp.objects.filter(campaign=campaign, public_id=read[0]).first() if read else None
    if read is None or signup is None:
        raise refusals.NoSuchTicket
    if signup.citizen_id == by.pk:
        raise refusals.YourOwnTicket
    if not codes.is_on_ticket(*read, now=now):
        raise refusals.OldTicket
    with transaction.atomic():
        return _check_in(campaign, locked(campaign, signup.citizen), How.STAFF, by, now)


def is_time(campaign: Campaign, now: datetime) -> bool:
    return campaign.status == CampaignStatus.OPEN and campaign.starts_at <= now < campaign.ends_at


def _check_in(campaign: Campaign, signup: SignUp, how: How, by: User | None, now: datetime) -> CheckedIn:
    """The caller has locked the sign-up. Raises `CampaignCancelled`, `StillWaiting`, `CheckInNotNow`."""
    there = CheckIn.objects.standing().filter(signup=signup).first()
    if there is not None:
        return CheckedIn(there, again=True, bonus=Bonus.objects.filter(checkin=there).first())
    if Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.CANCELLED).exists():
        raise refusals.CampaignCancelled
    if not signup.is_in:
        raise refusals.StillWaiting
    if not is_time(campaign, now):
        raise refusals.CheckInNotNow(since=campaign.starts_at, until=campaign.ends_at)
    there = CheckIn.objects.create(signup=signup, how=how, by=by, checked_in_at=now)
    promised = due.of_checkin(campaign, there)
    paid = pay(campaign, [promised], now=now) if promised else []
    return CheckedIn(there, again=False, bonus=paid[0] if paid else None)
