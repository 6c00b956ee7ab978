"""What a citizen is told of an act that was taken back: why, how much, and whether they owe something for it."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity, Reason, Status
from activities.way_in import WAY_IN


class Told(NamedTuple):
    """`told` in whole sentences."""

    reason: str
    told: str


def revoked_in_words(activity: Activity) -> Told | None:
    """In the reader's language; `None` for an act that was not taken back."""
    if activity.status != Status.REVOKED:
        return None
    revocation = activity.revocation
    reason, credits = str(Reason(revocation.reason).label), revocation.credits
    if not credits:
        return Told(reason, f"{reason} {_('It counts no more; no credits were taken back.')}")
    taken = ngettext("%(credits)s credit was taken back.", "%(credits)s credits were taken back.", credits) % {
        "credits": f"{credits:,}"
    }
    return Told(reason, f"{reason} {taken}")


def counts_again_as(activity: Activity) -> Activity | None:
    """The act as which one counts again that was taken back wrongly."""
    if activity.status != Status.REVOKED:
        return None
    return Activity.objects.filter(reinstatement_of__revocation=activity.pk).first()


def counted_before_as(activity: Activity) -> Activity | None:
    """The act that was taken back wrongly, of one as which it counts again."""
    if activity.channel != WAY_IN.code:
        return None
    return Activity.objects.filter(revocation__reinstatement__activity=activity.pk).first()
