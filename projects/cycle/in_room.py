"""What of designs waits for somebody of an organisation: to be written, answered or validated; the way to them all."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.cycle import commenting, reading, validating
from projects.cycle.drafting import SUBMITS, WRITES
from projects.models import WRITTEN, Part, ProjectDesign, Seat, Stage
from projects.organisations.turns import Card, Waits


def waiting(seat: Seat, now: datetime) -> Iterator[Waits]:
    """What the reader may do something about: an editor writes, an owner answers, a verifier's people validate."""
    organisation, part = seat.organisation, Part(seat.part)
    own = Q(owner=organisation, stage__in=(*WRITTEN, Stage.PUBLISHED))
    judged = Q(verifier=organisation, stage=Stage.VALIDATING)
    for design in ProjectDesign.objects.filter(own | judged).order_by("stage_at"):
        if design.stage == Stage.VALIDATING:
            may, name = part in validating.VALIDATES, "projects:validation"
        else:
            may, name = part in (SUBMITS if design.stage == Stage.PUBLISHED else WRITES), "projects:design"
        if may and (design.stage != Stage.PUBLISHED or _is_unanswered(design)):
            turn = reading.turn(design, now=now)
            words = _("Answers the comments.") if design.stage == Stage.PUBLISHED else str(turn.words if turn else "")
            yield Waits(
                str(design), words, reverse(name, args=[organisation.public_id, design.public_id]), design.stage_at
            )


def cards(seat: Seat, now: datetime) -> Iterator[Card]:
    """The way to the designs, and to what is validated."""
    address = reverse("projects:designs", args=[seat.organisation.public_id])
    yield Card(_("Projects on their way"), _("From draft to registered, and what you validate"), address, "leaf")


def _is_unanswered(design: ProjectDesign) -> bool:
    return commenting.unanswered(design.versions.get(number=design.version)).exists()
