"""Faults are planted in the running portal, one after the other: the promises of each day find every one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from accounts.inbox.telling import tell
from accounts.models import Notice
from activities.scoring import reckoning, scorer, worth
from activities.scoring.worth import NOTHING, Cut, Worth
from credits import expiry, holds, keeping, ledger
from credits.models import DayFlow
from merchants.mall import redeeming, wishing
from merchants.mall.standing import Standing
from merchants.models import Redemption, RestockWish, Statement
from merchants.settlement import closing, reminding
from simulation import worlds
from simulation.course import Told
from tests.simulation.conftest import AT_MONTHS_END, MONTHS_END, STORM, UNTIL, YEAR

PLAIN = replace(
    STORM, dry_budget=False, funding=2000, merchants=2, days=4, rates=worlds.Rates(redeem=0.6, use=0.5, give_back=0.2)
)
FIRST_DAY = UNTIL - timedelta(days=PLAIN.days - 1)


def caught(told: Told, *promises: str) -> date:
    """The day on which it showed, by these promises at least."""
    assert told.broken_on is not None, "nobody noticed"
    said = "\n".join(map(str, told.broken))
    assert [promise for promise in promises if promise not in said] == [], said
    return told.broken_on


def test_without_a_fault_nothing_is_found(live):
    assert live(PLAIN).broken == []


def test_a_cap_forgotten_is_found_on_the_first_day(live, monkeypatch):
    def uncapped(own: Worth, *_rest: Any) -> tuple[Worth, tuple[Cut, ...]]:
        return own, ()

    monkeypatch.setattr(reckoning, "capped", uncapped)

    assert caught(live(PLAIN), "caps: ", "assessment_disputed") <= FIRST_DAY + timedelta(days=1)


def test_a_double_award_is_found_on_the_day_it_is_paid(live, monkeypatch):
    def twice(postings: list[ledger.Posting], *, now: Any) -> list[ledger.Placed]:
        again = [posting._replace(reference=f"again:{posting.reference}") for posting in postings[:1]]
        return post_all([*postings, *again], now=now)

    post_all = ledger.post_all
    monkeypatch.setattr(scorer, "ledger", _with(ledger, post_all=twice))

    assert caught(live(PLAIN), "award_without_its_assessment") == FIRST_DAY


def test_a_lost_hold_is_found_on_the_day_of_the_voucher(live, monkeypatch):
    told_at: list[date] = []

    def lost(made: Redemption, standing: Standing, chosen: list[holds.Portion], now: Any) -> list[ledger.Posting]:
        told_at.append(now.astimezone(None).date())
        return [] if standing.cause is None else postings(made, standing, chosen, now)

    postings = redeeming._postings
    monkeypatch.setattr(redeeming, "_postings", lost)

    day = caught(live(PLAIN), "redemption_is_not_its_transfers")
    assert day == told_at[0]


def test_a_stale_vintage_is_found_on_the_next_day_that_is_looked_at(live, monkeypatch):
    """Nothing expires any more."""
    monkeypatch.setattr(expiry, "expire", lambda **_named: 0)

    day = caught(live(YEAR), "vintages: ")

    last = date(2027, 12, 31)
    assert last < day <= last + timedelta(days=YEAR.checks)


def test_a_day_kept_without_one_of_its_flows_is_found_on_the_next(live, monkeypatch):
    made = keeping.MADE[DayFlow]
    monkeypatch.setitem(keeping.MADE, DayFlow, lambda posted: made(posted)[1:])

    assert caught(live(PLAIN), "balanced: ", "kept_flow_is_not_its_sum") <= FIRST_DAY + timedelta(days=1)


def test_a_floor_before_the_cap_is_found(live, monkeypatch):
    """Credits are floored of what an act is worth by itself, and a cap on grams takes none of them."""

    def floored_first(own: Worth, rule: Any, used: Any) -> tuple[Worth, tuple[Cut, ...]]:
        left, cuts = capped(own, rule, used)
        return (left if left == NOTHING else Worth(left.grams, own.credits)), cuts

    capped = worth.capped
    monkeypatch.setattr(reckoning, "capped", floored_first)

    assert caught(live(PLAIN), "assessment_disputed") <= FIRST_DAY + timedelta(days=1)


def test_a_month_around_whose_end_much_is_undone_is_sound(live):
    told = live(AT_MONTHS_END, until=MONTHS_END)

    assert told.broken == []
    assert min(told.city.counted[what] for what in ("statements drawn up by hand", "uses undone")) > 0
    assert told.city.counted["wishes for more stock"] > 0


def test_a_capture_that_is_left_off_its_statement_is_found_on_the_day_of_drawing_up(live, monkeypatch):
    taken = closing._taken

    def all_but_one(merchant_id: int, until: Any) -> Any:
        due = taken(merchant_id, until)
        return due.exclude(pk__in=due.order_by("pk").values("pk")[:1])

    monkeypatch.setattr(closing, "_taken", all_but_one)

    assert caught(live(AT_MONTHS_END, until=MONTHS_END), "statements: ") == MONTHS_END


def test_being_told_of_stock_that_is_not_there_is_found_on_its_day(live, monkeypatch):
    def tell_everybody(*, now: Any, limit: int) -> int:
        wishes = list(RestockWish.objects.select_related("offer")[:limit])
        tell([wishing._news(one) for one in wishes], now=now)
        return wishing._forget(wishes)

    monkeypatch.setattr(wishing, "tell_restocked", tell_everybody)

    caught(live(AT_MONTHS_END, until=MONTHS_END), "restocked: ")


def test_an_owner_who_is_told_of_what_is_confirmed_is_found(live, monkeypatch):
    def of_any(now: Any, limit: int) -> Any:
        every = Statement.objects.shown().select_related("merchant").order_by("pk")[:limit]
        return [(statement, reminding.AT_ONCE) for statement in every if not _was_told(statement)]

    def _was_told(statement: Statement) -> bool:
        statement.step = statement.steps.latest("pk").pk
        return Notice.objects.filter(key=f"statement:{statement.public_id}:{statement.step}:0").exists()

    monkeypatch.setattr(reminding, "_due", of_any)

    caught(live(replace(AT_MONTHS_END, days=15), until=MONTHS_END + timedelta(days=3)), "which was not theirs")


def _with(module: Any, **changed: Callable[..., Any]) -> Any:
    """The module as one caller sees it, with something else in a place."""

    class Changed:
        def __getattr__(self, name: str) -> Any:
            return changed.get(name) or getattr(module, name)

    return Changed()
