"""The feed of changes: how units moved, and what became of projects that everybody may read of."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import DesignStep, StepKind, UnitMove
from projects.models.design import SHOWN
from projects.serials import serial

TOLD = (StepKind.PUBLISHED, StepKind.REGISTERED, StepKind.REJECTED)


class Change(NamedTuple):
    """One entry. `key` names it among all, for all time."""

    title: str
    address: str
    words: str
    key: str
    happened_at: datetime


def latest(most: int) -> list[Change]:
    """The newest first."""
    both = merge(_moves(most), _steps(most), key=attrgetter("happened_at"), reverse=True)
    return list(islice(both, most))


def _moves(most: int) -> Iterator[Change]:
    for move in UnitMove.objects.select_related("issuance__project").order_by("-happened_at", "-pk")[:most]:
        project = move.issuance.project
        yield Change(
            f"{move.get_kind_display()}: {serial(move.issuance, move.numbers)}",
            reverse("projects:project", args=[project.public_id]),
            _("%(tonnes)s t of %(project)s") % {"tonnes": move.tonnes, "project": project},
            str(move.pk),
            move.happened_at,
        )


def _steps(most: int) -> Iterator[Change]:
    """Of what was published; a design that was rejected before is its owner's affair."""
    shown = DesignStep.objects.filter(
        kind__in=TOLD, version__design__stage__in=SHOWN, version__design__comments_until__isnull=False
    )
    for step in shown.select_related("version__design__owner").order_by("-happened_at", "-pk")[:most]:
        design = step.version.design
        yield Change(
            f"{step.get_kind_display()}: {design}",
            reverse("projects:published", args=[design.public_id]),
            str(design.owner),
            f"design-{step.pk}",
            step.happened_at,
        )
