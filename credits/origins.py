"""What transfers of the ledger's own making come from: another transfer, a vintage that ran out, a funding's budget, an
adjustment, a merger.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Model

from common.desk_origins import numbers_after
from credits.adjusting.reading import adjustments_behind
from credits.merging.reading import mergers_behind
from credits.models import Budget, Funding, LedgerAccount, Transfer

OF_ROWS: Mapping[str, type[Model]] = {"reversal": Transfer, "expire": LedgerAccount}
FUND = "fund:"


def origins(references: Iterable[str]) -> dict[str, Model]:
    """By reference, for those of these that are the ledger's own; a question for each kind among them."""
    wanted = list(references)
    found: dict[str, Model] = {**dict(_budgets(wanted)), **adjustments_behind(wanted), **mergers_behind(wanted)}
    for word, model in OF_ROWS.items():
        numbers = numbers_after(word, wanted)
        rows = model._default_manager.in_bulk(set(numbers.values())) if numbers else {}
        found.update({reference: rows[number] for reference, number in numbers.items() if number in rows})
    return found


def _budgets(references: Iterable[str]) -> Iterable[tuple[str, Budget]]:
    decisions = {one: one.rpartition(":")[0] for one in references if one.startswith(FUND)}
    if not decisions:
        return []
    fundings = Funding.objects.filter(reference__in=set(decisions.values())).select_related("budget")
    budgets = {funding.reference: funding.budget for funding in fundings}
    return [(one, budgets[decision]) for one, decision in decisions.items() if decision in budgets]
