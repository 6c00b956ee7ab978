"""What staff did with statements, as lines of the desk's one time line: steps are kept for ever, so they tell it."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_lines import NOTHING, Change, Line, Source
from merchants.fen import yuan
from merchants.models import Merchant, Statement, StatementStep


def source() -> Source:
    """Steps of the clock and of merchants are no deeds of staff: a statement's own page tells them."""
    return Source(
        code="merchants.statementstep",
        title=str(StatementStep._meta.verbose_name_plural),
        rows=StatementStep.objects.filter(by__is_staff=True),
        at="happened_at",
        row="statement_id",
        of=_of,
        by=lambda writer_id: Q(by=writer_id),
        lines=_lines,
    )


def _of(model: type[Model], pk: int) -> Q:
    if issubclass(model, Statement):
        return Q(statement=pk)
    return Q(statement__merchant=pk) if issubclass(model, Merchant) else Q(pk__in=[])


def _lines(keys: Iterable[int]) -> Mapping[int, Line]:
    steps = StatementStep.objects.filter(pk__in=list(keys)).select_related("by", "statement__merchant")
    return {step.pk: _line(step) for step in steps}


def _line(step: StatementStep) -> Line:
    statement = step.statement
    return Line(
        at=step.happened_at,
        by=step.by,
        who=str(step.by),
        what=f"{statement.merchant} {statement.month:%Y-%m}",
        thing=statement,
        row=statement.pk,
        deed=str(step.get_step_display()),
        changes=list(_changes(step)),
        told_at=reverse("admin:merchants_statement_change", args=[statement.pk]),
    )


def _changes(step: StatementStep) -> Iterator[Change]:
    yield Change(_("Yuan"), NOTHING, yuan(step.fen))
    if step.corrected_fen:
        yield Change(_("Corrected by"), NOTHING, yuan(step.corrected_fen))
    if step.bank_reference:
        yield Change(_("Bank reference"), NOTHING, step.bank_reference)
    if step.words:
        yield Change(_("Words"), NOTHING, step.words)
