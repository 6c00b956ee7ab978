"""The ledger's promises: every posting is whole, once, within balances, and for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from credits import audit, budgets, ledger, statements
from credits.accounts import available_accounts, open_held, scheme_account
from credits.models import AccountKind, Asset, LedgerAccount, Transfer, TransferKind
from credits.refusals import InsufficientCredits, NotReversible, ReferenceReused
from tests.conftest import NOW, TODAY, make_citizen

VINTAGE = date(2027, 12, 31)


@pytest.fixture
def slot(budget):
    return LedgerAccount.objects.filter(budget=budget, slot=0).get()


@pytest.fixture
def wallet(alice):
    """Alice's available account."""
    return LedgerAccount.objects.get(pk=available_accounts([alice.pk], VINTAGE)[alice.pk])


def award(slot, wallet, amount=16, reference="award:1"):
    return ledger.Posting(slot.pk, wallet.pk, amount, TransferKind.AWARD, reference, NOW)


def balance(account):
    account.refresh_from_db()
    return account.balance


def test_post_moves_the_amount_from_one_account_to_the_other(slot, wallet):
    before = slot.balance

    [transfer] = ledger.post([award(slot, wallet)], now=NOW)

    assert (transfer.amount, transfer.asset, transfer.kind) == (16, Asset.CREDIT, TransferKind.AWARD)
    assert balance(wallet) == 16
    assert balance(slot) == before - 16
    assert list(audit.findings()) == []


def test_same_reference_again_returns_the_first_and_moves_nothing(slot, wallet):
    [first] = ledger.post([award(slot, wallet)], now=NOW)

    [second] = ledger.post([award(slot, wallet)], now=NOW + timedelta(days=1))

    assert second.pk == first.pk
    assert second.created_at == NOW
    assert balance(wallet) == 16


def test_same_reference_twice_in_one_batch_posts_once(slot, wallet):
    first, second = ledger.post([award(slot, wallet), award(slot, wallet)], now=NOW)

    assert first.pk == second.pk
    assert balance(wallet) == 16


@pytest.mark.parametrize("in_one_batch", [True, False])
def test_same_reference_with_other_content_is_refused_and_moves_nothing(slot, wallet, in_one_batch):
    first, second = award(slot, wallet), award(slot, wallet, 17)
    if not in_one_batch:
        ledger.post([first], now=NOW)

    with pytest.raises(ReferenceReused):
        ledger.post([first, second] if in_one_batch else [second], now=NOW)

    assert balance(wallet) == (0 if in_one_batch else 16)


def test_batch_is_refused_as_a_whole_when_one_balance_would_fall_below_zero(slot, wallet):
    before = balance(slot)

    with pytest.raises(InsufficientCredits) as refused:
        ledger.post([award(slot, wallet, before, "award:1"), award(slot, wallet, 1, "award:2")], now=NOW)

    assert refused.value.facts == {"balance": before, "needed": before + 1}
    assert balance(slot) == before
    assert balance(wallet) == 0
    assert ledger.find("award:1") is None


def test_reverse_mirrors_in_full_and_once(slot, wallet):
    before = balance(slot)
    [transfer] = ledger.post([award(slot, wallet)], now=NOW)

    mirror = ledger.reverse(transfer, now=NOW)
    again = ledger.reverse(transfer, now=NOW)

    assert mirror.pk == again.pk
    assert (mirror.debit_id, mirror.credit_id, mirror.amount) == (wallet.pk, slot.pk, 16)
    assert (balance(wallet), balance(slot)) == (0, before)
    assert list(audit.findings()) == []


def test_reversal_stands_and_is_not_reversed(slot, wallet):
    [transfer] = ledger.post([award(slot, wallet)], now=NOW)
    mirror = ledger.reverse(transfer, now=NOW)

    with pytest.raises(NotReversible):
        ledger.reverse(mirror, now=NOW)

    assert balance(wallet) == 0


def test_reverse_of_what_was_spent_is_refused(slot, wallet):
    [transfer] = ledger.post([award(slot, wallet)], now=NOW)
    held_id = open_held(wallet.owner_id, [VINTAGE])[VINTAGE]
    ledger.post([ledger.Posting(wallet.pk, held_id, 1, TransferKind.HOLD, "hold:1:0", NOW)], now=NOW)

    with pytest.raises(InsufficientCredits):
        ledger.reverse(transfer, now=NOW)

    assert balance(wallet) == 15


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credits_transfer SET amount = 1000",
        "DELETE FROM credits_transfer",
        "TRUNCATE credits_transfer CASCADE",
        "UPDATE credits_transferkey SET transfer_id = 0",
        "DELETE FROM credits_transferkey",
        "TRUNCATE credits_transferkey",
        "DELETE FROM credits_ledgeraccount",
        "UPDATE credits_ledgeraccount SET balance = balance + 1 WHERE kind = 'available'",
        "UPDATE credits_ledgeraccount SET expires_on = '2099-12-31' WHERE kind = 'available'",
        "INSERT INTO credits_ledgeraccount (kind, asset, balance) VALUES ('redeemed', 'credit', 5)",
    ],
)
def test_database_itself_refuses_to_rewrite_the_ledger(slot, wallet, statement):
    ledger.post([award(slot, wallet)], now=NOW)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert balance(wallet) == 16
    assert list(audit.findings()) == []


