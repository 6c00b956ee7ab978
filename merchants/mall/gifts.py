"""What a citizen's credits did: what they were spent on, whom they were given to, and what became of that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery, Sum

from common.city_time import day_span
from merchants.models import Cause, CauseReport, Offer, OfferKind, Redemption, RedemptionQuerySet, RedemptionStatus

MOST_REPORTS = 20
MOST_OF_A_CAUSE = 5


@dataclass(frozen=True, slots=True)
class Gift:
    """To one cause: credits, and what it has reported of them, with the citizen's part in tenths where it is told."""

    cause: Cause
    credits: int
    reports: Sequence[tuple[CauseReport, int | None]]


@dataclass(frozen=True, slots=True)
class Done:
    """`spent` are offers with the credits of what was used of them, most first."""

    spent: Sequence[tuple[Offer, int]]
    gifts: Sequence[Gift]

    @property
    def credits(self) -> int:
        return sum(credits for _offer, credits in self.spent) + sum(gift.credits for gift in self.gifts)


def done_between(citizen_id: int, first: date, last: date) -> Done:
    """By the day on which a voucher was used or a gift was made; three statements at most."""
    since, until = day_span(first)[0], day_span(last)[1]
    used = _used(citizen_id).filter(captured_at__gte=since, captured_at__lt=until)
    sums = dict(used.values_list("offer").annotate(credits=Sum("price")))
    offers = Offer.objects.select_related("merchant", "cause").in_bulk(sums) if sums else {}
    spent = [(offer, sums[key]) for key, offer in offers.items() if offer.kind != OfferKind.DONATION]
    given: dict[Cause, int] = {}
    for key, offer in offers.items():
        if offer.kind == OfferKind.DONATION and offer.cause is not None:
            given[offer.cause] = given.get(offer.cause, 0) + sums[key]
    told = _reports(citizen_id, given, first, last) if given else {}
    gifts = [Gift(cause, credits, told.get(cause.pk, [])) for cause, credits in given.items()]
    return Done(
        sorted(spent, key=lambda one: (-one[1], one[0].pk)),
        sorted(gifts, key=lambda gift: (-gift.credits, gift.cause.pk)),
    )


def reports_of(cause: Cause) -> Sequence[CauseReport]:
    """What everybody reads of a cause, the latest first."""
    return list(CauseReport.objects.published().filter(cause=cause).order_by("-done_on", "-pk")[:MOST_OF_A_CAUSE])


def _reports(
    citizen_id: int, causes: Iterable[Cause], first: date, last: date
) -> dict[int, list[tuple[CauseReport, int | None]]]:
    """Those that tell of days on which the citizen gave, by cause, with the citizen's part."""
    own = (
        _used(citizen_id)
        .filter(offer__cause=OuterRef("cause"), offer__kind=OfferKind.DONATION)
        .filter(captured_at__date__gte=OuterRef("from_on"), captured_at__date__lte=OuterRef("to_on"))
        .order_by()
        .values("offer__cause")
        .annotate(credits=Sum("price"))
        .values("credits")
    )
    rows = CauseReport.objects.published().filter(cause__in=list(causes), from_on__lte=last, to_on__gte=first)
    told: dict[int, list[tuple[CauseReport, int | None]]] = {}
    for row in rows.annotate(own=Subquery(own)).filter(own__gt=0).order_by("-done_on", "-pk")[:MOST_REPORTS]:
        told.setdefault(row.cause_id, []).append((row, row.tenths_of(getattr(row, "own", 0))))
    return told


def _used(citizen_id: int) -> RedemptionQuerySet:
    return Redemption.objects.of(citizen_id).filter(status=RedemptionStatus.REDEEMED)
