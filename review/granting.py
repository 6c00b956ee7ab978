"""What the desk does with a claim: grants it as an act, refuses it, or asks the provider first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.inbox.telling import tell
from accounts.models import User
from activities import intake, proofs
from activities.gate.drafts import Draft
from activities.intake import Recorded, Refused
from activities.models import Activity
from common.editions import check
from review import inbox_words, refusals
from review.models import Claim, ClaimStatus
from review.way_in import WAY_IN
from scenarios.rules import Evidence

PROVIDER_ANSWERS_WITHIN = timedelta(days=5)
"""Then the claim is at the desk again. A proposal."""


def take_up(*, claim: Claim, now: datetime) -> None:
    """Tells the citizen that somebody is looking."""
    received = Claim.objects.filter(pk=claim.pk, status=ClaimStatus.RECEIVED)
    received.update(status=ClaimStatus.TAKEN_UP, taken_up_at=now)


def grant(*, claim: Claim, by: User, now: datetime, edition: str | None = None) -> Activity:
    """Records the act as of when the claim was sent, as well proven as it is by now. Raises `DomainError`."""
    with transaction.atomic():
        claim = _locked(claim, by)
        check(edition, *shown_of(claim))
        activity = _recorded(claim, now)
        claim.activity_id = activity.pk
        _decide(claim, ClaimStatus.GRANTED, by, now)
    return activity


def refuse(*, claim: Claim, reason: str, note: str, by: User, now: datetime, edition: str | None = None) -> Claim:
    """Says no, with a reason that the citizen reads. Raises what `grant` does."""
    with transaction.atomic():
        claim = _locked(claim, by)
        check(edition, *shown_of(claim))
        claim.reason, claim.note = reason, note
        _decide(claim, ClaimStatus.REFUSED, by, now)
    return claim


def overturn(*, claim: Claim, by: User, now: datetime) -> Activity:
    """Grants what somebody else refused. Raises `DomainError`."""
    with transaction.atomic():
        claim = _locked(claim, by, ClaimStatus.REFUSED)
        if claim.decided_by_id == by.pk:
            raise refusals.WaitsForAnother
        activity = _recorded(claim, now)
        claim.reason, claim.note, claim.activity_id = "", "", activity.pk
        _decide(claim, ClaimStatus.GRANTED, by, now)
    return activity


def route(*, claim: Claim, note: str, by: User, now: datetime) -> Claim:
    """The provider is asked; until it answers, or some days are over, nobody at the desk need look."""
    with transaction.atomic():
        claim = _locked(claim, by)
        claim.status, claim.routed_at, claim.routed_note = ClaimStatus.ROUTED, now, note
        claim.save(update_fields=["status", "routed_at", "routed_note"])
    return claim


def come_back(*, claim: Claim, note: str, is_confirmed: bool, by: User, now: datetime) -> Claim:
    """The provider has answered, and the claim waits for the desk again; what it confirms is proven by it."""
    with transaction.atomic():
        claim = _locked(claim, by, ClaimStatus.ROUTED)
        claim.status, claim.routed_note = ClaimStatus.TAKEN_UP, note
        claim.confirmed_at = now if is_confirmed else None
        claim.save(update_fields=["status", "routed_note", "confirmed_at"])
    return claim


def bring_back(*, now: datetime) -> int:
    """Claims that a provider has not answered in time wait for the desk again; returns how many."""
    overdue = Claim.objects.filter(status=ClaimStatus.ROUTED, routed_at__lte=now - PROVIDER_ANSWERS_WITHIN)
    return overdue.update(status=ClaimStatus.TAKEN_UP)


def shown_of(claim: Claim) -> Sequence[Any]:
    """What a decision goes by."""
    act = (claim.scenario_id, claim.started_at, claim.ended_at, sorted(claim.values.items()))
    return (claim.pk, *act, claim.through, claim.words, claim.photo_id, claim.routed_note, claim.confirmed_at)


def grade_of(claim: Claim) -> Evidence:
    """How well it is proven: by a provider that confirms it, by a photo that somebody looked at, or by a word."""
    if claim.confirmed_at is not None:
        return Evidence.PROVIDER
    return Evidence.PHOTO if claim.photo_id is not None else Evidence.SELF_DECLARED


def _recorded(claim: Claim, now: datetime) -> Activity:
    """The act, which must be new: what is there already has earned what it earns."""
    grade = grade_of(claim)
    [outcome] = intake.record(citizen=claim.citizen, drafts=[_draft(claim)], channel=WAY_IN, evidence=grade, now=now)
    if isinstance(outcome, Refused):
        raise outcome.error
    if not isinstance(outcome, Recorded):
        raise refusals.ThereAlready
    if claim.photo is not None:
        proofs.tie(photo=claim.photo, activity_id=outcome.activity.pk)
    return outcome.activity


def _draft(claim: Claim) -> Draft:
    return Draft(
        scenario=claim.scenario.code,
        span=claim.scenario.methodology.span,
        started_at=claim.started_at,
        ended_at=claim.ended_at,
        values=claim.values,
        arrived_at=claim.sent_at,
    )


def _locked(claim: Claim, by: User, *expected: ClaimStatus) -> Claim:
    """The claim of somebody else, locked against a second pair of hands. The gate's locks come after."""
    if claim.citizen_id == by.pk:
        raise refusals.WaitsForAnother
    rows = Claim.objects.filter(status__in=expected) if expected else Claim.objects.open()
    found = rows.select_related("citizen", "scenario", "photo").filter(pk=claim.pk)
    locked = found.select_for_update(of=("self",)).first()
    if locked is None:
        raise refusals.NotWaiting
    return locked


def _decide(claim: Claim, status: ClaimStatus, by: User, now: datetime) -> None:
    claim.status, claim.decided_by, claim.decided_at = status, by, now
    claim.taken_up_at = claim.taken_up_at or now
    claim.save(update_fields=["status", "reason", "note", "decided_by", "decided_at", "taken_up_at", "activity_id"])
    tell([inbox_words.answered_claim(claim)], now=now)
