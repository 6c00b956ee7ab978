"""What the desk redacted, as lines of its one time line: the rows stay, so they tell it."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_lines import NOTHING, Change, Line, Source
from projects.models import Redaction


def of_redactions() -> Source:
    return Source(
        code="projects.redaction",
        title=str(Redaction._meta.verbose_name_plural),
        rows=Redaction.objects.all(),
        at="redacted_at",
        row="id",
        of=_of,
        by=lambda writer_id: Q(by=writer_id),
        lines=_lines,
    )


def _of(model: type[Model], pk: int) -> Q:
    return Q(pk=pk) if issubclass(model, Redaction) else Q(pk__in=[])


def _lines(keys: Iterable[int]) -> Mapping[int, Line]:
    rows = Redaction.objects.filter(pk__in=list(keys)).select_related("by", "order", "version")
    return {row.pk: _line(row) for row in rows}


def _line(row: Redaction) -> Line:
    return Line(
        at=row.redacted_at,
        by=row.by,
        who=str(row.by),
        what=str(row),
        thing=row,
        row=row.pk,
        deed=_("Redacted"),
        changes=[Change(_("Words"), NOTHING, row.words)],
        told_at=reverse("admin:projects_redaction_change", args=[row.pk]),
    )
