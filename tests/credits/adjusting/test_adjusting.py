"""Adjustments: given out of a budget into a vintage of the day, taken from the earliest, by two who are no kin."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.inbox import reading as inbox
from accounts.models import Notice, User
from accounts.standing import freezing
from channels.household import vehicles
from common.desk_origins import origins_of
from credits import budgets, clawback, ledger, statements
from credits.adjusting import deciding, proposing
from credits.adjusting.models import Adjustment
from credits.models import Transfer
from credits.refusals import (
    AccountClosed,
    AccountFrozen,
    AlreadyProposed,
    AttachmentMissing,
    BudgetTooSmall,
    CloseToProposer,
    DecidedByYou,
    NotOpen,
    NotYours,
    OutOfReach,
    OwnAdjustment,
    OwnProposal,
    ProposerTooClose,
    TooClose,
)
from merchants.models import Membership, Role
from tests.conftest import NOW, TODAY
from tests.credits.adjusting.conftest import FUNDING, PDF, SERVING, approved, drafted, found, official, proposed
from tests.merchants.conftest import NEXT_VINTAGE, THIS_VINTAGE, give, make_merchant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("budget")]
DAYS = timedelta(days=14)


def moved(adjustment: Adjustment) -> list[tuple[str, str, int]]:
    rows = ledger.find_all(adjustment.reference)
    return [(row.debit.kind, row.credit.kind, row.amount) for row in rows]


def work_together(*people: User) -> None:
    teahouse = make_merchant("茶舍")
    for person in people:
        Membership.objects.create(merchant=teahouse, user=person, role=Role.CASHIER, invited_at=NOW, accepted_at=NOW)


def wealth(citizen: User) -> tuple[int, int]:
    return statements.available(citizen.pk, today=TODAY), statements.debt(citizen.pk)


def test_what_is_given_comes_out_of_the_budget_into_the_vintage_of_the_day(alice, clerk, controller):
    before = budgets.remaining("citizens")
    adjustment = approved(proposed(alice, 120, clerk), controller)

    assert moved(adjustment) == [("budget", "available", 120)]
    assert statements.vintages(alice.pk, today=TODAY) == [statements.Vintage(NEXT_VINTAGE, 120)]
    assert budgets.remaining("citizens") == before - 120
    assert (adjustment.proposed_by, adjustment.decided_by, adjustment.decided_at) == (clerk, controller, NOW)
    assert found() == []


def test_what_is_taken_leaves_the_earliest_vintages_and_fills_no_budget(alice, clerk, controller):
    give(alice, 50, THIS_VINTAGE)
    give(alice, 100)
    before = budgets.remaining("citizens")
    adjustment = approved(proposed(alice, -80, clerk), controller)

    assert moved(adjustment) == [("available", "issuance", 50), ("available", "issuance", 30)]
    assert statements.vintages(alice.pk, today=TODAY) == [statements.Vintage(NEXT_VINTAGE, 70)]
    assert budgets.remaining("citizens") == before
    assert found() == []


def test_one_vintage_alone_moves_its_balance_too(alice, clerk, controller):
    """A transfer alone is posted by a quicker path."""
    give(alice, 100)
    approved(proposed(alice, -100, clerk), controller)

    assert wealth(alice) == (0, 0)
    assert found() == []


def test_what_is_no_longer_there_is_owed_and_no_balance_is_below_zero(alice, clerk, controller):
    give(alice, 30)
    adjustment = approved(proposed(alice, -100, clerk), controller)

    assert moved(adjustment) == [("available", "issuance", 30), ("debt", "issuance", 70)]
    assert wealth(alice) == (0, 70)
    assert found() == []


def test_who_owes_repays_out_of_what_is_given(alice, clerk, controller):
    approved(proposed(alice, -70, clerk), controller)
    adjustment = approved(proposed(alice, 100, clerk), controller)

    assert wealth(alice) == (30, 0)
    repay = ledger.find(f"repay:{adjustment.reference}:0")
    assert repay is not None
    assert repay.amount == 70
    assert origins_of([repay.reference]) == {repay.reference: adjustment}
    assert found() == []


def test_slots_that_have_enough_together_pay_together(alice, clerk, controller):
    small = budgets.open_budget("small", {"zh-hans": "小", "en": "small"})
    budgets.fund(small, 83, reference="fund:small", now=NOW)
    with pytest.raises(BudgetTooSmall) as refused:
        approved(proposed(alice, 84, clerk, budget=small), controller)
    assert refused.value.facts == {"left": 83, "needed": 84}
    assert wealth(alice) == (0, 0)

    proposing.withdraw(adjustment=Adjustment.objects.get(), by=clerk, now=NOW)
    adjustment = approved(proposed(alice, 83, clerk, budget=small), controller)

    assert [amount for _debit, _credit, amount in moved(adjustment)] == [11, 11, 11, 10, 10, 10, 10, 10]
    assert (budgets.remaining("small"), wealth(alice)) == (0, (83, 0))
    assert found() == []


def test_the_new_year_gives_a_later_vintage(alice, clerk, controller):
    january = NOW + timedelta(days=60)
    approved(proposed(alice, 10, clerk, now=january), controller, now=january)

    [vintage] = statements.vintages(alice.pk, today=date(2027, 1, 22))
    assert vintage == statements.Vintage(date(2028, 12, 31), 10)


def test_a_transfer_leads_to_its_adjustment_and_the_citizen_is_told(alice, clerk, controller):
    given = approved(proposed(alice, 120, clerk), controller)
    [transfer] = ledger.find_all(given.reference)
    assert origins_of([transfer.reference]) == {transfer.reference: given}
    [notice] = Notice.objects.of(alice.pk)
    assert inbox.line(notice).sentence == "您的积分增加了 120 分。系统故障造成您的积分有误，现予更正。"
    assert notice.path == f"/adjustments/{given.public_id}/"

    approved(proposed(alice, -1, clerk, reason="given_twice"), controller)
    latest = Notice.objects.of(alice.pk).latest("pk")
    assert inbox.line(latest).sentence == "您的积分扣减了 1 分。同一笔积分重复发放，现收回多发的部分。"


# Who


def test_nobody_decides_on_what_they_have_proposed(alice, clerk, desk):
    for proposer in (clerk, desk):
        waiting = proposed(alice, 10, proposer)
        for deed in (approved, lambda one, by: deciding.decline(adjustment=one, answer="不", by=by, now=NOW)):
            with pytest.raises(OwnProposal):
                deed(waiting, proposer)
        proposing.withdraw(adjustment=waiting, by=proposer, now=NOW)
    assert not Transfer.objects.filter(kind="adjust").exists()


def test_the_database_refuses_one_person_twice_and_whose_credits_they_are(alice, clerk, controller):
    waiting = Adjustment.objects.filter(pk=proposed(alice, 10, clerk).pk)
    decided = {"status": "approved", "decided_at": NOW}
    for wrong in (clerk, alice):
        with pytest.raises(IntegrityError), transaction.atomic():
            waiting.update(decided_by=wrong, **decided)
    for wrong in ({"credits": 20}, {"words": "别的"}, {"citizen": controller}):
        with pytest.raises(DatabaseError), transaction.atomic():
            waiting.update(**wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        waiting.delete()
    waiting.update(decided_by=controller, **decided)
    with pytest.raises(DatabaseError), transaction.atomic():
        waiting.update(status="proposed", decided_by=None, decided_at=None)


def test_nothing_is_adjusted_in_the_ledger_without_an_approved_row(alice, clerk, controller):
    give(alice, 100)
    waiting = proposed(alice, -10, clerk)
    for reference in (waiting.reference, "adjust:900900", "other:1", waiting.undoing_reference):
        postings = clawback.taken_back(alice.pk, 10, reference=reference, now=NOW, kinds=("adjust", "adjust"))
        with pytest.raises(IntegrityError, match="without an approved adjustment"), transaction.atomic():
            ledger.post_all(postings, now=NOW)
    assert wealth(alice) == (100, 0)


def test_nobody_adjusts_their_own_nor_of_whom_they_do_not_reach(clerk, controller, desk):
    with pytest.raises(OwnAdjustment):
        drafted(clerk, 10, clerk)
    for above in (desk, controller):
        with pytest.raises(OutOfReach):
            drafted(above, 10, clerk)
    assert not Adjustment.objects.exists()


def test_who_shares_a_car_or_a_merchant_neither_proposes_nor_decides(alice, bob, clerk, controller):
    waiting = proposed(alice, 10, clerk)
    work_together(alice, controller)
    with pytest.raises(TooClose):
        approved(waiting, controller)

    car = vehicles.bind(citizen=bob, plate="川AD10000", engine_ml=None, district="", now=NOW)
    vehicles.unbind(vehicle=car, now=NOW)
    vehicles.bind(citizen=clerk, plate="川AD10000", engine_ml=None, district="", now=NOW)
    with pytest.raises(TooClose):
        drafted(bob, 10, clerk)
    assert wealth(alice) == (0, 0)


def test_what_somebody_proposed_who_came_close_since_is_declined_alone(alice, clerk, controller):
    waiting = proposed(alice, 10, clerk)
    work_together(alice, clerk)
    with pytest.raises(ProposerTooClose):
        approved(waiting, controller)
    assert wealth(alice) == (0, 0)

    deciding.decline(adjustment=waiting, answer="同事", by=controller, now=NOW)


def test_who_shares_a_merchant_with_the_proposer_does_not_decide(alice, clerk, controller):
    waiting = proposed(alice, 10, clerk)
    work_together(clerk, controller)
    with pytest.raises(CloseToProposer):
        approved(waiting, controller)


def test_whose_account_is_closed_or_frozen_is_not_adjusted(alice, bob, clerk, controller, desk):
    waiting = proposed(alice, 10, clerk)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(AccountClosed):
        approved(waiting, controller)
    until = {"reason": "unusual_acts", "note": "", "ends_at": NOW + timedelta(days=1), "by": desk, "now": NOW}
    freezing.freeze(citizen=bob, earning=False, spending=True, **until)
    with pytest.raises(AccountFrozen):
        drafted(bob, 10, clerk)
    with pytest.raises(AccountClosed):
        drafted(User.objects.create_citizen(), 10, clerk)
    assert wealth(alice) == (0, 0)
    assert deciding.decline(adjustment=waiting, answer="账号已关闭", by=controller, now=NOW).status == "declined"


# Steps


def test_what_is_withdrawn_declined_or_posted_is_over(alice, clerk, controller):
    ends = [
        lambda one: proposing.withdraw(adjustment=one, by=clerk, now=NOW),
        lambda one: deciding.decline(adjustment=one, answer="证据不足", by=controller, now=NOW),
        lambda one: approved(one, controller),
    ]
    for end in ends:
        waiting = proposed(alice, 10, clerk)
        end(waiting)
        for again in ends:
            with pytest.raises(NotOpen):
                again(waiting)
    assert wealth(alice) == (10, 0)


def test_only_who_wrote_it_submits_and_withdraws_it(alice, clerk, controller):
    other = official("other", SERVING)
    written = drafted(alice, 10, clerk)
    for deed in (proposing.submit, proposing.withdraw):
        with pytest.raises(NotYours):
            deed(adjustment=written, by=other, now=NOW)
    with pytest.raises(NotOpen):
        approved(written, controller)
    assert [list(Adjustment.objects.shown_to(who.pk)) for who in (clerk, other)] == [[written], []]


def test_a_citizen_has_one_that_waits(alice, clerk):
    proposed(alice, 10, clerk)
    second = drafted(alice, 20, clerk)
    with pytest.raises(AlreadyProposed):
        proposing.submit(adjustment=second, by=clerk, now=NOW)
    second.refresh_from_db()
    assert second.status == "draft"


def test_what_nobody_answers_runs_out(alice, bob, clerk, controller):
    waiting, written = proposed(alice, 10, clerk), drafted(bob, 10, clerk)
    late = NOW + DAYS
    assert proposing.run_out(now=late - timedelta(seconds=1)) == 0
    with pytest.raises(NotOpen):
        approved(waiting, controller, now=late)

    assert (proposing.run_out(now=late), proposing.run_out(now=late)) == (2, 0)
    for one in (waiting, written):
        one.refresh_from_db()
        assert (one.status, one.decided_at, one.decided_by) == ("lapsed", late, None)
    assert found() == []


def test_it_rests_on_a_document(alice, clerk):
    with pytest.raises(AttachmentMissing):
        drafted(alice, 10, clerk, files=[])
    written = drafted(alice, 10, clerk)
    [attachment] = written.attachments.all()
    assert (attachment.name, attachment.kind, attachment.size_bytes) == ("决定.pdf", "pdf", len(PDF))
    proposing.submit(adjustment=written, by=clerk, now=NOW)
    attachment.pk, attachment.public_id = None, "x"
    with pytest.raises(IntegrityError, match="submitted"), transaction.atomic():
        attachment.save()


# Given back


def test_a_third_person_gives_back_what_was_taken(alice, clerk, controller):
    give(alice, 30)
    taken = approved(proposed(alice, -100, clerk), controller)
    for one in (clerk, controller):
        with pytest.raises(DecidedByYou):
            deciding.undo(adjustment=taken, by=one, now=NOW)

    third = official("third", FUNDING)
    deciding.undo(adjustment=taken, by=third, now=NOW)

    assert wealth(alice) == (30, 0)
    assert found() == []
    with pytest.raises(NotOpen):
        deciding.undo(adjustment=taken, by=third, now=NOW)
    assert wealth(alice) == (30, 0)


def test_who_shares_a_merchant_with_the_citizen_gives_nothing_back(alice, clerk, controller):
    give(alice, 30)
    taken = approved(proposed(alice, -10, clerk), controller)
    third = official("third", FUNDING)
    work_together(alice, third)

    with pytest.raises(TooClose):
        deciding.undo(adjustment=taken, by=third, now=NOW)

    assert wealth(alice) == (20, 0)


def test_what_was_given_is_not_undone(alice, clerk, controller, desk):
    given = approved(proposed(alice, 10, clerk), controller)
    with pytest.raises(NotOpen):
        deciding.undo(adjustment=given, by=desk, now=NOW)
    assert wealth(alice) == (10, 0)