@pytest.mark.parametrize(
    "shape",
    [
        {"kind": "available"},
        {"kind": "available", "owner": True},
        {"kind": "budget"},
        {"kind": "issuance", "owner": True},
        {"kind": "held", "owner": True, "expires_on": VINTAGE, "budget": True},
        {"kind": "debt"},
        {"kind": "nonsense"},
    ],
)
def test_database_itself_refuses_an_account_of_another_shape_than_its_kind(budget, alice, shape):
    whole = {name: {"owner": alice, "budget": budget}.get(name, value) for name, value in shape.items()}

    with pytest.raises(IntegrityError, match="account_has_the_shape_of_its_kind"), transaction.atomic():
        LedgerAccount.objects.create(asset=Asset.CREDIT, **whole)


def insert_by_hand(debit, credit, amount, asset="credit", kind="award"):
    Transfer.objects.create(
        debit=debit,
        credit=credit,
        amount=amount,
        asset=asset,
        kind=kind,
        reference="x",
        event_at=NOW,
        created_at=NOW,
    )


@pytest.mark.parametrize("amount", [0, -5])
def test_database_itself_refuses_an_amount_that_is_not_positive(slot, wallet, amount):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_by_hand(slot, wallet, amount)


def test_database_itself_refuses_a_balance_below_zero(slot, wallet):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_by_hand(wallet, slot, 1, kind="reversal")


def test_database_itself_refuses_a_transfer_between_assets(slot, wallet, db):
    fen = LedgerAccount.objects.create(kind=AccountKind.REDEEMED, asset=Asset.FEN)

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_by_hand(slot, fen, 1)


@pytest.mark.parametrize("count", [1, 2])
def test_database_itself_refuses_an_award_that_leaves_no_budget(slot, wallet, bob, count):
    ledger.post([award(slot, wallet)], now=NOW)
    others = LedgerAccount.objects.get(pk=available_accounts([bob.pk], VINTAGE)[bob.pk])

    with pytest.raises(IntegrityError, match="no award goes from account"), transaction.atomic():
        ledger.post([award(wallet, others, 1, f"award:out-{number}") for number in range(count)], now=NOW)

    assert (balance(wallet), balance(others)) == (16, 0)


@pytest.mark.parametrize("missing", ["debit_id", "credit_id"])
def test_database_itself_refuses_a_transfer_of_an_account_that_is_not_there(slot, wallet, missing):
    posting = award(slot, wallet)._replace(**{missing: 10**9})

    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.post([posting], now=NOW)

    assert balance(wallet) == 0
    assert ledger.find("award:1") is None


def test_transfer_written_past_the_code_still_moves_balances_and_is_found_by_the_audit(slot, wallet):
    insert_by_hand(slot, wallet, 3)

    assert balance(wallet) == 3
    assert [finding.code for finding in audit.findings()] == ["transfer_without_its_key"]


def test_audit_finds_a_transfer_that_went_another_way_than_its_kind_has(slot, wallet):
    [transfer] = ledger.post([award(slot, wallet)], now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE credits_transfer SET kind = 'expire' WHERE id = %s", [transfer.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert [str(finding) for finding in audit.findings()] == [
        f"transfer_goes_no_way: transfer {transfer.pk} (award:1): expire of credit from budget to available"
    ]


def test_audit_finds_a_balance_that_was_tampered_with(slot, wallet):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE credits_ledgeraccount SET balance = 7 WHERE id = %s", [wallet.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert [str(finding) for finding in audit.findings()] == [
        f"balance_is_not_its_transfers: account {wallet.pk} (available) keeps 7, its transfers give 0"
    ]


def test_accounts_are_opened_once_for_each_owner_and_vintage(alice, bob):
    first = available_accounts([alice.pk, bob.pk], VINTAGE)
    again = available_accounts([bob.pk, alice.pk], VINTAGE)
    later = available_accounts([alice.pk], date(2028, 12, 31))

    assert first == again
    assert later[alice.pk] not in first.values()
    assert scheme_account(AccountKind.ISSUANCE) == scheme_account(AccountKind.ISSUANCE)


