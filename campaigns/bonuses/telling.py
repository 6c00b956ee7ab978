"""What a citizen is told of bonuses, and what an act's page and a campaign's page say of them."""

from collections.abc import Iterable, Iterator, Sequence

from accounts.inbox.telling import News
from activities.models import Activity
from campaigns.models import Bonus, BonusKind, Campaign

PAID, BEGUN, CUT, RETURNED = "campaign_bonus", "campaign_bonus_begun", "campaign_bonus_cut", "campaign_bonus_returned"


def paid(campaign: Campaign, bonuses: Sequence[Bonus]) -> Iterator[News]:
    """Of a check-in each; of acts the first, and the first that was cut: more would be noise."""
    for bonus in bonuses:
        facts: dict[str, object] = {"campaign": campaign.title, "credits": bonus.credits, "cut": bonus.cut}
        about = f"checkin:{bonus.checkin_id}" if bonus.checkin_id else f"signup:{bonus.signup.public_id}"
        if bonus.credits:
            code = PAID if campaign.bonus == BonusKind.FLAT else BEGUN
            yield _news(campaign, bonus, code, f"{about}:bonus", facts)
        if bonus.cut:
            yield _news(campaign, bonus, CUT, f"{about}:cut:{bonus.cut}", facts)


def returned(bonus: Bonus) -> News:
    campaign, act = bonus.signup.campaign, bonus.activity
    assert act is not None
    facts = {"campaign": campaign.title, "credits": bonus.credits, "scenario": act.scenario.name}
    return News(bonus.signup.citizen_id, RETURNED, f"bonus:{bonus.pk}:returned", act.get_absolute_url(), facts)


def _news(campaign: Campaign, bonus: Bonus, code: str, key: str, facts: dict[str, object]) -> News:
    return News(bonus.signup.citizen_id, code, key, campaign.get_absolute_url(), facts)


def bonuses_of(activity: Activity) -> Iterable[Bonus]:
    """What campaigns paid for an act, and why it was less where it was; with what was taken back."""
    rows = Bonus.objects.filter(activity=activity).select_related("signup__campaign", "returned")
    return rows.order_by("pk")
