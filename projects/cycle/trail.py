"""What staff did with designs, as lines of the desk's one time line: steps, hidden comments and decided overlaps."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_lines import NOTHING, Change, Line, Source
from projects.models import DesignStep, Hiding, KeptComment, ProjectDesign, Ruling


def of_steps() -> Source:
    """Steps of owners and verifiers are no deeds of staff: a design's own page tells them."""
    return of_table(DesignStep, "happened_at", "version__design", lambda step: str(step.get_kind_display()))


def of_hidings() -> Source:
    return of_table(Hiding, "hidden_at", "comment__version__design", lambda _hiding: _("Comment hidden"))


def of_keepings() -> Source:
    return of_table(KeptComment, "kept_at", "comment__version__design", lambda _kept: _("Reported comment kept"))


def of_rulings() -> Source:
    return of_table(Ruling, "ruled_at", "overlap__version__design", lambda _ruling: _("Overlap decided"))


def of_table(
    model: Any, at: str, to_design: str, deed: Callable[[Any], str], of_model: type[Model] = ProjectDesign
) -> Source:
    """What staff wrote in a table whose rows lead to a design, or to another thing with a page of its own."""

    def of(thing: type[Model], pk: int) -> Q:
        return Q(**{to_design: pk}) if issubclass(thing, of_model) else Q(pk__in=[])

    def lines(keys: Iterable[int]) -> Mapping[int, Line]:
        rows = model.objects.filter(pk__in=list(keys)).select_related("by", to_design)
        return {row.pk: _line(row, getattr(row, at), _design(row, to_design), deed(row)) for row in rows}

    return Source(
        code=f"projects.{model._meta.model_name}",
        title=str(model._meta.verbose_name_plural),
        rows=model.objects.filter(by__is_staff=True),
        at=at,
        row=f"{to_design}_id",
        of=of,
        by=lambda writer_id: Q(by=writer_id),
        lines=lines,
    )


def _design(row: Any, to_design: str) -> Model:
    for name in to_design.split("__"):
        row = getattr(row, name)
    found: Model = row
    return found


def _line(row: Any, at: Any, design: Model, deed: str) -> Line:
    return Line(
        at=at,
        by=row.by,
        who=str(row.by),
        what=str(design),
        thing=design,
        row=design.pk,
        deed=deed,
        changes=[Change(_("Words"), NOTHING, row.words)] if row.words else [],
        told_at=reverse(f"admin:projects_{design._meta.model_name}_change", args=[design.pk]),
    )
