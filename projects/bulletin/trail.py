"""What staff did with deals, as lines of the desk's one time line: steps are kept, so they tell it."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_lines import NOTHING, Change, Line, Source
from projects.models import Deal, TradeStep


def of_deals() -> Source:
    """Steps of sellers and buyers are no deeds of staff: a deal's own page tells them."""
    return Source(
        code="projects.tradestep",
        title=str(TradeStep._meta.verbose_name_plural),
        rows=TradeStep.objects.filter(deal__isnull=False, by__is_staff=True),
        at="happened_at",
        row="deal_id",
        of=_of,
        by=lambda writer_id: Q(by=writer_id),
        lines=_lines,
    )


def _of(model: type[Model], pk: int) -> Q:
    return Q(deal=pk) if issubclass(model, Deal) else Q(pk__in=[])


def _lines(keys: Iterable[int]) -> Mapping[int, Line]:
    rows = TradeStep.objects.filter(pk__in=list(keys)).select_related("by", "deal__offer__issuance__project")
    return {row.pk: _line(row) for row in rows}


def _line(step: TradeStep) -> Line:
    deal = step.deal
    assert deal is not None
    changes = [Change(_("Tonnes"), NOTHING, f"{deal.tonnes:,}")]
    if step.words:
        changes.append(Change(_("Words"), NOTHING, step.words))
    return Line(
        at=step.happened_at,
        by=step.by,
        who=str(step.by),
        what=deal.serial,
        thing=deal,
        row=deal.pk,
        deed=str(step.get_kind_display()),
        changes=changes,
        told_at=reverse("admin:projects_deal_change", args=[deal.pk]),
    )