def test_statement_runs_from_the_latest_balance_back_to_nothing(slot, wallet, alice):
    for number, amount in enumerate([16, 6, 9], start=1):
        ledger.post([award(slot, wallet, amount, f"award:{number}")], now=NOW + timedelta(minutes=number))
    ledger.reverse(ledger.find("award:2"), now=NOW + timedelta(hours=1))

    first = statements.page(alice.pk, size=3)
    second = statements.page(alice.pk, size=3, older_than=first.older_than)

    assert [(entry.change, entry.balance) for entry in first.entries] == [(-6, 25), (9, 31), (6, 22)]
    assert [(entry.change, entry.balance) for entry in second.entries] == [(16, 16)]
    assert second.older_than is None
    assert statements.available(alice.pk, today=TODAY) == 25
    assert statements.balance_at(alice.pk, NOW + timedelta(minutes=2)) == 22
    assert statements.vintages(alice.pk, today=TODAY) == [statements.Vintage(VINTAGE, 25)]


def test_statement_of_a_citizen_long_away_walks_only_their_own_index_entries(slot, wallet, alice, bob):
    ledger.post([award(slot, wallet, 1, f"award:old-{number}") for number in range(50)], now=NOW)
    others = LedgerAccount.objects.get(pk=available_accounts([bob.pk], VINTAGE)[bob.pk])
    ledger.post([award(slot, others, 1, f"award:{number}") for number in range(3000)], now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE credits_transfer")

    with CaptureQueriesContext(connection) as queries:
        page = statements.page(alice.pk)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {queries.captured_queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert [entry.balance for entry in page.entries] == list(range(50, 20, -1))
    assert "transfer_credit" in plan
    assert "transfer_debit" in plan
    assert "credits_transfer_pkey" not in plan
    assert "Seq Scan" not in plan


def in_own_connection(work):
    try:
        return work()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_concurrent_posts_lose_nothing_and_do_not_deadlock(budget):
    citizens = [make_citizen() for _ in range(8)]
    accounts = list(available_accounts([citizen.pk for citizen in citizens], VINTAGE).values())
    slots = list(budget.slots.values_list("pk", flat=True))

    def post_batches(batch):
        postings = [
            ledger.Posting(slots[(batch + step) % 8], account, 1, TransferKind.AWARD, f"award:{batch}-{step}", NOW)
            # Each batch meets the accounts in another order.
            for step, account in enumerate(accounts[batch % 8 :] + accounts[: batch % 8])
        ]
        return in_own_connection(lambda: ledger.post(postings, now=NOW))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(post_batches, range(40)))

    assert set(LedgerAccount.objects.filter(pk__in=accounts).values_list("balance", flat=True)) == {40}
    assert list(audit.findings()) == []


@pytest.mark.django_db(transaction=True)
def test_same_reference_posted_over_other_accounts_at_once_moves_once(budget):
    citizens = [make_citizen() for _ in range(8)]
    accounts = available_accounts([citizen.pk for citizen in citizens], VINTAGE)
    slots = list(budget.slots.values_list("pk", flat=True))

    def post(number):
        posting = ledger.Posting(slots[number], accounts[citizens[number].pk], 5, TransferKind.AWARD, "award:1", NOW)
        try:
            return in_own_connection(lambda: len(ledger.post([posting], now=NOW)))
        except ReferenceReused:
            return 0

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(post, range(8))) == 1
    assert sum(LedgerAccount.objects.filter(pk__in=accounts.values()).values_list("balance", flat=True)) == 5
    assert list(audit.findings()) == []


@pytest.mark.django_db(transaction=True)
def test_awards_and_reversals_at_once_do_not_deadlock(budget, alice):
    """The citizen's account is older than a slot, so that plain id order would meet the scorer the other way round."""
    account = LedgerAccount.objects.get(pk=available_accounts([alice.pk], VINTAGE)[alice.pk])
    later = budgets.open_budget("later", {"zh-hans": "后开", "en": "Later"})
    budgets.fund(later, 80_000, reference="fund:later", now=NOW)
    first = ledger.post([award(later.slots.first(), account, 1, f"award:{number}") for number in range(40)], now=NOW)

    def award_or_reverse(number):
        if number % 2:
            return in_own_connection(lambda: ledger.reverse(first[number], now=NOW))

        def award_as_the_scorer_does():
            with transaction.atomic():
                slot_id = next(iter(budgets.lock_slots("later", 79_000).remaining))
                posting = ledger.Posting(slot_id, account.pk, 1, TransferKind.AWARD, f"award:new-{number}", NOW)
                ledger.post([posting], now=NOW)

        return in_own_connection(award_as_the_scorer_does)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(award_or_reverse, range(40)))

    assert balance(account) == 40
    assert list(audit.findings()) == []


@pytest.mark.django_db(transaction=True)
def test_same_reference_posted_by_eight_at_once_moves_once(budget, alice):
    slot = budget.slots.get(slot=0)
    account = LedgerAccount.objects.get(pk=available_accounts([alice.pk], VINTAGE)[alice.pk])

    with ThreadPoolExecutor(8) as pool:
        posted = list(
            pool.map(lambda _: in_own_connection(lambda: ledger.post([award(slot, account)], now=NOW)), range(8))
        )

    assert len({transfers[0].pk for transfers in posted}) == 1
    assert balance(account) == 16
    assert list(audit.findings()) == []
