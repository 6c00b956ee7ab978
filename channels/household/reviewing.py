"""What becomes of an act that waits for a person: the desk accepts it or refuses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.inbox.telling import tell
from accounts.models import User
from activities.models import Activity
from channels.household import driving, inbox_words, pledges, refusals
from channels.household.models import OdometerReview, Pledge, PledgeStatus, ReviewStatus
from common.city_time import city_day
from common.editions import check
from evidence.models import Photo

METRES_PER_KM = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the two photos of an act: when it came, what was entered with it, and the code that should be on it."""

    photo: Photo | None
    received_at: datetime
    odometer_m: int
    code: str = ""

    @property
    def km(self) -> Decimal:
        return Decimal(self.odometer_m) / METRES_PER_KM


def accept(*, review: OdometerReview, by: User, now: datetime, edition: str | None = None) -> Activity:
    """Records the act as it would have been when it was sent; scoring then pays it.

    `edition` is that of what was shown. Raises `DomainError`, what `common.editions.check` does.
    """
    with transaction.atomic():
        review = _decidable(review, by)
        check(edition, *shown_of(review))
        activity = _recorded(review, now)
        _decide(review, ReviewStatus.ACCEPTED, by, now)
    return activity


def refuse(
    *, review: OdometerReview, reason: str, note: str, by: User, now: datetime, edition: str | None = None
) -> OdometerReview:
    """Says no, with a reason that the citizen reads. Raises what `accept` does."""
    with transaction.atomic():
        review = _decidable(review, by)
        check(edition, *shown_of(review))
        if review.pledge is not None:
            review.pledge.status = PledgeStatus.REFUSED
            review.pledge.save(update_fields=["status"])
        review.reason, review.note = reason, note
        _decide(review, ReviewStatus.REFUSED, by, now)
    return review


def overturn(*, review: OdometerReview, by: User, now: datetime) -> Activity:
    """Accepts what somebody else refused, as of when it was sent. Raises `DomainError`."""
    with transaction.atomic():
        review = _locked(review, by, ReviewStatus.REFUSED)
        if review.decided_by_id == by.pk:
            raise refusals.OwnReview
        activity = _recorded(review, now)
        review.reason, review.note = "", ""
        _decide(review, ReviewStatus.ACCEPTED, by, now)
    return activity


def photos_of(review: OdometerReview) -> Sequence[Shown]:
    """The first photo and the second."""
    if review.pledge is not None:
        return _of_pledge(review.pledge)
    assert review.reading is not None
    both = driving.before(review.reading), review.reading
    return [Shown(each.photo, each.read_at, each.odometer_m) for each in both]


def shown_of(review: OdometerReview) -> Sequence[Any]:
    """What a decision goes by: whose car it is, and both photos with what stands beside them."""
    pictures = [
        (shown.photo and shown.photo.pk, shown.received_at, shown.odometer_m, shown.code) for shown in photos_of(review)
    ]
    return (review.pk, review.vehicle.pk, *pictures)


def act_of(review: OdometerReview) -> Activity | None:
    """The act that an accepted review earned."""
    kept = review.pledge or review.reading
    assert kept is not None
    return Activity.objects.with_outcome().filter(pk=kept.activity_id).first() if kept.activity_id else None


def _of_pledge(pledge: Pledge) -> Sequence[Shown]:
    ends = (
        (pledge.start_photo, pledge.started_at, pledge.start_m),
        (pledge.end_photo, pledge.ended_at, pledge.end_m),
    )
    shown = []
    for photo, received_at, odometer_m in ends:
        assert received_at is not None
        assert odometer_m is not None
        code = pledges.code_of_the_day(pledge, city_day(received_at))
        shown.append(Shown(photo, received_at, odometer_m, code))
    return shown


def _recorded(review: OdometerReview, now: datetime) -> Activity:
    """The act as it would have been when it was sent."""
    if any(shown.photo is None for shown in photos_of(review)):
        raise refusals.PhotoIsGone
    if review.pledge is not None:
        return pledges.keep(pledge=review.pledge, now=now, arrived_at=review.sent_at)
    assert review.reading is not None
    last = driving.before(review.reading)
    return driving.count(last=last, reading=review.reading, now=now, arrived_at=review.sent_at)


def _decidable(review: OdometerReview, by: User) -> OdometerReview:
    return _locked(review, by, ReviewStatus.WAITING)


def _locked(review: OdometerReview, by: User, expected: ReviewStatus) -> OdometerReview:
    """The review, locked against a second pair of hands, which is its pledge's, too. The gate's locks come after."""
    if review.citizen_id == by.pk:
        raise refusals.OwnReview
    found = OdometerReview.objects.with_photos().filter(status=expected, pk=review.pk)
    locked = found.select_for_update(of=("self",)).first()
    if locked is None:
        raise refusals.ReviewIsOver
    return locked


def _decide(review: OdometerReview, status: ReviewStatus, by: User, now: datetime) -> None:
    review.status, review.decided_by, review.decided_at = status, by, now
    review.save(update_fields=["status", "reason", "note", "decided_by", "decided_at"])
    tell([inbox_words.decided(review)], now=now)
