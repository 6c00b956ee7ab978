"""What is told in the inbox of those who signed up: a place, a reminder, news, results, an undone check-in."""

from collections.abc import Iterable, Iterator

from accounts.inbox.telling import News
from campaigns.models import Campaign, CampaignStep, CheckIn, Report, SignUp

MOVED_UP, REMINDED, ANNOUNCED, CANCELLED, REPORTED = (
    *("campaign_moved_up", "campaign_reminded", "campaign_announced", "campaign_cancelled", "campaign_reported"),
)
UNDONE = "campaign_checkin_undone"


def moved_up(campaign: Campaign, signup: SignUp) -> News:
    return _news(campaign, signup, MOVED_UP, f"signup:{signup.public_id}:in")


def reminders(campaign: Campaign, signups: Iterable[SignUp], when: str) -> Iterator[News]:
    """`when` is the day before or the day itself, as its words know it."""
    for one in signups:
        facts = {"when": when, "starts_at": campaign.starts_at.isoformat(), "place": campaign.address}
        yield _news(campaign, one, REMINDED, f"signup:{one.public_id}:{when}", facts)


def step_taken(step: CampaignStep, code: str, signups: Iterable[SignUp]) -> Iterator[News]:
    """An announcement or a cancellation, in its own words."""
    for one in signups:
        yield _news(step.campaign, one, code, f"campaign:{step.campaign.public_id}:{step.pk}", {"words": step.words})


def reported(report: Report, signups: Iterable[SignUp]) -> Iterator[News]:
    """Once, however often results are published."""
    for one in signups:
        yield _news(report.campaign, one, REPORTED, f"campaign:{report.campaign.public_id}:results")


def undone(campaign: Campaign, checkin: CheckIn, credits: int) -> News:
    """That a check-in was a mistake, why, and how many credits were taken back with it."""
    facts = {"words": checkin.undone_for, "credits": credits}
    return _news(campaign, checkin.signup, UNDONE, f"checkin:{checkin.pk}:undone", facts)


def _news(campaign: Campaign, signup: SignUp, code: str, key: str, facts: dict[str, object] | None = None) -> News:
    named = {"campaign": campaign.title, **(facts or {})}
    return News(signup.citizen_id, code, key, campaign.get_absolute_url(), named)
