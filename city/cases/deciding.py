"""The desk accepts a case or sends it back, with a reason that the organisation reads; nobody decides for their own."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.inbox.telling import News, tell
from accounts.models import User
from city.cases.model import CaseSubmission, SubmissionStatus
from city.cases.refusals import CaseDecided, ReasonMissing
from city.cases.submitting import MAY
from common import editions
from projects.desk import own_organisation
from projects.models import Seat

TOLD = "case_decided"


@transaction.atomic
def decide(
    submission: CaseSubmission, *, is_accepted: bool, reason: str, by: User, now: datetime, seen: str | None = None
) -> CaseSubmission:
    """Raises `ReasonMissing`, `OwnOrganisation`, `CaseDecided`, and what `common.editions.check` does."""
    locked = CaseSubmission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    editions.check(seen, *shown_of(locked))
    own_organisation.check(by, locked.organisation)
    if locked.status != SubmissionStatus.WAITING:
        raise CaseDecided
    if not reason.strip():
        raise ReasonMissing
    locked.status = SubmissionStatus.ACCEPTED if is_accepted else SubmissionStatus.REFUSED
    locked.decided_by, locked.decided_at, locked.reason = by, now, reason.strip()
    locked.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    _tell(locked, now)
    return locked


def shown_of(submission: CaseSubmission) -> list[object]:
    """What whoever decides goes by: what was handed in never changes."""
    return [submission.pk, submission.status]


def _tell(decided: CaseSubmission, now: datetime) -> None:
    """Those who speak for the organisation."""
    seats = Seat.objects.current().filter(organisation=decided.organisation_id, part__in=MAY)
    path = reverse("city:room_cases", args=[decided.organisation.public_id])
    facts = {"name": decided.document["name"], "is_accepted": decided.status == SubmissionStatus.ACCEPTED}
    key = f"{TOLD}:{decided.pk}"
    people = seats.values_list("user_id", flat=True)
    tell([News(user, TOLD, key, path, {**facts, "reason": decided.reason}) for user in people if user], now=now)
