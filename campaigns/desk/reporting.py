"""The results of a campaign: words, pictures and what was counted at that moment; a later version takes its place."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.inbox.telling import tell
from accounts.models import User
from campaigns import refusals
from campaigns.bonuses.posting import paid_out
from campaigns.models import Campaign, CampaignStep, CheckIn, Proving, Report, SignUp, StepKind
from campaigns.signups import telling
from common.texts import Text

FEWEST_SHOWN = 5


def report(*, campaign: Campaign, text: Text, pictures: Sequence[str], by: User, now: datetime) -> Report:
    """Publishes what it came to, and tells who was in, once. Raises `NotOver`."""
    with transaction.atomic():
        ended = Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=campaign.pk)
        if not ended.is_published or (now < ended.ends_at and ended.cancelled_at is None):
            raise refusals.NotOver
        made = Report.objects.create(
            campaign=ended,
            nth=ended.reports.count() + 1,
            text=text,
            pictures=list(pictures),
            figures=figures_of(ended),
            by=by,
            published_at=now,
        )
        CampaignStep.objects.create(campaign=ended, kind=StepKind.REPORTED, by=by, happened_at=now)
        tell(telling.reported(made, SignUp.objects.inside().filter(campaign=ended)), now=now)
    return made


def figures_of(campaign: Campaign) -> dict[str, int | None]:
    """How many joined, how many came where that was checked, and what all together got."""
    came = None if campaign.proving == Proving.NONE else CheckIn.objects.filter(signup__campaign=campaign).count()
    joined = SignUp.objects.inside().filter(campaign=campaign).count()
    return {"joined": joined, "came": came, "credits": paid_out(campaign) if campaign.has_bonus else None}


def shown(figures: dict[str, int | None]) -> dict[str, int | None]:
    """Those that single out nobody: no group under five, also not who joined and did not come."""
    joined, came, credits = figures["joined"] or 0, figures["came"], figures["credits"]
    if joined < FEWEST_SHOWN:
        return {"joined": None, "came": None, "credits": None}
    if came is None:
        return {"joined": joined, "came": None, "credits": credits}
    if came < FEWEST_SHOWN or 0 < joined - came < FEWEST_SHOWN:
        # Of the two that give the third away, only one is told; credits of a flat bonus count who came.
        return {"joined": joined, "came": None, "credits": None}
    return {"joined": joined, "came": came, "credits": credits}
