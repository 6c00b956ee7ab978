"""A citizen shows a trophy at an address of its own, or takes it away again; shown anew, it has another address."""

from datetime import datetime

from django.db import transaction

from accounts import citizens
from campaigns.models import TrophyAward, TrophyPublication
from campaigns.trophies.refusals import TrophyRevoked


@transaction.atomic
def publish(*, award: TrophyAward, now: datetime) -> TrophyPublication:
    """Publishing twice is publishing once. Raises `TrophyRevoked`."""
    citizens.lock(award.citizen_id)
    if not TrophyAward.objects.standing().filter(pk=award.pk).exists():
        raise TrophyRevoked
    known = TrophyPublication.objects.standing().filter(award=award).first()
    return known or TrophyPublication.objects.create(award=award, published_at=now)


@transaction.atomic
def withdraw(*, award: TrophyAward, now: datetime) -> None:
    """Its page is gone, and whoever verifies what they had saved reads so. Withdrawing twice is withdrawing once."""
    citizens.lock(award.citizen_id)
    TrophyPublication.objects.standing().filter(award=award).update(withdrawn_at=now)
