"""Lies told about campaigns with the triggers switched off: each is named by the audit."""

import pytest
from django.db import connection, transaction

from accounts.models import User
from activities.models import Reason
from activities.scoring import taking_back
from campaigns import audit
from campaigns.bonuses.due import pay_due
from campaigns.bonuses.returning import return_due
from campaigns.checkins import codes
from campaigns.checkins.checking_in import by_code
from campaigns.models import Bonus, BonusReturn, Campaign
from campaigns.signups.joining import sign_up
from common.city_time import city_day
from credits import budgets, clawback, ledger
from credits.accounts import available_accounts
from credits.ledger import Posting, TransferKind
from credits.vintages import expiry_of
from tests.campaigns.conftest import DAY, FLAT, HOUR, MORE, opened
from tests.conftest import NOW, make_citizen, record, score_everything, walk

FLAT_BONUS = "activity_id IS NULL"
STANDING = "activity_id IS NOT NULL AND id NOT IN (SELECT bonus_id FROM campaigns_bonusreturn)"
LIES = {
    "a bonus of more": (
        f"UPDATE campaigns_bonus SET credits = credits + 1 WHERE {FLAT_BONUS}",
        {"bonus_is_not_its_transfers", "bonus_above_the_cap"},
    ),
    "a bonus at another time": (
        f"UPDATE campaigns_bonus SET posted_at = posted_at + interval '1 hour' WHERE {FLAT_BONUS}",
        {"bonus_is_not_its_transfers", "bonus_transfer_without_its_bonus"},
    ),
    "a bonus that is gone": (
        f"DELETE FROM campaigns_bonus WHERE {FLAT_BONUS}",
        {"bonus_transfer_without_its_bonus"},
    ),
    "a promise of more": (
        f'UPDATE campaigns_bonus SET "full" = "full" + 1 WHERE {FLAT_BONUS}',
        {"bonus_without_its_checkin"},
    ),
    "a bonus for another act": (
        f"UPDATE campaigns_bonus SET activity_id = 999999 WHERE {STANDING}",
        {"bonus_without_its_act"},
    ),
    "more per cent": (
        "UPDATE campaigns_campaign SET percent = 100 WHERE bonus = 'multiplier'",
        {"bonus_without_its_act"},
    ),
    "a lower cap": (
        "UPDATE campaigns_campaign SET cap_credits = 1 WHERE bonus = 'multiplier'",
        {"bonus_above_the_cap"},
    ),
    "of another scenario": (
        "UPDATE campaigns_campaign SET scenario_codes = '{metro}' WHERE bonus = 'multiplier'",
        {"bonus_without_its_act"},
    ),
    "nobody was there": (
        "DELETE FROM campaigns_checkin",
        {"bonus_without_its_checkin"},
    ),
    "a return that never was": (
        "DELETE FROM campaigns_bonusreturn",
        {"bonus_transfer_without_its_bonus", "bonus_stays_although_its_act_is_taken_back"},
    ),
    "a return of less": (
        "UPDATE campaigns_bonusreturn SET credits = credits - 1",
        {"bonus_return_is_not_its_transfers"},
    ),
    "a return without a revocation": (
        "UPDATE campaigns_bonus SET activity_id = NULL WHERE id IN (SELECT bonus_id FROM campaigns_bonusreturn)",
        {"bonus_taken_back_with_no_act", "bonus_without_its_checkin"},
    ),
    "one place less taken": (
        "UPDATE campaigns_places SET taken = taken - 1 WHERE capacity = 1",
        {"places_are_not_their_signups"},
    ),
    "more places than decided": (
        "UPDATE campaigns_places SET capacity = 9 WHERE capacity = 1",
        {"places_are_otherwise_than_decided"},
    ),
    "a sign-up that is gone": (
        "DELETE FROM campaigns_signup WHERE status = 'waiting'",
        {"places_are_not_their_signups"},
    ),
    "overtaken": (
        "UPDATE campaigns_signup SET nth = 3 - nth WHERE campaign_id = (SELECT min(id) FROM campaigns_campaign)",
        {"overtaken_on_the_waiting_list"},
    ),
    "a place of before": (
        "UPDATE campaigns_signup SET in_at = in_at - interval '1 hour' WHERE nth = 2",
        {"place_before_its_signup"},
    ),
    "a check-in after the end": (
        "UPDATE campaigns_checkin SET checked_in_at = checked_in_at + interval '9 days'",
        {"checked_in_without_a_place", "bonus_without_its_checkin"},
    ),
    "opened by its author": (
        "UPDATE campaigns_campaign SET authors = ARRAY[opened_by_id] WHERE bonus = 'flat'",
        {"campaign_opened_by_nobody_else"},
    ),
    "a bonus for its author": (
        (
            "UPDATE campaigns_campaign SET authors = authors || ("
            "SELECT citizen_id FROM campaigns_checkin JOIN campaigns_signup AS own ON own.id = signup_id)"
            " WHERE bonus = 'flat'"
        ),
        {"bonus_for_who_granted_it"},
    ),
}


