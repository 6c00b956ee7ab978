"""What this app itself has decided: appeals against what was refused."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Seen, User
from activities.reviewables import Reviewable
from evidence.viewing import Size, address_of
from review import answering
from review.models import Appeal, AppealStatus
from review.words import APPEAL_REASONS


class Appeals(Reviewable):
    code = "appeal"
    label = _("Appeals")
    right = "review.decide_appeal"
    seen = Seen.ACT
    template = "review/_appeal_reviewed.html"
    reasons = APPEAL_REASONS
    waiting = Q(status__in=[AppealStatus.RECEIVED, AppealStatus.TAKEN_UP])
    accepted = Q(status=AppealStatus.GRANTED)
    refused = Q(status=AppealStatus.REFUSED)
    since = "raised_at"

    def rows(self) -> QuerySet[Any]:
        return Appeal.objects.select_related("citizen", "raised_by", "photo", "decided_by", "first_decided_by")

    def open_to(self, rows: QuerySet[Any], by: User) -> QuerySet[Any]:
        """Neither who raised it nor who decided first; a deadline is nobody."""
        others = rows.exclude(citizen_id=by.pk).exclude(raised_by_id=by.pk)
        return others.filter(Q(first_decided_by=None) | ~Q(first_decided_by_id=by.pk))

    def in_scenario(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        """What a row is about is another table's, one for each kind."""
        return rows.filter(pk__in=[row.pk for row in rows if self.scenario_of(row) == code])

    def scenario_of(self, row: Appeal) -> str:
        return row.against.scenario or row.against.scenario_of(answering.refused_row(row))

    def told(self, row: Appeal) -> str:
        return f"{row.against.label} · {row.words[:40]}"

    def shown(self, row: Appeal, *, viewer: User, now: datetime) -> Mapping[str, Any]:
        refused = answering.refused_row(row)
        return {
            **row.against.shown(refused, viewer=viewer, now=now),
            "refused": refused,
            "row_template": row.against.template,
            "first_reason": row.against.reason_in_words(refused),
            "added": address_of(row.photo, Size.WHOLE, viewer=viewer, now=now) if row.photo else "",
        }

    def goes_by(self, row: Appeal) -> Sequence[Any]:
        return answering.shown_of(row)

    def opened(self, row: Appeal, *, by: User, now: datetime) -> None:
        answering.take_up(appeal=row, now=now)

    def accept(self, row: Appeal, *, by: User, now: datetime, edition: str | None) -> None:
        answering.grant(appeal=row, by=by, now=now, edition=edition)

    def refuse(self, row: Appeal, *, reason: str, note: str, by: User, now: datetime, edition: str | None) -> None:
        answering.let_stand(appeal=row, reason=reason, note=note, by=by, now=now, edition=edition)


REVIEWABLE = [Appeals()]
