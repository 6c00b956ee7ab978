"""What the desk decides elsewhere and a colleague looks at again: acts taken back, and acts refused for a freeze."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Freeze, Seen, User
from activities import reinstating
from activities.models import Activity, Reason, Revocation
from activities.refusals import AlreadyDecided
from activities.reviewables import Reviewable
from activities.scoring import frozen
from common.city_time import city_day
from scenarios.evidence_words import evidence_of_all_in_words
from scenarios.rules import Evidence

MOST_SHOWN = 20
NOTHING = Q(pk__in=[])


class DecidedElsewhere(Reviewable):
    """Nothing of it ever waits, so nobody decides on it here; a colleague only overturns it."""

    seen = Seen.ACT
    reasons: Mapping[str, Mapping[str, str]] = {}
    waiting = NOTHING
    takes_note = False
    can_be_appealed = True
    is_queued = False

    def accept(self, row: Any, *, by: User, now: datetime, edition: str | None) -> None:
        raise AlreadyDecided

    def refuse(self, row: Any, *, reason: str, note: str, by: User, now: datetime, edition: str | None) -> None:
        raise AlreadyDecided


class TakenBack(DecidedElsewhere):
    """Its rows are known by the acts that were taken back; what a citizen withdrew, nobody decided."""

    code = "revoked"
    label = _("Acts taken back")
    right = "activities.revoke_activity"
    template = "activities/_taken_back_reviewed.html"
    accepted = Q(reinstatement__isnull=False)
    refused = Q(reinstatement__isnull=True)
    since = "revoked_at"

    def rows(self) -> QuerySet[Any]:
        rows = Revocation.objects.exclude(reason=Reason.WITHDRAWN)
        named = {"public_id": F("activity__public_id"), "citizen_id": F("activity__citizen_id")}
        decided = {"decided_at": F("revoked_at"), "decided_by": F("by__username"), "decided_by_id": F("by_id")}
        joined = rows.select_related("activity__scenario", "activity__citizen", "by", "reinstatement__activity")
        return joined.annotate(**named, **decided, note=Value("", TextField()))

    def in_scenario(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        return rows.filter(activity__scenario__code=code)

    def scenario_of(self, row: Revocation) -> str:
        return row.activity.scenario.code

    def told(self, row: Revocation) -> str:
        return " · ".join([str(row.activity.scenario), *row.activity.claimed()])

    def state_of(self, row: Revocation) -> str:
        return gettext("Counts again") if _again(row) else row.activity.get_status_display()

    def decided_at(self, row: Revocation) -> datetime:
        return row.revoked_at

    def page_of(self, row: Revocation) -> str:
        """What counts again is told where it counts."""
        return (_again(row) or row.activity).get_absolute_url()

    def reason_in_words(self, row: Revocation) -> str:
        return str(Reason(row.reason).label)

    def shown(self, row: Revocation, *, viewer: User, now: datetime) -> Mapping[str, Any]:
        act = Activity.objects.with_outcome().get(pk=row.pk)
        return {"act": act, "proof": evidence_of_all_in_words(Evidence(act.evidence)), "again": _again(row)}

    def goes_by(self, row: Revocation) -> Sequence[Any]:
        return (row.pk, row.reason, row.credits, row.grams, _again(row))

    def overturn(self, row: Revocation, *, by: User, now: datetime) -> None:
        reinstating.reinstate(revocation=row, by=by, now=now)


class FrozenActs(DecidedElsewhere):
    """Its rows are freezes of earning that have refused something: all of it is looked at again together."""

    code = "freeze"
    label = _("Refused while earning rested")
    right = "accounts.freeze_user"
    template = "activities/_frozen_reviewed.html"
    accepted = Q(overturned_at__isnull=False)
    refused = Q(over_at__isnull=False, lifted_by=None, overturned_at=None) & Q(
        Exists(frozen.refused_for(OuterRef("citizen_id"), OuterRef("begun_at"), OuterRef("ends_at")))
    )
    since = "begun_at"

    def rows(self) -> QuerySet[Any]:
        rows = Freeze.objects.filter(earning=True).select_related("citizen", "by", "overturned_by")
        return rows.annotate(decided_at=F("over_at"), decided_by=F("by__username"), decided_by_id=F("by_id"))

    def in_scenario(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        return rows.none()

    def told(self, row: Freeze) -> str:
        return f"{city_day(row.begun_at)} – {city_day(row.ends_at)}"

    def state_of(self, row: Freeze) -> str:
        return gettext("Counts after all") if row.overturned_at else gettext("Stayed to its end")

    def decided_at(self, row: Freeze) -> datetime | None:
        """Until its end nothing is refused for it."""
        return row.over_at

    def page_of(self, row: Freeze) -> str:
        return reverse("accounts:standing")

    def reason_in_words(self, row: Freeze) -> str:
        return row.reason_in_words

    def shown(self, row: Freeze, *, viewer: User, now: datetime) -> Mapping[str, Any]:
        acts = frozen.refused_for(row.citizen_id, row.begun_at, row.ends_at)
        return {"acts": acts.select_related("scenario").order_by("pk")[:MOST_SHOWN], "count": acts.count()}

    def goes_by(self, row: Freeze) -> Sequence[Any]:
        return (row.pk, row.over_at, row.overturned_at)

    def overturn(self, row: Freeze, *, by: User, now: datetime) -> None:
        frozen.overturn(freeze=row, by=by, now=now)


TAKEN_BACK, FROZEN = TakenBack(), FrozenActs()


def _again(row: Revocation) -> Activity | None:
    """The act as which a revoked one counts again."""
    return row.reinstatement.activity if hasattr(row, "reinstatement") else None
