"""Which account was merged into which."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from credits.merging.models import Merger


def successor(citizen_id: int) -> int | None:
    return Merger.objects.approved().filter(ended=citizen_id).values_list("stays_id", flat=True).first()


def merged_into(citizen_ids: Collection[int]) -> Iterable[int]:
    return Merger.objects.approved().filter(stays__in=citizen_ids).order_by("pk").values_list("ended_id", flat=True)


def pairs_with(citizen_ids: Collection[int]) -> Iterable[tuple[int, int]]:
    """The accounts that were merged with one of these: which ended, which stays."""
    either = Q(ended__in=citizen_ids) | Q(stays__in=citizen_ids)
    return Merger.objects.approved().filter(either).order_by("pk").values_list("ended_id", "stays_id")