LATER = NOW + 3 * DAY


@pytest.fixture
def course(catalogue, budget, author, opener, desk, alice, bob, time_machine):
    """A bonus for a check-in beside who waits, one for an act, and one that was taken back with its act."""
    time_machine.move_to(LATER, tick=False)
    ride = opened(author, opener, capacity=1, **FLAT)
    for citizen in (alice, bob):
        sign_up(campaign=ride, citizen=citizen, now=NOW - DAY)
    by_code(campaign=ride, citizen=alice, code=codes.on_screen(ride, now=NOW).code, now=NOW)
    times = {"signup_from": NOW - 3 * DAY, "starts_at": NOW - 2 * DAY, "ends_at": NOW + 3 * DAY}
    walks = opened(author, opener, code="walks", **MORE, **times)
    for citizen in (bob, make_citizen()):
        sign_up(campaign=walks, citizen=citizen, now=NOW - 2 * DAY)
        [outcome] = record(citizen, walk(8000))
    score_everything()
    pay_due(now=NOW + DAY, limit=10)
    taking_back.take_back(activity=outcome.activity, reason=Reason.NOT_DONE, by=desk, now=NOW + DAY)
    return_due(now=NOW + DAY, limit=10)


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_named(course, lie):
    statement, named = LIES[lie]
    assert [str(found) for found in audit.findings()] == []

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        if "nth" in statement:
            cursor.execute("ALTER TABLE campaigns_signup DROP CONSTRAINT signups_are_numbered")
        for name in ("bonus_says_why_it_is_less", "bonus_has_one_cause"):
            cursor.execute(f"ALTER TABLE campaigns_bonus DROP CONSTRAINT IF EXISTS {name}")
        cursor.execute(statement)
        assert cursor.rowcount

    assert {found.code for found in audit.findings()} == named


def bonus_posting(campaign: Campaign, to: User, reference: str) -> Posting:
    """Whole in the books, and of a kind that the portal may post."""
    [(slot, part)] = budgets.lock_every_slot(campaign.budget_code).take_in_parts(5)
    account = available_accounts([to.pk], expiry_of(city_day(LATER)))[to.pk]
    return Posting(slot, account, part, TransferKind.BONUS, reference, LATER)


@pytest.mark.parametrize("who", ["alice", "bob", "author"])
def test_a_second_transfer_under_a_true_bonus_is_named(course, who, request):
    """To who got the bonus, at a later moment; to who waits; to who wrote the campaign."""
    bonus = Bonus.objects.get(activity=None)

    with transaction.atomic():
        lie = bonus_posting(bonus.signup.campaign, request.getfixturevalue(who), f"{bonus.reference}:9")
        ledger.post([lie], now=LATER)

    assert {found.code for found in audit.findings()} == {"bonus_transfer_without_its_bonus"}


def test_a_transfer_out_of_another_budget_is_named(course, alice):
    bonus = Bonus.objects.get(activity=None)

    with transaction.atomic():
        lie = bonus_posting(Campaign.objects.get(code="walks"), alice, f"{bonus.reference}:9")
        ledger.post([lie], now=bonus.posted_at)

    assert {found.code for found in audit.findings()} == {"bonus_transfer_without_its_bonus"}


def test_what_is_taken_from_another_under_a_true_return_is_named(course, alice):
    reference = f"{BonusReturn.objects.get().bonus.return_reference}:x"

    with transaction.atomic():
        kinds = (TransferKind.BONUS, TransferKind.BONUS)
        ledger.post_all(clawback.taken_back(alice.pk, 3, reference=reference, now=LATER, kinds=kinds), now=LATER)

    assert {found.code for found in audit.findings()} == {"bonus_transfer_without_its_bonus"}


def test_the_last_bonus_that_is_not_taken_back_is_named_a_day_later(course, desk, time_machine):
    bonus = Bonus.objects.get(activity__isnull=False, returned=None)
    taking_back.take_back(activity=bonus.activity, reason=Reason.NOT_DONE, by=desk, now=LATER)
    assert [str(found) for found in audit.findings()] == []

    time_machine.move_to(LATER + 25 * HOUR, tick=False)

    assert {found.code for found in audit.findings()} == {"bonus_stays_although_its_act_is_taken_back"}
