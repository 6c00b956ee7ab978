"""What staff did with units, as lines of the desk's one time line: moves and proposals are kept, so they tell it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_lines import NOTHING, Change, Line, Source
from projects.models import CarbonProject, Proposal, UnitBlock, UnitMove
from projects.serials import serial


def of_moves() -> Source:
    """Moves of holders are no deeds of staff: their orders tell them."""
    return Source(
        code="projects.unitmove",
        title=str(UnitMove._meta.verbose_name_plural),
        rows=UnitMove.objects.filter(by__is_staff=True),
        at="happened_at",
        row="issuance__project_id",
        of=_of_move,
        by=lambda writer_id: Q(by=writer_id),
        lines=_moved,
    )


def of_proposals() -> Source:
    return _of_table("projects.proposal", _("Proposals for the registry"), "proposed_at", "by", _proposed, Q())


def of_decisions() -> Source:
    return _of_table(
        "projects.proposal-decided",
        _("Decisions on proposals for the registry"),
        "decided_at",
        "decided_by",
        _decided,
        Q(decided_at__isnull=False),
    )


def _of_table(code: str, title: str, at: str, writer: str, lines: Any, which: Q) -> Source:
    return Source(
        code=code,
        title=title,
        rows=Proposal.objects.filter(which),
        at=at,
        row="project_id",
        of=_of_proposal,
        by=lambda writer_id: Q(**{writer: writer_id}),
        lines=lines,
    )


def _of_move(model: type[Model], pk: int) -> Q:
    if issubclass(model, CarbonProject):
        return Q(issuance__project=pk)
    block = UnitBlock.objects.filter(pk=pk).first() if issubclass(model, UnitBlock) else None
    return Q(numbers__overlap=block.numbers) if block else Q(pk__in=[])


def _of_proposal(model: type[Model], pk: int) -> Q:
    if issubclass(model, Proposal):
        return Q(pk=pk)
    return Q(project=pk) if issubclass(model, CarbonProject) else Q(pk__in=[])


def _moved(keys: Iterable[int]) -> Mapping[int, Line]:
    moves = UnitMove.objects.filter(pk__in=list(keys)).select_related("by", "agreed_by", "issuance__project")
    return {move.pk: _move_line(move) for move in moves}


def _move_line(move: UnitMove) -> Line:
    project, changes = move.issuance.project, [Change(_("Tonnes"), NOTHING, f"{move.tonnes:,}")]
    if move.agreed_by:
        changes.append(Change(_("Agreed by"), NOTHING, str(move.agreed_by)))
    if move.words:
        changes.append(Change(_("Words"), NOTHING, move.words))
    return Line(
        at=move.happened_at,
        by=move.by,
        who=str(move.by),
        what=serial(move.issuance, move.numbers),
        thing=project,
        row=project.pk,
        deed=str(move.get_kind_display()),
        changes=changes,
        told_at=reverse("admin:projects_carbonproject_change", args=[project.pk]),
    )


def _proposed(keys: Iterable[int]) -> Mapping[int, Line]:
    return {row.pk: _line(row, row.by, row.proposed_at, _("Proposed"), row.words) for row in _rows(keys)}


def _decided(keys: Iterable[int]) -> Mapping[int, Line]:
    return {
        row.pk: _line(row, row.decided_by, row.decided_at, str(row.get_status_display()), row.answer)
        for row in _rows(keys)
    }


def _rows(keys: Iterable[int]) -> Iterable[Proposal]:
    return Proposal.objects.filter(pk__in=list(keys)).select_related("project", "by", "decided_by")


def _line(row: Proposal, by: Any, at: Any, deed: str, words: str) -> Line:
    changes = [Change(_("Number of the decision"), NOTHING, row.document)]
    if words:
        changes.append(Change(_("Words"), NOTHING, words))
    return Line(
        at=at,
        by=by,
        who=str(by),
        what=str(row),
        thing=row.project,
        row=row.project_id,
        deed=deed,
        changes=changes,
        told_at=reverse("admin:projects_proposal_change", args=[row.pk]),
    )
