"""Every kind of transfer has its ways from account to account: the database takes no other, one or many."""

from importlib import import_module
from itertools import permutations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import User
from credits import audit, budgets, ledger
from credits.accounts import available_accounts, open_held, party_account, scheme_account
from credits.models import (
    LARGE_FUNDING,
    WAYS,
    AccountKind,
    Adjustment,
    Asset,
    Budget,
    Funding,
    LedgerAccount,
    Transfer,
    TransferKind,
)
from credits.refusals import NeedsTwo
from tests.conftest import NOW
from tests.merchants.conftest import NEXT_VINTAGE, THIS_VINTAGE, give

pytestmark = pytest.mark.django_db

KINDS = [kind for kind in TransferKind if kind != TransferKind.REVERSAL]
COLUMNS = "debit_id, credit_id, amount, asset, kind, reference, event_at, created_at"
IN_FEN = {AccountKind.PAYABLE, AccountKind.RECEIVABLE, AccountKind.PAID}
IN_TONNES_OF_THE_SCHEME = [AccountKind.REGISTRY, AccountKind.RETIRED, AccountKind.CANCELLED]
Account = tuple[AccountKind, Asset, int]


@pytest.fixture
def accounts(alice, budget) -> dict[AccountKind, int]:
    """One account of each kind, those that keep a balance with some."""
    give(alice, 100)
    [available_id] = available_accounts([alice.pk], NEXT_VINTAGE).values()
    held_id = open_held(alice.pk, [NEXT_VINTAGE])[NEXT_VINTAGE]
    ledger.post([ledger.Posting(available_id, held_id, 50, TransferKind.HOLD, "hold:1:0", NOW)], now=NOW)
    debt = LedgerAccount.objects.create(kind=AccountKind.DEBT, asset=Asset.CREDIT, owner=alice)
    owed = ledger.Posting(debt.pk, scheme_account(AccountKind.ISSUANCE), 50, TransferKind.DEBT, "revoke:1:debt", NOW)
    ledger.post([owed], now=NOW)
    scheme = [AccountKind.ISSUANCE, AccountKind.REDEEMED, AccountKind.EXPIRED, AccountKind.CANCELLED]
    return {
        **{kind: scheme_account(kind) for kind in scheme},
        AccountKind.BUDGET: budget.slots.first().pk,
        AccountKind.AVAILABLE: available_id,
        AccountKind.HELD: held_id,
        AccountKind.DEBT: debt.pk,
        AccountKind.CAUSE: party_account(AccountKind.CAUSE, "cause", Asset.CREDIT),
        AccountKind.PAYABLE: scheme_account(AccountKind.PAYABLE, Asset.FEN),
        AccountKind.PAID: scheme_account(AccountKind.PAID, Asset.FEN),
        AccountKind.RECEIVABLE: party_account(AccountKind.RECEIVABLE, "merchant", Asset.FEN),
    }


@pytest.fixture
def every_account(accounts) -> list[Account]:
    """Those, and of units one of each kind, with two holders."""
    of_units = {kind: scheme_account(kind, Asset.T_CO2E) for kind in IN_TONNES_OF_THE_SCHEME}
    parties = [(AccountKind.HOLDING, "holder"), (AccountKind.HOLDING, "other"), (AccountKind.BUFFER, "project")]
    return [
        *((kind, Asset.FEN if kind in IN_FEN else Asset.CREDIT, account) for kind, account in accounts.items()),
        *((kind, Asset.T_CO2E, account) for kind, account in of_units.items()),
        *((kind, Asset.T_CO2E, party_account(kind, party, Asset.T_CO2E)) for kind, party in parties),
    ]


def is_taken(rows: list[tuple]) -> bool:
    """Whether the database takes these transfers, past all code; nothing stays of them."""
    values = ", ".join(["(%s, %s, 1, %s, %s, %s, %s, %s)"] * len(rows))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO credits_transfer ({COLUMNS}) VALUES {values}",
                [value for row in rows for value in (*row, NOW, NOW)],
            )
            transaction.set_rollback(True)
    except IntegrityError as error:
        if "goes from account" not in str(error) and "nothing is merged" not in str(error):
            raise
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_ways_of_the_table_are_taken_one_or_many(kind, accounts, every_account, budget, alice):
    """All are one citizen's: what goes to another one is tried in `test_only_these_ways_are_merged`."""
    ways = {(way.debit, way.credit, way.asset) for way in WAYS if way.kind == kind and not way.to_another}
    good = (accounts[AccountKind.BUDGET], accounts[AccountKind.AVAILABLE], "credit", "award", "good")
    decision = {"budget": budget, "number": "2026-5", "amount": 1, "reference": "fund:citizens:2026-5"}
    Funding.objects.create(**decision, funded_at=NOW)
    reference = f"{approved_adjustment(alice).reference}:0" if kind == TransferKind.ADJUST else "fund:citizens:2026-5:0"
    assert {account_kind for account_kind, _asset, _number in every_account} == {*AccountKind}
    for (debit, asset, giving), (credit, other, taking) in permutations(every_account, 2):
        row = (giving, taking, asset.value, kind.value, reference)
        alone, among = is_taken([row]), is_taken([good, row])
        expected = asset == other and (debit, credit, asset) in ways
        assert (alone, among) == (expected, expected), f"{kind}: {debit} to {credit}"


