"""An act as a verifier sees it: what was done, how it is proven, by which rule it counted; nobody's name or number."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count

from accounts.districts import District
from activities.models import Activity, ActivityPhoto, Doubted, Status


class Shown(NamedTuple):
    """Words in the reader's language. `number` is the act's own public one."""

    number: str
    scenario: str
    day: date
    district: str
    claim: str
    proven: str
    channel: str
    photos: int
    version: int
    grams: int
    has_doubts: bool
    is_taken_back: bool


def shown(acts: Sequence[Activity]) -> list[Shown]:
    """In their order, with two questions for all of them."""
    keys = [act.pk for act in acts]
    photos = ActivityPhoto.objects.filter(activity_id__in=keys).values_list("activity_id").annotate(many=Count("pk"))
    pictured = dict(photos.order_by("activity_id"))
    doubted = set(Doubted.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return [_shown(act, pictured.get(act.pk, 0), act.pk in doubted) for act in acts]


def _shown(act: Activity, photos: int, has_doubts: bool) -> Shown:
    return Shown(
        number=act.public_id,
        scenario=str(act.scenario),
        day=act.city_day,
        district=str(District(act.district).label) if act.district in District else "",
        claim=" · ".join(act.claimed()),
        proven=act.proven(),
        channel=act.get_channel_display(),
        photos=photos,
        version=act.assessment.version.number,
        grams=act.assessment.grams,
        has_doubts=has_doubts,
        is_taken_back=act.status == Status.REVOKED,
    )
