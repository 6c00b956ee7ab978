"""Reports of causes: one of the desk writes them down, another publishes them; a published one can be withdrawn."""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Sum

from accounts.models import User
from common.city_time import city_day, day_span
from merchants import editions, report_photos
from merchants.models import Cause, CauseReport, OfferKind, Redemption, RedemptionStatus
from merchants.refusals import (
    ChangedSince,
    DaysAreReported,
    DoneAtNoTime,
    GiftsGoOn,
    NothingGiven,
    OwnReport,
    ReportIsPublished,
)

SAID = ("cause_id", "from_on", "to_on", "text", "place", "done_on", "quantity", "unit", "photo", "published_at")


def edition_of(report: CauseReport) -> str:
    """All that is published of it."""
    return editions.of_what_is_shown(*(_plain(getattr(report, name)) for name in SAID))


@transaction.atomic
def publish(*, report: CauseReport, by: User, seen: str, now: datetime) -> CauseReport:
    """Shows it to everybody, with what was given by how many on its days. Publishing twice changes nothing.

    Raises `OwnReport`, `ChangedSince`, `GiftsGoOn`, `DoneAtNoTime`, `DaysAreReported` and `NothingGiven`.
    """
    locked = _lock(report)
    if locked.published_at is not None:
        return locked
    if by.pk in writers_of(locked):
        raise OwnReport
    if edition_of(locked) != seen:
        raise ChangedSince
    if locked.to_on >= city_day(now):
        raise GiftsGoOn
    if not locked.from_on <= locked.done_on <= city_day(now):
        raise DoneAtNoTime
    _check_days(locked)
    locked.given, locked.givers = _given(locked)
    if not locked.given:
        raise NothingGiven
    locked.published_by, locked.published_at = by, now
    locked.save(update_fields=["given", "givers", "published_by", "published_at"])
    return locked


def writers_of(report: CauseReport) -> set[int]:
    """Everybody who wrote on it, by its trail: who wrote first has written what another only touched."""
    events = apps.get_model("merchants.CauseReportEvent").objects.filter(pgh_obj_id=report.pk)
    return {report.written_by_id, *events.values_list("written_by", flat=True)}


@transaction.atomic
def withdraw(*, report: CauseReport, now: datetime) -> CauseReport:
    """Nobody sees it any more; one that is not published stays as it is."""
    locked = _lock(report)
    if locked.is_public:
        locked.withdrawn_at = now
        locked.save(update_fields=["withdrawn_at"])
    return locked


def put_photo(*, report: CauseReport, content: bytes, by: User) -> CauseReport:
    """Who sends it has written it, too. Raises `ReportIsPublished`, and what `report_photos.kept` does."""
    with transaction.atomic():
        locked = _lock(report)
        if locked.published_at is not None:
            raise ReportIsPublished
        locked.photo, locked.written_by = report_photos.kept(locked, content), by
        locked.save(update_fields=["photo", "written_by", "written_at"])
    return locked


def _check_days(report: CauseReport) -> None:
    """Two reports of one gift would count it twice. Raises `DaysAreReported`.

    Locks the cause, so that of two that are published at once the second sees the first.
    """
    Cause.objects.select_for_update(no_key=True).get(pk=report.cause_id)
    others = CauseReport.objects.published().filter(cause=report.cause_id)
    if others.filter(from_on__lte=report.to_on, to_on__gte=report.from_on).exists():
        raise DaysAreReported


def _given(report: CauseReport) -> tuple[int, int]:
    """Credits and givers of its days."""
    days = (day_span(report.from_on)[0], day_span(report.to_on)[1])
    gifts = Redemption.objects.filter(offer__cause=report.cause_id, offer__kind=OfferKind.DONATION)
    done = gifts.filter(status=RedemptionStatus.REDEEMED, captured_at__gte=days[0], captured_at__lt=days[1])
    sums = done.aggregate(given=Sum("price"), givers=Count("citizen", distinct=True))
    return sums["given"] or 0, sums["givers"]


def _lock(report: CauseReport) -> CauseReport:
    return CauseReport.objects.select_for_update(no_key=True).get(pk=report.pk)


def _plain(value: object) -> object:
    return value if isinstance(value, (dict, int, str, type(None))) else str(value)