def approved_adjustment(citizen: User) -> Adjustment:
    """Of two people: without one nothing is adjusted at all."""
    one, another = (User.objects.create(username=name, is_staff=True) for name in ("one", "another"))
    budget = Budget.objects.get(code="citizens")
    said = {"reason": "goodwill", "words": "补", "internal_note": "补", "drafted_at": NOW, "proposed_at": NOW}
    decided = {"status": "approved", "proposed_by": one, "decided_by": another, "decided_at": NOW}
    return Adjustment.objects.create(citizen=citizen, credits=1, budget=budget, **said, **decided)


def test_between_two_citizens_and_two_vintages_nothing_goes(accounts, alice, bob):
    give(bob, 10)
    theirs = available_accounts([bob.pk], NEXT_VINTAGE)[bob.pk]
    this_year = open_held(alice.pk, [THIS_VINTAGE])[THIS_VINTAGE]
    of_bob = open_held(bob.pk, [NEXT_VINTAGE])[NEXT_VINTAGE]
    mine = accounts[AccountKind.AVAILABLE]

    adjusted = f"{approved_adjustment(alice).reference}:0"
    for kind in KINDS:
        reference = adjusted if kind == TransferKind.ADJUST else "x"
        assert not is_taken([(mine, theirs, "credit", kind.value, reference)])
    for held in (this_year, of_bob):
        assert not is_taken([(mine, held, "credit", "hold", "x")])
        assert not is_taken([(accounts[AccountKind.HELD], theirs, "credit", "release", "x")])


@pytest.mark.parametrize("asset", ["fen", "t_co2e", "nothing"])
def test_no_transfer_has_another_asset_than_its_accounts(accounts, asset):
    assert not is_taken([(accounts[AccountKind.BUDGET], accounts[AccountKind.AVAILABLE], asset[:6], "award", "x")])


@pytest.mark.parametrize("kind", [TransferKind.AWARD, TransferKind.HOLD, TransferKind.RELEASE])
def test_credits_alone_go_the_ways_of_credits(accounts, alice, kind):
    """Not fen between accounts of the kinds that a way has, which hold fen."""
    [way] = [way for way in WAYS if way.kind == kind]
    pot = budgets.Budget.objects.create(code="fen", name={})
    owned = {"owner": alice, "expires_on": NEXT_VINTAGE}
    shapes = {AccountKind.BUDGET: {"budget": pot, "slot": 0}, AccountKind.AVAILABLE: owned, AccountKind.HELD: owned}
    ends = [
        LedgerAccount.objects.create(kind=end, asset=Asset.FEN, **shapes[end]).pk for end in (way.debit, way.credit)
    ]
    filled(ends[0])
    row, good = (*ends, "fen", kind.value, "x"), (accounts[AccountKind.BUDGET], accounts[AccountKind.AVAILABLE])

    assert not is_taken([row])
    assert not is_taken([row, (*good, "credit", "award", "good")])


