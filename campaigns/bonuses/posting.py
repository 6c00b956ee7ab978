"""Pays bonuses: each for one cause, none above what a citizen may get, and all together exactly the budget at most.

Where the budget has less than is due, the last bonus is what is left of it, and those after it are nothing. What comes
first is paid first. Locks: citizens by number, then the budget's slots, then ledger accounts.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from accounts import citizens
from accounts.inbox.telling import tell
from accounts.models import Freeze
from campaigns.bonuses import telling
from campaigns.models import Bonus, BonusReturn, Campaign, CheckIn, Cut, SignUp
from common.city_time import city_day
from common.successors import families_of
from credits import budgets, clawback, ledger
from credits.accounts import available_accounts
from credits.ledger import Posting, TransferKind
from credits.vintages import expiry_of


class Due(NamedTuple):
    """What the terms promise somebody: `full` credits, for an act or for a check-in."""

    signup: SignUp
    full: int
    activity_id: int | None = None
    checkin_id: int | None = None

    @property
    def cause(self) -> tuple[int, int | None, int | None]:
        return self.signup.pk, self.activity_id, self.checkin_id


def pay(campaign: Campaign, dues: Sequence[Due], *, now: datetime) -> list[Bonus]:
    """Pays in this order what was not paid before, and tells who gets it; who is frozen waits.

    `dues` are of one campaign. Returns the bonuses that are new.
    """
    with transaction.atomic():
        families = families_of({due.signup.citizen_id for due in dues})
        citizens.lock_each(one for family in families.values() for one in family)
        open_dues = _open(dues, now)
        wanted = _within_caps(campaign, open_dues, families)
        slots = budgets.lock_every_slot(campaign.budget_code)
        bonuses = list(_granted(open_dues, wanted, left=sum(slots.remaining.values()), now=now))
        Bonus.objects.bulk_create(bonuses)
        ledger.post_all(_postings(bonuses, slots, now), now=now)
        tell(telling.paid(campaign, bonuses), now=now)
    return bonuses


def spent_by(campaign: Campaign, citizen_ids: Sequence[int]) -> dict[int, int]:
    """What each of these got in a campaign so far, without what was taken back."""
    own = {"signup__campaign": campaign, "signup__citizen__in": citizen_ids}
    paid = Bonus.objects.filter(**own).values_list("signup__citizen").annotate(Sum("credits"))
    returned = BonusReturn.objects.filter(**{f"bonus__{name}": value for name, value in own.items()})
    back = dict(returned.values_list("bonus__signup__citizen").annotate(Sum("credits")))
    return {citizen_id: credits - back.get(citizen_id, 0) for citizen_id, credits in paid}


def left_in_budget(campaign: Campaign) -> int:
    return budgets.remaining(campaign.budget_code)


def paid_out(campaign: Campaign) -> int:
    """What all together got, without what was taken back: nothing of that fills the budget again."""
    paid = Bonus.objects.filter(signup__campaign=campaign).aggregate(credits=Coalesce(Sum("credits"), 0))
    returned = BonusReturn.objects.filter(bonus__signup__campaign=campaign)
    return int(paid["credits"] - returned.aggregate(credits=Coalesce(Sum("credits"), 0))["credits"])


def paid_to(campaign: Campaign) -> int:
    """How many got something that was not taken back."""
    kept = Bonus.objects.filter(signup__campaign=campaign, credits__gt=0, returned=None)
    return kept.aggregate(citizens=Count("signup__citizen", distinct=True))["citizens"]


def _open(dues: Sequence[Due], now: datetime) -> list[Due]:
    """Those that nobody has paid or undone meanwhile, of who is not frozen."""
    whose = {due.signup.citizen_id for due in dues}
    frozen = set(
        Freeze.objects.in_force(now).filter(citizen__in=whose, earning=True).values_list("citizen_id", flat=True)
    )
    of_them = {"signup__in": {due.signup.pk for due in dues}}
    paid = set(Bonus.objects.filter(**of_them).values_list("signup_id", "activity_id", "checkin_id"))
    undone = set(CheckIn.objects.filter(**of_them, undone_at__isnull=False).values_list("pk", flat=True))
    gone = [due.cause in paid or due.checkin_id in undone for due in dues]
    return [due for due, is_gone in zip(dues, gone, strict=True) if not is_gone and due.signup.citizen_id not in frozen]


def _within_caps(campaign: Campaign, dues: Sequence[Due], families: Mapping[int, frozenset[int]]) -> list[int]:
    """What each gets, were the budget endless. What merged accounts got, their one citizen got."""
    paid = spent_by(campaign, [one for family in families.values() for one in family])
    spent = {family: sum(paid.get(one, 0) for one in family) for family in families.values()}
    wanted = []
    for due in dues:
        family = families[due.signup.citizen_id]
        credits = max(min(due.full, campaign.cap_credits - spent[family]), 0)
        spent[family] += credits
        wanted.append(credits)
    return wanted


def _granted(dues: Sequence[Due], wanted: Sequence[int], *, left: int, now: datetime) -> Iterator[Bonus]:
    for due, most in zip(dues, wanted, strict=True):
        credits = min(most, left)
        left -= credits
        cut = Cut.BUDGET if credits < most else Cut.CAP if most < due.full else Cut.NONE
        yield Bonus(
            signup=due.signup,
            activity_id=due.activity_id,
            checkin_id=due.checkin_id,
            full=due.full,
            credits=credits,
            cut=cut,
            posted_at=now,
        )


def _postings(bonuses: Sequence[Bonus], slots: budgets.LockedSlots, now: datetime) -> list[Posting]:
    """Each out of as many slots as pay it; a debt is repaid out of it as out of an award."""
    paid = [bonus for bonus in bonuses if bonus.credits]
    accounts = available_accounts([bonus.signup.citizen_id for bonus in paid], expiry_of(city_day(now)))
    out_of_slots = [
        Posting(
            slot_id,
            accounts[bonus.signup.citizen_id],
            part,
            TransferKind.BONUS,
            f"{bonus.reference}:{place}",
            now,
        )
        for bonus in paid
        for place, (slot_id, part) in enumerate(slots.take_in_parts(bonus.credits))
    ]
    debts = clawback.debts_of(accounts)
    owners = {account_id: owner_id for owner_id, account_id in accounts.items()}
    return [*out_of_slots, *clawback.repaid(out_of_slots, owners, debts, now=now)]
