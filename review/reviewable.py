"""What waits here: appeals against what was decided, and acts that did not arrive; and what adjustments took."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Seen, User
from activities.models import Activity
from activities.reviewables import Reviewable, all_kinds
from common.city_time import city_day
from evidence.viewing import Size, address_of
from review import answering, granting
from review.adjusted import TakenByAdjustment
from review.models import Appeal, AppealStatus, Claim, ClaimStatus
from review.words import APPEAL_REASONS, CLAIM_REASONS
from scenarios.evidence_words import evidence_of_all_in_words

MOST_OF_A_DAY = 20


class Appeals(Reviewable):
    code = "appeal"
    label = _("Appeals")
    accepting = _("Change the decision")
    refusing = _("The decision stands")
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
        """Neither who raised it nor who had a part in the first decision; a deadline is nobody."""
        others = rows.exclude(citizen_id=by.pk).exclude(raised_by_id=by.pk)
        for kind in all_kinds().values():
            if (shared := kind.decided_with(by)) is not None:
                others = others.exclude(kind=kind.code, item_id__in=shared.values("pk"))
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
            "against": row.against,
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


class Claims(Reviewable):
    code = "claim"
    label = _("Did not arrive")
    accepting = _("Record it")
    right = "review.decide_claim"
    seen = Seen.ACT
    template = "review/_claim_reviewed.html"
    reasons = CLAIM_REASONS
    # A provider that is asked has some days for it.
    waiting = Q(status__in=[ClaimStatus.RECEIVED, ClaimStatus.TAKEN_UP])
    accepted = Q(status=ClaimStatus.GRANTED)
    refused = Q(status=ClaimStatus.REFUSED)
    since = "sent_at"
    can_be_appealed = True

    def rows(self) -> QuerySet[Any]:
        return Claim.objects.select_related("citizen", "scenario", "photo", "decided_by")

    def in_scenario(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        return rows.filter(scenario__code=code)

    def scenario_of(self, row: Claim) -> str:
        return row.scenario.code

    def told(self, row: Claim) -> str:
        return f"{row.scenario} · {row.through}"

    def shown(self, row: Claim, *, viewer: User, now: datetime) -> Mapping[str, Any]:
        around = Activity.objects.of(row.citizen_id).filter(city_day=city_day(row.started_at))
        return {
            "added": address_of(row.photo, Size.WHOLE, viewer=viewer, now=now) if row.photo else "",
            "proof": evidence_of_all_in_words(granting.grade_of(row)),
            "that_day": around.select_related("scenario").order_by("pk")[:MOST_OF_A_DAY],
            "activity": Activity.objects.filter(pk=row.activity_id).first() if row.activity_id else None,
        }

    def goes_by(self, row: Claim) -> Sequence[Any]:
        return granting.shown_of(row)

    def opened(self, row: Claim, *, by: User, now: datetime) -> None:
        granting.take_up(claim=row, now=now)

    def accept(self, row: Claim, *, by: User, now: datetime, edition: str | None) -> None:
        granting.grant(claim=row, by=by, now=now, edition=edition)

    def refuse(self, row: Claim, *, reason: str, note: str, by: User, now: datetime, edition: str | None) -> None:
        granting.refuse(claim=row, reason=reason, note=note, by=by, now=now, edition=edition)

    def overturn(self, row: Claim, *, by: User, now: datetime) -> None:
        granting.overturn(claim=row, by=by, now=now)


REVIEWABLE = [Appeals(), Claims(), TakenByAdjustment()]
