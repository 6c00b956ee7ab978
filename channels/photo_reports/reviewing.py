"""What the desk does with a photo report: takes it up, accepts or refuses it, and thinks again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.inbox.telling import tell
from accounts.models import User
from activities import intake, proofs
from activities.gate.drafts import Draft
from activities.intake import Refused
from activities.models import Activity
from channels.photo_reports import inbox_words, refusals
from channels.photo_reports.models import PhotoReport, ReportStatus
from channels.photo_reports.way_in import WAY_IN
from common.city_time import city_day, day_span
from common.editions import check
from methodologies.base import Span
from scenarios.rulebook import RuleBook
from scenarios.rules import CapMeasure, Evidence, Period

SCENARIO = "eco-photo"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What accepting a report would earn its citizen; `most_a_day` and `credits` as its day's rule says."""

    credits: int
    most_a_day: int | None
    accepted_that_day: int

    @property
    def is_beyond_the_limit(self) -> bool:
        return self.most_a_day is not None and self.accepted_that_day >= self.most_a_day


def take_up(*, report: PhotoReport, by: User, now: datetime) -> PhotoReport:
    """Tells the citizen that somebody is looking. Raises `DomainError`."""
    with transaction.atomic():
        report = _decidable(report, by)
        if report.status == ReportStatus.RECEIVED:
            report.status, report.taken_up_at = ReportStatus.IN_REVIEW, now
            report.save(update_fields=["status", "taken_up_at"])
    return report


def accept(*, report: PhotoReport, by: User, now: datetime, edition: str | None = None) -> Activity:
    """Records the report as one act, done when it was sent; scoring then pays it, as `edition` has shown.

    Raises `DomainError`, what `common.editions.check` does.
    """
    with transaction.atomic():
        report = _decidable(report, by)
        check(edition, *shown_of(report), consequence_of_accepting(report))
        activity = _recorded(report, _draft(report), now)
        _decide(report, ReportStatus.ACCEPTED, by, now)
    return activity


def refuse(
    *, report: PhotoReport, reason: str, note: str, by: User, now: datetime, edition: str | None = None
) -> PhotoReport:
    """Says no, with a reason that the citizen reads. Raises what `accept` does."""
    with transaction.atomic():
        report = _decidable(report, by)
        check(edition, *shown_of(report))
        report.reason, report.note = reason, note
        _decide(report, ReportStatus.REFUSED, by, now)
    return report


def overturn(*, report: PhotoReport, by: User, now: datetime) -> Activity:
    """Accepts what somebody else refused, as of when it was sent. Raises `DomainError`."""
    with transaction.atomic():
        report = _locked(report, by, ReportStatus.REFUSED)
        if report.decided_by_id == by.pk:
            raise refusals.OwnReport
        activity = _recorded(report, replace(_draft(report), arrived_at=report.sent_at), now)
        report.reason, report.note = "", ""
        _decide(report, ReportStatus.ACCEPTED, by, now)
    return activity


def shown_of(report: PhotoReport) -> Sequence[Any]:
    """What a decision goes by."""
    return (report.pk, report.photo_id, report.category, report.words, report.latitude, report.longitude)


def consequence_of_accepting(report: PhotoReport) -> Consequence | None:
    """What the rule of the report's day would pay; nothing where none was in force."""
    book = RuleBook()
    day = city_day(report.sent_at)
    in_force = book.rule_on(book.scenarios[SCENARIO].pk, day)
    if in_force is None:
        return None
    _version, rule = in_force
    caps = [cap.limit.value for cap in rule.caps if (cap.measure, cap.period) == (CapMeasure.ACTS, Period.DAY)]
    that_day = PhotoReport.objects.of(report.citizen_id).sent_between(*day_span(day))
    assert rule.credits_each is not None
    assert rule.credits_each.value is not None
    return Consequence(
        credits=rule.credits_each.value,
        most_a_day=caps[0] if caps else None,
        accepted_that_day=that_day.filter(status=ReportStatus.ACCEPTED).count(),
    )


def act_of(report: PhotoReport) -> Activity | None:
    """The act that an accepted report earned."""
    acts = report.photo.acts.values_list("activity_id", flat=True)
    return Activity.objects.with_outcome().filter(pk__in=acts).first()


def _decidable(report: PhotoReport, by: User) -> PhotoReport:
    return _locked(report, by, ReportStatus.RECEIVED, ReportStatus.IN_REVIEW)


def _locked(report: PhotoReport, by: User, *expected: ReportStatus) -> PhotoReport:
    """The report, of somebody else, locked against a second pair of hands. The gate's locks come after."""
    if report.citizen_id == by.pk:
        raise refusals.OwnReport
    found = PhotoReport.objects.filter(status__in=expected, pk=report.pk).select_related("citizen", "photo")
    locked = found.select_for_update(of=("self",)).first()
    if locked is None:
        raise refusals.AlreadyDecided
    return locked


def _recorded(report: PhotoReport, draft: Draft, now: datetime) -> Activity:
    [outcome] = intake.record(citizen=report.citizen, drafts=[draft], channel=WAY_IN, evidence=Evidence.PHOTO, now=now)
    if isinstance(outcome, Refused):
        raise outcome.error
    proofs.tie(photo=report.photo, activity_id=outcome.activity.pk)
    return outcome.activity


def _draft(report: PhotoReport) -> Draft:
    return Draft(
        scenario=SCENARIO,
        span=Span.MOMENT,
        started_at=report.sent_at,
        ended_at=report.sent_at,
        values={},
        client_id=f"photo-report:{report.public_id}",
    )


def _decide(report: PhotoReport, status: ReportStatus, by: User, now: datetime) -> None:
    report.status, report.decided_by, report.decided_at = status, by, now
    report.taken_up_at = report.taken_up_at or now
    report.save(update_fields=["status", "reason", "note", "decided_by", "decided_at", "taken_up_at"])
    tell([inbox_words.decided(report)], now=now)
