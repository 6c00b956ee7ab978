"""What budgets, merchants and causes are called that the ledger knows by numbers and public ids."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from credits import budgets
from merchants.models import Cause, Merchant


class Names(NamedTuple):
    budgets: Mapping[int, tuple[str, str]]
    """The code and the name of each, by its number."""
    parties: Mapping[str, str]


def names_of(parties: Collection[str]) -> Names:
    """Of all budgets, and of these merchants and causes."""
    named = {
        row.public_id: str(row) for model in (Merchant, Cause) for row in model.objects.filter(public_id__in=parties)
    }
    return Names({pot.pk: (pot.code, pot.name) for pot in budgets.pots()}, named)
