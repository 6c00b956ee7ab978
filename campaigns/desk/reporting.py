"""The results of a campaign: words, pictures and numbers; later ones mend words and pictures, and the numbers stay.

Counted again, a few who withdrew or were paid late would be told by the difference.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.inbox.telling import tell
from accounts.models import User
from campaigns import pictures, refusals
from campaigns.bonuses.posting import paid_out, paid_to
from campaigns.models import Campaign, CampaignStep, CheckIn, Proving, Report, SignUp, StepKind
from campaigns.signups import telling
from common.few import FEWEST, round_down
from common.texts import Text


def report(*, campaign: Campaign, text: Text, photos: Sequence[bytes], by: User, now: datetime) -> Report:
    """Publishes what it came to, and tells who was in, once. What stands there already is published once.

    Raises `NotOver`, and what a photo can be refused for; then nothing is kept.
    """
    with transaction.atomic():
        ended = Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=campaign.pk)
        if not ended.is_published or (now < ended.ends_at and ended.cancelled_at is None):
            raise refusals.NotOver
        last = ended.reports.order_by("nth").last()
        names = pictures.keep(ended, *photos)
        if last is not None and (last.text, last.pictures) == (text, names):
            return last
        made = Report.objects.create(
            campaign=ended,
            nth=last.nth + 1 if last else 1,
            text=text,
            pictures=names,
            figures=last.figures if last else figures_of(ended),
            by=by,
            published_at=now,
        )
        CampaignStep.objects.create(campaign=ended, kind=StepKind.REPORTED, by=by, happened_at=now)
        tell(telling.reported(made, SignUp.objects.inside().filter(campaign=ended)), now=now)
    return made


def figures_of(campaign: Campaign) -> dict[str, int | None]:
    """How many joined, how many came where that was checked, and what all together got, who were so many."""
    came = (
        None
        if campaign.proving == Proving.NONE
        else CheckIn.objects.standing().filter(signup__campaign=campaign).count()
    )
    joined = SignUp.objects.inside().filter(campaign=campaign).count()
    credits, paid = (paid_out(campaign), paid_to(campaign)) if campaign.has_bonus else (None, None)
    return {"joined": joined, "came": came, "credits": credits, "paid": paid}


def shown(figures: dict[str, int | None]) -> dict[str, int | None]:
    """Those that single out nobody, people in steps of five.

    No group under five, nor who joined and did not come, nor who came and got nothing, nor who withdrew at the end.
    """
    joined, came, paid = figures["joined"] or 0, figures["came"], figures.get("paid") or 0
    credits = figures["credits"] if paid >= FEWEST else None
    if joined < FEWEST:
        return {"joined": None, "came": None, "credits": None}
    if came is None:
        return {"joined": round_down(joined), "came": None, "credits": credits}
    if came < FEWEST or 0 < joined - came < FEWEST:
        # Of the two that give the third away, only one is told; credits of a flat bonus count who came.
        return {"joined": round_down(joined), "came": None, "credits": None}
    if 0 < came - paid < FEWEST:
        credits = None
    return {"joined": round_down(joined), "came": round_down(came), "credits": credits}
