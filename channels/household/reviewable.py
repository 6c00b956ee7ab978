"""Acts of cars as the desk reviews them: both photos, with what was entered and the code that should be on each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Seen, User
from activities.reviewables import Reviewable
from channels.household import driving, pledges, reviewing
from channels.household.models import OdometerReview, ReviewStatus
from channels.household.review_words import REASONS
from channels.household.reviewing import Shown
from evidence.viewing import Size, address_of


class _OdometerPhotos(Reviewable):
    right = "household.decide_odometerreview"
    seen = Seen.ODOMETER
    template = "household/_reviewed.html"
    reasons = REASONS
    waiting = Q(status=ReviewStatus.WAITING)
    accepted = Q(status=ReviewStatus.ACCEPTED)
    refused = Q(status=ReviewStatus.REFUSED)
    since = "sent_at"
    can_be_appealed = True

    def rows(self) -> QuerySet[Any]:
        return OdometerReview.objects.with_photos()

    def shown(self, row: OdometerReview, *, viewer: User, now: datetime) -> Mapping[str, Any]:
        pictures = [(shown, _picture(shown, viewer, now)) for shown in reviewing.photos_of(row)]
        return {"pictures": pictures, "activity": reviewing.act_of(row)}

    def goes_by(self, row: OdometerReview) -> Sequence[Any]:
        return reviewing.shown_of(row)

    def accept(self, row: OdometerReview, *, by: User, now: datetime, edition: str | None) -> None:
        reviewing.accept(review=row, by=by, now=now, edition=edition)

    def refuse(
        self, row: OdometerReview, *, reason: str, note: str, by: User, now: datetime, edition: str | None
    ) -> None:
        reviewing.refuse(review=row, reason=reason, note=note, by=by, now=now, edition=edition)

    def overturn(self, row: OdometerReview, *, by: User, now: datetime) -> None:
        reviewing.overturn(review=row, by=by, now=now)


class PledgePhotos(_OdometerPhotos):
    code = "pledge"
    label = _("Photos of a pledge")
    scenario = pledges.SCENARIO

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(pledge__isnull=False)


class OdometerPhotos(_OdometerPhotos):
    code = "odometer"
    label = _("Odometer photos")
    scenario = driving.SCENARIO

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(reading__isnull=False)


PLEDGES, ODOMETERS = PledgePhotos(), OdometerPhotos()
REVIEWABLE = [PLEDGES, ODOMETERS]


def kind_of(review: OdometerReview) -> Reviewable:
    return PLEDGES if review.pledge_id else ODOMETERS


def _picture(shown: Shown, viewer: User, now: datetime) -> str:
    """Where this member of staff sees the photo; empty where it was erased."""
    return address_of(shown.photo, Size.WHOLE, viewer=viewer, now=now) if shown.photo else ""