def filled(account_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE credits_ledgeraccount SET balance = 50 WHERE id = %s", [account_id])
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_what_issues_among_others_is_written_down_in_any_order(accounts, budget):
    award = (accounts[AccountKind.BUDGET], accounts[AccountKind.AVAILABLE], "credit", "award", "good")
    fund = (accounts[AccountKind.ISSUANCE], accounts[AccountKind.BUDGET], "credit", "fund", "fund:citizens:2026-8:0")

    assert is_taken([award, fund])
    assert is_taken([fund, award])


def test_a_reversal_mirrors_one_earlier_transfer_and_nothing_else(accounts):
    hold = Transfer.objects.get(kind=TransferKind.HOLD)
    mirror = (hold.credit_id, hold.debit_id, "credit", "reversal", f"reversal:{hold.pk}")

    assert not is_taken([mirror]), "of 50 credits one is no mirror"
    for reference in ("reversal:", "reversal:0", "reversal:99999999999999999999", "reversed", f"reversal:{hold.pk}:1"):
        assert not is_taken([(*mirror[:4], reference)])


# Fundings


def test_a_funding_is_written_down_with_its_document_and_who_decided(budget, desk):
    budgets.fund_by(budget, 800, document="成财环(2026)88号", by=desk, now=NOW)

    funding = Funding.objects.get(number="成财环〔2026〕88号")
    assert (funding.budget, funding.amount, funding.by, funding.agreed_by) == (budget, 800, desk, None)
    assert funding.reference == "fund:citizens:成财环〔2026〕88号"


def test_what_is_issued_past_all_code_is_written_down_by_the_database(budget):
    """As the version before does, which knows no fundings."""
    issuance, slot = scheme_account(AccountKind.ISSUANCE), budget.slots.first().pk
    ledger.post_all(
        [
            ledger.Posting(issuance, slot, 5, TransferKind.FUND, f"fund:citizens:2026-7:{place}", NOW)
            for place in range(2)
        ],
        now=NOW,
    )

    funding = Funding.objects.get(number="2026-7")
    assert (funding.amount, funding.by, funding.funded_at) == (10, None, NOW)
    assert list(audit.findings()) == []


def test_without_a_decision_nothing_is_issued(accounts):
    assert not is_taken([(accounts[AccountKind.ISSUANCE], accounts[AccountKind.BUDGET], "credit", "fund", "planted")])


@pytest.mark.parametrize("count", [1, 3])
def test_a_decision_issues_no_more_than_it_says(accounts, budget, count):
    budgets.fund(budget, 80, reference="fund:citizens:2026-7", now=NOW)
    before = budgets.remaining("citizens")
    issued = (accounts[AccountKind.ISSUANCE], accounts[AccountKind.BUDGET], "credit", "fund")

    assert not is_taken([(*issued, f"fund:citizens:2026-7:{place}") for place in range(8, 8 + count)])
    assert budgets.remaining("citizens") == before


def test_what_was_issued_before_decisions_were_kept_is_written_down_once(budget):
    """Whatever a reference named then: the desk named no budget."""
    small = budgets.open_budget("small", {"zh-hans": "小", "en": "Small"})
    budgets.fund(small, 83, reference="fund:成财环〔2026〕88号", now=NOW)
    kept = list(Funding.objects.order_by("reference").values("budget", "number", "amount", "reference", "funded_at"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM credits_funding")
        cursor.execute("SET LOCAL session_replication_role = origin")
        for _second_start in range(2):
            cursor.execute(import_module("credits.migrations.0009_ways_and_fundings").FUNDED_BEFORE)

    again = Funding.objects.order_by("reference")
    assert list(again.values("budget", "number", "amount", "reference", "funded_at")) == kept
    assert list(again.filter(budget=small).values_list("number", "amount")) == [("成财环〔2026〕88号", 83)]


def test_a_funding_is_never_changed(budget):
    for statement in ("UPDATE credits_funding SET amount = 1", "DELETE FROM credits_funding"):
        with connection.cursor() as cursor, pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            cursor.execute(statement)


@pytest.fixture
def another(django_user_model):
    return django_user_model.objects.create_superuser("another", "correct horse battery staple")


def test_a_large_funding_takes_two_who_may(budget, desk, another, alice):
    large = LARGE_FUNDING + 1
    before = budgets.remaining("citizens")
    for pair in ({}, {"by": desk}, {"by": desk, "agreed_by": desk}, {"by": desk, "agreed_by": alice}):
        with pytest.raises(NeedsTwo):
            budgets.fund_by(budget, large, document="2026-9", now=NOW, **pair)
    assert budgets.remaining("citizens") == before

    budgets.fund_by(budget, large, document="2026-9", by=desk, agreed_by=another, now=NOW)

    assert budgets.remaining("citizens") == before + large
    assert list(audit.findings()) == []


def test_the_database_takes_no_large_funding_of_one(budget, desk):
    with pytest.raises(IntegrityError, match="large_funding_by_two"), transaction.atomic():
        budgets.fund(budget, LARGE_FUNDING + 1, reference="fund:planted", now=NOW)
    with pytest.raises(IntegrityError, match="large_funding_by_two"), transaction.atomic():
        budgets.fund(budget, LARGE_FUNDING + 1, reference="fund:planted", by=desk, agreed_by=desk, now=NOW)


PLANTED = [
    ("transfer_goes_no_way", "UPDATE credits_transfer SET kind = 'expire' WHERE kind = 'hold'"),
    ("transfer_goes_no_way", "DELETE FROM credits_funding"),
    ("funding_is_not_its_transfers", "UPDATE credits_funding SET amount = amount + 1"),
    ("funding_is_not_its_transfers", "UPDATE credits_funding SET amount = amount - 1"),
    ("large_funding_by_one", f"UPDATE credits_funding SET amount = {LARGE_FUNDING + 1}, funded_at = '2100-01-01'"),
]


@pytest.mark.parametrize(("code", "lie"), PLANTED)
def test_the_audit_names_what_was_planted(accounts, code, lie):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE credits_funding DROP CONSTRAINT large_funding_by_two")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(lie)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    assert code in {finding.code for finding in audit.findings()}
