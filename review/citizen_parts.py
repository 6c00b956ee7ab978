"""A citizen's claims and appeals, for the help desk."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.desk_citizen import Cell, Part, Shown, shown
from review.models import Appeal, Claim


def _claims(citizen_id: int, after: str) -> Shown:
    return shown(Claim.objects.of(citizen_id).select_related("scenario"), _of_claim, after)


def _of_claim(claim: Claim) -> Sequence[Cell]:
    said = (claim.scenario, claim.sent_at, claim.get_status_display(), f"{claim.due_on}", claim.decided_at or "—")
    return [Cell(claim.public_id, claim), *map(Cell, said)]


def _appeals(citizen_id: int, after: str) -> Shown:
    return shown(Appeal.objects.of(citizen_id), _of_appeal, after)


def _of_appeal(appeal: Appeal) -> Sequence[Cell]:
    against = appeal.against.label
    said = (against, appeal.raised_at, appeal.get_status_display(), f"{appeal.due_on}", appeal.decided_at or "—")
    return [Cell(appeal.public_id, appeal), *map(Cell, said)]


THEN = (_("status"), _("to be answered by"), _("decided"))
PARTS = [
    Part("claims", _("Did not arrive"), (_("public id"), _("scenario"), _("sent"), *THEN), _claims, place=20),
    Part("appeals", _("Appeals"), (_("public id"), _("against"), _("raised"), *THEN), _appeals, place=30),
]
