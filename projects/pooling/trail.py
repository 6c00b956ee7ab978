"""What staff did with pooled months and what they brought, as lines of the desk's one time line."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_lines import NOTHING, Change, Line, Source
from projects.models import CarbonProject, MonthStatus, PooledMonth, PoolProceeds, ReportStep, ReportStepKind

Lines = Callable[[Iterable[int]], Mapping[int, Line]]


def sources() -> list[Source]:
    """Months are gathered and decided, payments are entered and decided."""
    decided = Q(decided_at__isnull=False)
    months, entries = PooledMonth, PoolProceeds
    return [
        _source(months, "pooledmonth", _("Pooled months"), "begun_at", "by", _gathered, Q()),
        _source(
            months,
            "pooledmonth-decided",
            _("Decisions on pooled months"),
            "decided_at",
            "decided_by",
            _decided,
            decided,
        ),
        _closings(),
        _source(entries, "poolproceeds", _("Proceeds of pooled months"), "proposed_at", "by", _entered, Q()),
        _source(
            entries, "poolproceeds-decided", _("Decisions on proceeds"), "decided_at", "decided_by", _funded, decided
        ),
    ]


def _closings() -> Source:
    """The last step of a report of which nothing came; its words say why."""
    steps = ReportStep.objects.filter(report__pooled_month__isnull=False, kind=ReportStepKind.WITHDRAWN)

    def of(model: type[Model], pk: int) -> Q:
        if issubclass(model, PooledMonth):
            return Q(report__pooled_month=pk)
        return Q(report__project=pk) if issubclass(model, CarbonProject) else Q(pk__in=[])

    return Source(
        code="projects.pooledmonth-closed",
        title=_("Pooled months that were closed"),
        rows=steps,
        at="happened_at",
        row="report__project_id",
        of=of,
        by=lambda writer_id: Q(by=writer_id),
        lines=_closed,
    )


def _source(
    table: type[PooledMonth] | type[PoolProceeds], code: str, title: str, at: str, by: str, lines: Lines, which: Q
) -> Source:
    to_project = "project" if table is PooledMonth else "month__project"
    return Source(
        code=f"projects.{code}",
        title=title,
        rows=table.objects.filter(which),
        at=at,
        row=f"{to_project}_id",
        of=lambda model, pk: _of(model, pk, table),
        by=lambda writer_id: Q(**{by: writer_id}),
        lines=lines,
    )


def _of(model: type[Model], pk: int, table: type[Model]) -> Q:
    is_month = table is PooledMonth
    if issubclass(model, PooledMonth):
        return Q(pk=pk) if is_month else Q(month=pk)
    if issubclass(model, CarbonProject):
        return Q(project=pk) if is_month else Q(month__project=pk)
    return Q(pk__in=[])


def _gathered(keys: Iterable[int]) -> Mapping[int, Line]:
    return {row.pk: _line(row, row.by, row.begun_at, _("Gathered"), row.document) for row in _months(keys)}


def _decided(keys: Iterable[int]) -> Mapping[int, Line]:
    return {
        row.pk: _line(row, row.decided_by, row.decided_at, str(row.get_status_display()), row.document, row.answer)
        for row in _months(keys)
    }


def _closed(keys: Iterable[int]) -> Mapping[int, Line]:
    rows = ReportStep.objects.filter(pk__in=list(keys)).select_related("report__pooled_month__project", "by")
    deed = str(MonthStatus.CLOSED.label)
    return {
        row.pk: _line(month, row.by, row.happened_at, deed, month.document, row.words)
        for row in rows
        if (month := row.report.pooled_month)
    }


def _entered(keys: Iterable[int]) -> Mapping[int, Line]:
    return {row.pk: _line(row.month, row.by, row.proposed_at, str(row), row.document) for row in _entries(keys)}


def _funded(keys: Iterable[int]) -> Mapping[int, Line]:
    return {
        row.pk: _line(
            row.month,
            row.decided_by,
            row.decided_at,
            f"{row} · {row.get_status_display()}",
            row.document,
            row.answer,
        )
        for row in _entries(keys)
    }


def _months(keys: Iterable[int]) -> Iterable[PooledMonth]:
    return PooledMonth.objects.filter(pk__in=list(keys)).select_related("project", "by", "decided_by")


def _entries(keys: Iterable[int]) -> Iterable[PoolProceeds]:
    return PoolProceeds.objects.filter(pk__in=list(keys)).select_related("month__project", "by", "decided_by")


def _line(month: PooledMonth, by: Any, at: Any, deed: str, document: str, words: str = "") -> Line:
    changes = [Change(_("Number of the decision"), NOTHING, document)]
    if words:
        changes.append(Change(_("Words"), NOTHING, words))
    return Line(
        at=at,
        by=by,
        who=str(by),
        what=str(month),
        thing=month.project,
        row=month.project_id,
        deed=deed,
        changes=changes,
        told_at=reverse("admin:projects_pooledmonth_change", args=[month.pk]),
    )
