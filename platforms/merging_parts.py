"""What becomes of linked platforms of an account that is merged into another: they open the one that stays."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from common.merging import Effect, Pair
from platforms.models import Link


def effects(pair: Pair, now: datetime) -> Iterator[Effect]:
    kept = _platforms(pair.stays_id)
    for link in Link.objects.filter(citizen=pair.ended_id).order_by("pk"):
        becomes = (
            _("Unlinked: the account that stays has one of its own.") if link.platform in kept else _("Signs you in.")
        )
        yield Effect(link.get_platform_display(), becomes)


def settle(pair: Pair, now: datetime) -> None:
    ended = Link.objects.filter(citizen=pair.ended_id)
    ended.filter(platform__in=_platforms(pair.stays_id)).delete()
    ended.update(citizen=pair.stays_id)


def _platforms(citizen_id: int) -> set[str]:
    return set(Link.objects.filter(citizen=citizen_id).values_list("platform", flat=True))
