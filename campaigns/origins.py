"""The bonuses for which transfers pay, repay a debt, or take back."""

from collections.abc import Iterable

from django.db.models import Model

from campaigns.models import Bonus
from common.desk_origins import numbers_after

REPAY = "repay:"
WORDS = ("bonus", "unbonus")


def origins(references: Iterable[str]) -> dict[str, Model]:
    """By reference, for those of these that are about a bonus."""
    return dict(bonuses_behind(references))


def bonuses_behind(references: Iterable[str]) -> dict[str, Bonus]:
    """The same, with what a citizen's statement says of it."""
    plain = {reference: reference.removeprefix(REPAY) for reference in references}
    numbers = {name: number for word in WORDS for name, number in numbers_after(word, plain.values()).items()}
    rows = Bonus.objects.select_related("signup__campaign")
    found = rows.in_bulk(set(numbers.values())) if numbers else {}
    return {one: found[numbers[name]] for one, name in plain.items() if numbers.get(name) in found}
