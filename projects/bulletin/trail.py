"""What staff did with deals, as lines of the desk's one time line: steps are kept, so they tell it."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_lines import NOTHING, Change, Line, Source
from projects.models import Deal, Organisation, TradeStep, TradeStepKind
from projects.serials import serial

STAFFS = Q(deal__isnull=False, by__is_staff=True) | Q(kind=TradeStepKind.HIDDEN)


def of_deals() -> Source:
    """Steps of sellers and buyers are no deeds of staff: a deal's page tells them. Staff alone hide words."""
    return Source(
        code="projects.tradestep",
        title=str(TradeStep._meta.verbose_name_plural),
        rows=TradeStep.objects.filter(STAFFS),
        at="happened_at",
        row="deal_id",
        of=_of,
        by=lambda writer_id: Q(by=writer_id),
        lines=_lines,
    )


def _of(model: type[Model], pk: int) -> Q:
    if issubclass(model, Organisation):
        return Q(kind=TradeStepKind.HIDDEN, offer__holder=pk)
    return Q(deal=pk) if issubclass(model, Deal) else Q(pk__in=[])


def _lines(keys: Iterable[int]) -> Mapping[int, Line]:
    rows = TradeStep.objects.filter(pk__in=list(keys)).select_related(
        "by", "offer__holder", "offer__issuance__project", "deal"
    )
    return {row.pk: _line(row) for row in rows}


def _line(step: TradeStep) -> Line:
    deal, holder = step.deal, step.offer.holder
    changes = [Change(_("Tonnes"), NOTHING, f"{(deal or step.offer).tonnes:,}")]
    if step.words:
        changes.append(Change(_("Words"), NOTHING, step.words))
    thing, told_at = (deal, "projects_deal") if deal else (holder, "projects_organisation")
    return Line(
        at=step.happened_at,
        by=step.by,
        who=str(step.by),
        what=serial(step.offer.issuance, (deal or step.offer).numbers),
        thing=thing,
        row=deal.pk if deal else None,
        deed=str(step.get_kind_display()),
        changes=changes,
        told_at=reverse(f"admin:{told_at}_change", args=[thing.pk]),
    )
