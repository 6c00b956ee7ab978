"""Faults are planted in what the desk does and in what citizens are told: the promises of each day find every one."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import Q

from accounts.inbox.telling import tell
from activities.scoring import frozen, queue, taking_back, under_review
from credits.adjusting import posting, who
from merchants.mall import redeeming
from review import appealing, granting
from review.models import Appeal
from review.models.claim import ClaimQuerySet
from review.reviewable import Claims
from simulation import worlds
from simulation.cheats import usual_cheats
from tests.simulation.conftest import STORM, UNDER_DOUBT
from tests.simulation.test_planted import _with, caught

SILENT = worlds.Rates(second_opinion=0)
BUSY = replace(
    STORM,
    cheats=0,
    dry_budget=False,
    funding=2000,
    merchants=1,
    days=5,
    decided_a_day=20,
    pictures=0,
    rates=replace(SILENT, lost=0.4, wrongly_refused=0.6, appeal=1, routed=0, doubled=0.3, redeem=0.3),
)
"""Much does not arrive, and much is refused wrongly."""
STRICT = replace(BUSY, rates=replace(SILENT, revoke=1, freeze=1, lift=0, redeem=0.8, lost=0, adjust=1, doubled=1))
"""Each day somebody is frozen, something is taken back, and something adjusted."""
DOUBTED = replace(
    BUSY,
    citizens=len(usual_cheats()),
    cheats=len(usual_cheats()),
    days=16,
    merchants=0,
    decided_a_day=0,
    checks=16,
    reckoned=1,
    rates=SILENT,
)
"""Cheats whose acts nobody decides on, for longer than they may wait."""


@pytest.mark.parametrize("world", [BUSY, STRICT], ids=["busy", "strict"])
def test_without_a_fault_nothing_is_found(live, world):
    told = live(world)

    assert told.broken == []
    counted = told.city.counted
    happened = ("claim granted", "claim refused", "appeals", "appeal granted", "key pressed again: not_waiting")
    wanted = (
        happened
        if world is BUSY
        else (
            *("citizens frozen", "acts taken back", "freezes that ran out"),
            *("adjustments approved", "adjustments approved: own_proposal"),
        )
    )
    assert [what for what in wanted if not counted[what] + told.city.refused[what]] == []


def test_a_claim_that_stays_open_is_decided_again(live, monkeypatch):
    monkeypatch.setattr(ClaimQuerySet, "open", lambda claims: claims.all())
    monkeypatch.setattr(Claims, "waiting", Q(pk__isnull=False))

    caught(live(BUSY), "decided_once: ")


def test_an_appeal_that_forgets_who_refused_comes_back_to_them(live, monkeypatch):
    def forgetful(*, first_decided_by_id: int, **named: Any) -> Appeal:
        return Appeal.objects.create(**named)

    monkeypatch.setattr(appealing, "Appeal", _with(Appeal, objects=_with(Appeal.objects, create=forgetful)))

    caught(live(BUSY), "another_decides: ")


def test_an_appeal_that_changes_nothing_is_not_won(live, monkeypatch):
    monkeypatch.setattr(Claims, "overturn", lambda *_given, **_named: None)

    caught(live(BUSY), "won_appeals: ")


def test_a_claim_whose_answer_is_told_twice_is_found(live, monkeypatch):
    def twice(news: Any, *, now: Any) -> None:
        tell([*news, *(one._replace(key=f"{one.key}:again") for one in news)], now=now)

    monkeypatch.setattr(granting, "tell", twice)

    caught(live(BUSY), "told_once: ")


def test_awards_amid_a_freeze_are_found(live, monkeypatch):
    monkeypatch.setattr(queue, "FREE", "true")

    caught(live(STRICT), "frozen: ", "by award")


def test_vouchers_amid_a_freeze_are_found(live, monkeypatch):
    monkeypatch.setattr(redeeming, "check_spending", lambda *_given, **_named: None)

    caught(live(STRICT), "frozen: ", "by hold")


def test_a_freeze_that_does_not_end_is_found(live, monkeypatch):
    monkeypatch.setattr(frozen, "settle_due", lambda **_named: 0)

    caught(live(STRICT), "deadlines: ")


def test_credits_that_are_not_taken_back_are_found(live, monkeypatch):
    monkeypatch.setattr(taking_back, "clawback", _with(taking_back.clawback, taken_back=lambda *_given, **_named: []))

    caught(live(STRICT), "taken_back: ")


def test_an_adjustment_by_one_person_alone_does_not_come_about(live, monkeypatch):
    """Where the program forgets it, the database refuses."""
    monkeypatch.setattr(who, "check_another", lambda *_given, **_named: None)

    with pytest.raises(IntegrityError, match="adjustment_by_two"):
        live(STRICT)


def test_an_adjustment_that_moves_another_amount_is_found(live, monkeypatch):
    plain = posting.postings

    def more(*given: Any, **named: Any) -> Any:
        return [one._replace(amount=one.amount + 1) for one in plain(*given, **named)]

    monkeypatch.setattr(posting, "postings", more)

    caught(live(STRICT), "adjusted: ", "adjustment_is_not_its_transfers")


def test_acts_in_review_for_ever_are_found(live, monkeypatch):
    monkeypatch.setattr(under_review, "refuse_overdue", lambda **_named: 0)

    caught(live(DOUBTED, until=UNDER_DOUBT), "deadlines: ")


def test_a_refusal_that_nobody_is_told_of_is_found(live, monkeypatch):
    monkeypatch.setattr(
        under_review, "rejecting", _with(under_review.rejecting, tell_of=lambda *_given, **_named: None)
    )

    assert caught(live(DOUBTED, until=UNDER_DOUBT), "told_once: ") == UNDER_DOUBT
