"""What the desk refunded, as lines of its one time line: refunds are kept for ever, so they tell it."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_lines import NOTHING, Change, Line, Source
from merchants.fen import yuan
from merchants.models import Merchant, Redemption, Refund


def source() -> Source:
    """Refunds of owners are no deeds of staff: the desk's list has them beside these."""
    return Source(
        code="merchants.refund",
        title=str(Refund._meta.verbose_name_plural),
        rows=Refund.objects.filter(membership=None),
        at="happened_at",
        row="redemption_id",
        of=_of,
        by=lambda writer_id: Q(by=writer_id),
        lines=_lines,
    )


def _of(model: type[Model], pk: int) -> Q:
    for known, name in ((Redemption, "redemption"), (Merchant, "merchant"), (Refund, "pk")):
        if issubclass(model, known):
            return Q(**{name: pk})
    return Q(pk__in=[])


def _lines(keys: Iterable[int]) -> Mapping[int, Line]:
    refunds = Refund.objects.filter(pk__in=list(keys)).select_related("by", "redemption__offer")
    return {refund.pk: _line(refund) for refund in refunds}


def _line(refund: Refund) -> Line:
    voucher = refund.redemption
    return Line(
        at=refund.happened_at,
        by=refund.by,
        who=str(refund.by),
        what=f"{voucher.offer} {voucher.public_id}",
        thing=voucher,
        row=voucher.pk,
        deed=_("Refunded"),
        changes=[
            Change(_("Credits"), NOTHING, str(refund.returned)),
            Change(_("Yuan"), NOTHING, yuan(refund.fen)),
            Change(_("Why"), NOTHING, refund.words),
        ],
        told_at=reverse("admin:merchants_refund_change", args=[refund.pk]),
    )
