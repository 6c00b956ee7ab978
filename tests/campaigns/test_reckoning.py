"""A second reckoning of bonuses, written from docs/ledger.md in plain Python, over histories that chance has made."""

from datetime import datetime
from random import Random

import pytest

from accounts.models import User
from activities.models import Activity, Reason, Status
from activities.scoring import taking_back
from campaigns.bonuses.due import pay_due
from campaigns.bonuses.returning import return_due
from campaigns.models import Bonus, BonusReturn, Campaign
from campaigns.signups.joining import sign_up
from common.city_time import city_day
from credits import budgets
from tests.campaigns.conftest import DAY, HOUR, MORE, nothing_found, opened
from tests.conftest import NOW, make_citizen, record, score_everything, walk

STEPS = 14


class Reckoner:
    """What a campaign has paid and taken back, by its act, and what is left in its budget."""

    def __init__(self, campaign: Campaign, joined_at: dict[int, datetime]) -> None:
        self.campaign, self.joined_at = campaign, joined_at
        self.left = campaign.budget_credits
        self.paid: dict[int, int] = {}
        self.returned: dict[int, int] = {}

    def pay(self, acts: list[Activity], now: datetime) -> None:
        """Each act of a day that is over, in the order in which they were recorded."""
        for act in acts:
            full = self._promised(act, now)
            if act.pk in self.paid or not full:
                continue
            mine = [one.pk for one in acts if one.citizen_id == act.citizen_id and one.pk in self.paid]
            has = sum(self.paid[one] - self.returned.get(one, 0) for one in mine)
            self.paid[act.pk] = min(full, max(self.campaign.cap_credits - has, 0), self.left)
            self.left -= self.paid[act.pk]

    def take_back(self, acts: list[Activity]) -> None:
        """Whole; the budget is not filled again."""
        gone = {act.pk for act in acts if act.status == Status.REVOKED}
        self.returned |= {pk: credits for pk, credits in self.paid.items() if pk in gone and credits}

    def _promised(self, act: Activity, now: datetime) -> int:
        campaign = self.campaign
        since = max(self.joined_at[act.citizen_id], campaign.starts_at)
        is_over = act.city_day < city_day(now) and now < campaign.ends_at + 14 * DAY
        if act.status != Status.SCORED or not is_over or not since <= act.started_at < campaign.ends_at:
            return 0
        return act.assessment.credits * campaign.percent // 100


def acts_of(crowd: list[User]) -> list[Activity]:
    return list(Activity.objects.filter(citizen__in=crowd).select_related("assessment").order_by("pk"))


def a_step(chance: Random, crowd: list[User], desk: User, now: datetime) -> None:
    """Somebody walks, today or up to five days ago, or an act is taken back, or nothing happens."""
    what = chance.random()
    scored = [act for act in acts_of(crowd) if act.status == Status.SCORED]
    if what < 0.6:
        steps, days_ago = chance.choice([3000, 4000, 8000, 12000]), chance.randrange(6)
        record(chance.choice(crowd), walk(steps, days_ago=days_ago, now=now), now=now)
        score_everything(now)
    elif what < 0.8 and scored:
        taking_back.take_back(activity=chance.choice(scored), reason=Reason.NOT_DONE, by=desk, now=now)


@pytest.mark.parametrize("seed", range(6))
def test_bonuses_are_what_plain_reckoning_says(catalogue, budget, author, opener, desk, time_machine, seed):
    chance = Random(seed)
    terms = {
        "percent": chance.choice([20, 33, 50, 150, 400]),
        "cap_credits": chance.choice([3, 10, 20, 60]),
        "budget_credits": chance.choice([8, 25, 60, 1000]),
    }
    times = {"signup_from": NOW - 9 * DAY, "starts_at": NOW - 5 * DAY, "ends_at": NOW + 3 * DAY}
    campaign = opened(author, opener, **MORE | terms | times)
    crowd = [make_citizen() for _ in range(4)]
    joined_at = {citizen.pk: NOW - chance.randrange(1, 200) * HOUR for citizen in crowd}
    for citizen in crowd:
        sign_up(campaign=campaign, citizen=citizen, now=joined_at[citizen.pk])
    reckoner, now = Reckoner(campaign, joined_at), NOW

    for _step in range(STEPS):
        now += chance.choice([2, 7, 13, 20]) * HOUR
        a_step(chance, crowd, desk, now)
        for job in chance.sample(["pay", "return"], 2):
            if job == "pay":
                pay_due(now=now, limit=100)
                reckoner.pay(acts_of(crowd), now)
            else:
                return_due(now=now, limit=100)
                reckoner.take_back(acts_of(crowd))
        own = {"signup__campaign": campaign}
        assert dict(Bonus.objects.filter(**own).values_list("activity_id", "credits")) == reckoner.paid
        back = BonusReturn.objects.filter(bonus__signup__campaign=campaign)
        assert dict(back.values_list("bonus__activity_id", "credits")) == reckoner.returned
        assert budgets.remaining(campaign.budget_code) == reckoner.left

    time_machine.move_to(now, tick=False)
    assert reckoner.paid
    nothing_found()
