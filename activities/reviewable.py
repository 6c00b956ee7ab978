"""Acts that something speaks against, and acts drawn for audit, as the desk reviews them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import Seen, User
from activities.decided_elsewhere import FROZEN, NOTHING, TAKEN_BACK
from activities.models import Activity, ActivityPhoto, Came, Decision, Doubted, Status
from activities.review_words import REFUSALS, UNSOUND
from activities.reviewables import Reviewable
from activities.scoring import frozen, under_review
from activities.telling.doubts_told import doubts_in_full
from activities.telling.explanation import explain
from common.editions import check
from evidence.models import Photo
from evidence.viewing import Size, address_of
from scenarios.evidence_words import evidence_of_all_in_words
from scenarios.rules import Evidence


class _Doubted(Reviewable):
    """Its rows are known by their acts."""

    right = "activities.decide_doubted"
    seen = Seen.ACT
    template = "activities/_doubted_reviewed.html"
    since = "raised_at"
    takes_note = False

    def rows(self) -> QuerySet[Any]:
        rows = Doubted.objects.select_related("activity__scenario", "citizen", "decided_by")
        return rows.annotate(public_id=F("activity__public_id"), note=Value("", TextField()))

    def in_scenario(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        return rows.filter(activity__scenario__code=code)

    def scenario_of(self, row: Doubted) -> str:
        return row.activity.scenario.code

    def told(self, row: Doubted) -> str:
        return " · ".join([str(row.activity.scenario), *row.activity.claimed()])

    def state_of(self, row: Doubted) -> str:
        return row.activity.get_status_display()

    def page_of(self, row: Doubted) -> str:
        return row.activity.get_absolute_url()

    def decided_at(self, row: Doubted) -> datetime | None:
        """What was refused by its weight alone, the scorer decided."""
        return row.decided_at or (row.raised_at if row.came == Came.REFUSED else None)

    def shown(self, row: Doubted, *, viewer: User, now: datetime) -> Mapping[str, Any]:
        act = Activity.objects.with_outcome().get(pk=row.pk)
        photos = Photo.objects.filter(pk__in=ActivityPhoto.objects.filter(activity_id=row.pk).values("photo"))
        return {
            "act": act,
            "proof": evidence_of_all_in_words(Evidence(act.evidence)),
            "doubts": doubts_in_full(row),
            "explanation": explain(act) if hasattr(act, "assessment") else None,
            "pictures": [address_of(photo, Size.WHOLE, viewer=viewer, now=now) for photo in photos],
        }

    def goes_by(self, row: Doubted) -> Sequence[Any]:
        return (row.pk, row.doubts, row.weight, row.decision)


class DoubtfulActs(_Doubted):
    code = "act"
    label = _("Acts in doubt")
    reasons = REFUSALS
    waiting = Q(came=Came.REVIEW, decision="")
    accepted = Q(decision=Decision.CLEARED) | Q(reopened_at__isnull=False)
    refused = (Q(decision__in=[Decision.REFUSED, Decision.UNREVIEWED]) | Q(came=Came.REFUSED)) & Q(reopened_at=None)
    can_be_appealed = True

    def accept(self, row: Doubted, *, by: User, now: datetime, edition: str | None) -> None:
        check(edition, *self.goes_by(row))
        under_review.clear(activity=row.activity, by=by, now=now)

    def refuse(self, row: Doubted, *, reason: str, note: str, by: User, now: datetime, edition: str | None) -> None:
        check(edition, *self.goes_by(row))
        under_review.refuse(activity=row.activity, by=by, now=now, reason=reason)

    def overturn(self, row: Doubted, *, by: User, now: datetime) -> None:
        under_review.reopen(activity=row.activity, by=by, now=now)


class DrawnActs(_Doubted):
    """Scored at once; whether the scorer was right is looked at afterwards, and changes nothing by itself."""

    code = "drawn"
    label = _("Acts drawn for audit")
    reasons = UNSOUND
    waiting = Q(came=Came.NOTED, is_drawn=True, decision="")
    accepted = Q(decision=Decision.SOUND)
    refused = Q(decision=Decision.UNSOUND)

    def accept(self, row: Doubted, *, by: User, now: datetime, edition: str | None) -> None:
        check(edition, *self.goes_by(row))
        under_review.look_at(activity=row.activity, by=by, now=now, is_sound=True)

    def refuse(self, row: Doubted, *, reason: str, note: str, by: User, now: datetime, edition: str | None) -> None:
        check(edition, *self.goes_by(row))
        under_review.look_at(activity=row.activity, by=by, now=now, is_sound=False)


DOUBTFUL, DRAWN = DoubtfulActs(), DrawnActs()
REVIEWABLE = [DOUBTFUL, DRAWN, TAKEN_BACK, FROZEN]


def decision_on(act: Activity) -> tuple[Reviewable, Any] | None:
    """What somebody or a deadline has decided against an act: the kind and its row; nothing where nothing was."""
    kind, found = _decided_against(act)
    row = kind.rows().filter(found).first()
    return (kind, row) if row else None


def _decided_against(act: Activity) -> tuple[Reviewable, Q]:
    if act.status == Status.REVOKED:
        return TAKEN_BACK, Q(pk=act.pk)
    if act.refusal == frozen.REFUSAL:
        return FROZEN, frozen.covering(act)
    return DOUBTFUL, Q(pk=act.pk) if act.status == Status.REJECTED else NOTHING
