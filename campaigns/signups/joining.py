"""Signing up and withdrawing: who comes first gets a place, who comes later waits in order and moves up.

Locks: the campaign's places, then its sign-ups, each by number. Times are read by whoever asks, places under the lock.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.inbox.telling import tell
from accounts.models import Profile, User
from campaigns import refusals
from campaigns.models import Campaign, CampaignStatus, CheckIn, Joining, Places, SignUp, SignUpStatus, TeamConsent
from campaigns.signups import telling
from common.few import round_down

MOVED_AT_ONCE = 1000
MOST_TIMES = 5
"""A citizen joins a campaign so often at most: each time is a row that stays."""


@dataclass(frozen=True, slots=True)
class SignedUp:
    """The sign-up, and whether it stood there already."""

    signup: SignUp
    again: bool


def sign_up(
    *, campaign: Campaign, citizen: User, now: datetime, is_adult: bool = False, wants_reminders: bool = True
) -> SignedUp:
    """Takes a place or a place in the queue; asked again, finds the first. `is_adult` is what the citizen says.

    Raises `CampaignCancelled`, `SignUpComes`, `SignUpOver`, `ForAdults`, `GuardianDecides`, `ForItsDistrict`,
    `OwnCampaign`, `JoinedTooOften`; then nothing is done.
    """
    _check_time(campaign, now)
    check_who(campaign, citizen, is_adult=is_adult)
    with transaction.atomic():
        places = Places.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        _check_not_cancelled(campaign)
        own = SignUp.objects.filter(campaign=campaign, citizen=citizen)
        standing = own.standing().first()
        if standing is not None:
            return SignedUp(standing, again=True)
        if own.count() >= MOST_TIMES:
            raise refusals.JoinedTooOften(most=MOST_TIMES)
        is_in = not places.are_all_taken
        places.asked += 1
        places.taken += is_in
        places.save(update_fields=["asked", "taken"])
        signup = SignUp.objects.create(
            campaign=campaign,
            citizen=citizen,
            nth=places.asked,
            status=SignUpStatus.IN if is_in else SignUpStatus.WAITING,
            wants_reminders=wants_reminders,
            signed_up_at=now,
            in_at=now if is_in else None,
        )
    return SignedUp(signup, again=False)


def withdraw(*, campaign: Campaign, citizen: User, now: datetime) -> SignUp:
    """Gives the place to the first who waits, who is told. Raises `NotSignedUp`, `WasThere`; then nothing is done."""
    with transaction.atomic():
        places = Places.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        signup = locked(campaign, citizen)
        if CheckIn.objects.standing().filter(signup=signup).exists():
            raise refusals.WasThere
        had_place, signup.status, signup.withdrawn_at = signup.is_in, SignUpStatus.WITHDRAWN, now
        signup.save(update_fields=["status", "withdrawn_at"])
        if had_place:
            _pass_on(campaign, places, now)
    return signup


def remind(*, campaign: Campaign, citizen: User, is_wanted: bool) -> SignUp:
    """Whether somebody wants to be reminded. Raises `NotSignedUp`."""
    with transaction.atomic():
        signup = locked(campaign, citizen)
        signup.wants_reminders = is_wanted
        signup.save(update_fields=["wants_reminders"])
    return signup


def locked(campaign: Campaign, citizen: User) -> SignUp:
    """A citizen's standing sign-up, until the transaction ends. Raises `NotSignedUp`."""
    rows = SignUp.objects.standing().select_for_update(no_key=True)
    signup = rows.filter(campaign=campaign, citizen=citizen).first()
    if signup is None:
        raise refusals.NotSignedUp
    return signup


def ahead_of(signup: SignUp) -> int:
    """How many wait before this one."""
    return SignUp.objects.waiting().filter(campaign=signup.campaign_id, nth__lt=signup.nth).count()


def ahead_told(signup: SignUp) -> int:
    """As it is told to who waits, at least so many: exactly, each look would tell who withdrew (ADR 0104)."""
    return round_down(ahead_of(signup)) if signup.is_waiting else 0


def check_who(campaign: Campaign, citizen: User, *, is_adult: bool) -> None:
    """Whether somebody may join. Raises `OwnCampaign`, `ForAdults`, `GuardianDecides`, `ForItsDistrict`."""
    if citizen.pk in (campaign.opened_by_id, *campaign.authors):
        raise refusals.OwnCampaign
    if campaign.joining == Joining.ADULTS:
        if not is_adult:
            raise refusals.ForAdults
        if TeamConsent.objects.guarded().filter(citizen=citizen).exists():
            raise refusals.GuardianDecides
    if campaign.joining == Joining.DISTRICT:
        lives_there = Profile.objects.filter(user=citizen, district=campaign.district).exists()
        if not lives_there:
            raise refusals.ForItsDistrict(district=campaign.get_district_display())


def _check_time(campaign: Campaign, now: datetime) -> None:
    if campaign.status == CampaignStatus.CANCELLED:
        raise refusals.CampaignCancelled
    if now < campaign.signup_from:
        raise refusals.SignUpComes(since=campaign.signup_from)
    if campaign.status != CampaignStatus.OPEN or now >= campaign.signup_until:
        raise refusals.SignUpOver


def _check_not_cancelled(campaign: Campaign) -> None:
    """Again, under the lock: it may have been cancelled since."""
    if not Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.OPEN).exists():
        raise refusals.CampaignCancelled


def let_in(campaign: Campaign, places: Places, *, now: datetime) -> int:
    """Gives places that are free to those who wait, in their order, and tells them; how many.

    The caller has locked the places, and the campaign lasts.
    """
    assert places.capacity is not None
    waiting = SignUp.objects.waiting().filter(campaign=campaign).select_for_update(no_key=True)
    moved = list(waiting[: places.capacity - places.taken])
    for signup in moved:
        signup.status, signup.in_at = SignUpStatus.IN, now
    SignUp.objects.bulk_update(moved, ["status", "in_at"], batch_size=MOVED_AT_ONCE)
    places.taken += len(moved)
    places.save(update_fields=["taken"])
    tell([telling.moved_up(campaign, signup) for signup in moved], now=now)
    return len(moved)


def _pass_on(campaign: Campaign, places: Places, now: datetime) -> None:
    """The place goes to the first who waits, while the campaign lasts; else it is free again."""
    waiting = SignUp.objects.waiting().filter(campaign=campaign).select_for_update(no_key=True)
    lasts = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.OPEN, ends_at__gt=now).exists()
    first = waiting.first() if lasts else None
    if first is None:
        Places.objects.filter(pk=places.pk).update(taken=F("taken") - 1)
        return
    first.status, first.in_at = SignUpStatus.IN, now
    first.save(update_fields=["status", "in_at"])
    tell([telling.moved_up(campaign, first)], now=now)
