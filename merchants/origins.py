"""The vouchers and statements for which transfers set aside, spend, give back, correct and settle."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Model

from common.desk_origins import numbers_after
from merchants.models import Redemption, Statement, StatementStep
from merchants.models.redemption import redemption_of

BACK = "expire:"
"""What goes back of a voucher and expires at once is `expire:release:17:0`."""
OF_STATEMENTS = ("settle", "cancel")
CORRECTED = "correct"


def origins(references: Iterable[str]) -> dict[str, Model]:
    """By reference, for those of these that are about a voucher or a statement."""
    wanted = list(references)
    return {**_vouchers(wanted), **_statements(wanted)}


def _vouchers(references: Collection[str]) -> Mapping[str, Model]:
    numbers = {one: number for one in references if (number := redemption_of(one.removeprefix(BACK)))}
    vouchers = Redemption.objects.select_related("offer").in_bulk(set(numbers.values())) if numbers else {}
    return {one: vouchers[number] for one, number in numbers.items() if number in vouchers}


def _statements(references: Collection[str]) -> Mapping[str, Model]:
    numbers = {one: number for word in OF_STATEMENTS for one, number in numbers_after(word, references).items()}
    steps = numbers_after(CORRECTED, references)
    answered = dict(StatementStep.objects.filter(pk__in=steps.values()).values_list("pk", "statement")) if steps else {}
    numbers |= {one: answered[step] for one, step in steps.items() if step in answered}
    statements = Statement.objects.in_bulk(set(numbers.values())) if numbers else {}
    return {one: statements[number] for one, number in numbers.items() if number in statements}
