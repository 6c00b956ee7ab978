"""An act as a verifier sees it: what was done, how it is proven, by which rule it counted; nobody's name or number."""

from datetime import date
from typing import NamedTuple

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


def shown(act: Activity) -> Shown:
    return Shown(
        number=act.public_id,
        scenario=str(act.scenario),
        day=act.city_day,
        district=str(District(act.district).label) if act.district in District else "",
        claim=" · ".join(act.claimed()),
        proven=act.proven(),
        channel=act.get_channel_display(),
        photos=ActivityPhoto.objects.filter(activity_id=act.pk).count(),
        version=act.assessment.version.number,
        grams=act.assessment.grams,
        has_doubts=Doubted.objects.filter(pk=act.pk).exists(),
        is_taken_back=act.status == Status.REVOKED,
    )
