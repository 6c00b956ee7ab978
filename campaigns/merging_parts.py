"""Places at campaigns are given up or used before an account is merged into another; teams are left with it."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignStatus, SignUp, TeamMember, TrophyAward
from campaigns.teams import leaving
from common.merging import Compared, Effect, Pair


def hindrances(pair: Pair, now: datetime) -> Iterator[str]:
    ahead = Campaign.objects.filter(status=CampaignStatus.OPEN, ends_at__gt=now)
    if SignUp.objects.standing().filter(citizen=pair.ended_id, campaign__in=ahead).exists():
        yield _("The account that ends is signed up for a campaign that is not over. Withdraw, or wait for its end.")


def effects(pair: Pair, now: datetime) -> Iterator[Effect]:
    teams = TeamMember.objects.current().filter(citizen=pair.ended_id).count()
    if teams:
        told = _("Teams: %(count)s") % {"count": teams}
        yield Effect(told, _("Left. What was done for them stays with them; join anew with the account that stays."))
    trophies = TrophyAward.objects.filter(citizen=pair.ended_id).count()
    if trophies:
        told = _("Trophies: %(count)s") % {"count": trophies}
        yield Effect(told, _("Stay with the account that ended; who has its code can still verify it."))


def compared(pair: Pair, now: datetime) -> Iterator[Compared]:
    both = (pair.ended_id, pair.stays_id)
    yield Compared(_("Campaigns"), *(SignUp.objects.standing().filter(citizen=one).count() for one in both))


def move(pair: Pair, now: datetime) -> None:
    for member in TeamMember.objects.current().filter(citizen=pair.ended_id).order_by("team_id"):
        leaving.leave(member=member, now=now)
