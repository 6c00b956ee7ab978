"""A citizen agrees that acts of days to come are pooled, or ends it. Nothing of their credits changes either way."""

from datetime import datetime

from django.db import transaction

from accounts import citizens
from accounts.models import User
from campaigns.teams.consenting import is_child
from campaigns.teams.refusals import GuardianDecides
from projects.models import PoolConsent

EDITION = "2026-11"
"""Of the text that the page shows; a consent keeps the edition that it was given to."""


@transaction.atomic
def give(*, citizen: User, now: datetime) -> PoolConsent:
    """Agreeing twice is agreeing once. Raises `GuardianDecides`: for a child nobody agrees, itself neither."""
    citizens.lock(citizen.pk)
    if is_child(citizen):
        raise GuardianDecides
    standing = PoolConsent.objects.standing().filter(citizen=citizen).first()
    return standing or PoolConsent.objects.create(citizen=citizen, edition=EDITION, given_at=now)


@transaction.atomic
def withdraw(*, citizen: User, now: datetime) -> None:
    """From now on nothing more is pooled, of whichever day. Withdrawing twice is withdrawing once."""
    citizens.lock(citizen.pk)
    PoolConsent.objects.standing().filter(citizen=citizen).update(ended_at=now)


def standing(citizen: User) -> PoolConsent | None:
    return PoolConsent.objects.standing().filter(citizen=citizen).first()
