"""The acts that transfers pay, take back, or repay a debt with."""

from collections.abc import Iterable, Mapping

from django.db.models import Model

from activities.telling.paid import paid_acts


def origins(references: Iterable[str]) -> Mapping[str, Model]:
    """By reference, for those of these that are about an act."""
    return paid_acts(references)
