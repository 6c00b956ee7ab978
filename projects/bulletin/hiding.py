"""What an offer says in words is hidden by the desk, for a reason that its seller reads and that stays."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from projects.bulletin.stepping import locked_offer, step
from projects.desk import own_organisation
from projects.models import STANDING, Offer, OfferStatus, Organisation, TradeStep, TradeStepKind
from projects.refusals import NoWordsToHide, WordsMissing


@transaction.atomic
def hide_words(*, offer: Offer, reason: str, by: User, now: datetime) -> TradeStep:
    """Nobody else reads them any more; the offer stands. Raises `OwnOrganisation`, `NoWordsToHide`, `WordsMissing`."""
    found = locked_offer(offer, *OfferStatus)
    own_organisation.check(by, found.holder)
    if not found.words or reasons([found]):
        raise NoWordsToHide
    if not reason.strip():
        raise WordsMissing
    return step(found, TradeStepKind.HIDDEN, by=by, now=now, words=reason.strip())


def reasons(offers: Iterable[Offer]) -> dict[int, str]:
    """Why the words of which offers are hidden."""
    steps = TradeStep.objects.filter(offer__in=offers, kind=TradeStepKind.HIDDEN)
    return dict(steps.values_list("offer", "words"))


def readable(holder: Organisation) -> list[Offer]:
    """Standing offers whose words are read, or will be once they are listed."""
    offers = list(Offer.objects.filter(holder=holder, status__in=STANDING).exclude(words="").order_by("-pk"))
    hidden = reasons(offers)
    return [offer for offer in offers if offer.pk not in hidden]
