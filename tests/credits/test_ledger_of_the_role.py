"""The role that runs the portal posts as it must, and moves a balance in no other way."""

from datetime import date

import pytest
from django.db import connection
from psycopg2 import errors

from credits import audit, budgets, ledger
from credits.accounts import available_accounts
from credits.models import LedgerAccount, Transfer, TransferKind
from tests.conftest import NOW, make_citizen
from tests.runtime_role import as_runtime

VINTAGE = date(2027, 12, 31)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def accounts(runtime):
    """A slot with credits, and alice's account, both opened by the role."""
    with as_runtime():
        alice = make_citizen("+8613900000001", "Alice", "jinjiang")
        budget = budgets.open_budget("citizens", {"zh-hans": "公众碳积分", "en": "Citizens’ credits"})
        budgets.fund(budget, 16_000, reference="fund:test", now=NOW)
        return LedgerAccount.objects.get(budget=budget, slot=0), available_accounts([alice.pk], VINTAGE)[alice.pk]


def balances() -> dict[int, int]:
    return dict(LedgerAccount.objects.values_list("pk", "balance"))


@pytest.mark.parametrize("count", [1, 3])
def test_posting_locks_accounts_and_moves_balances(accounts, count):
    slot, wallet = accounts
    before = balances()

    postings = [ledger.Posting(slot.pk, wallet, 16, TransferKind.AWARD, f"award:{n}", NOW) for n in range(count)]
    with as_runtime():
        ledger.post(postings, now=NOW)

    assert balances() == before | {slot.pk: before[slot.pk] - 16 * count, wallet: 16 * count}
    assert list(audit.findings()) == []


def test_no_setting_keeps_a_transfer_from_moving_balances(accounts):
    slot, wallet = accounts
    before = balances()
    names = "SELECT array_agg(tgname)::text FROM pg_trigger WHERE tgrelid = 'credits_transfer'::regclass"
    with as_runtime(), connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config('pgtrigger.ignore', ({names}), false)")
        ledger.post([ledger.Posting(slot.pk, wallet, 16, TransferKind.AWARD, "award:1", NOW)], now=NOW)

    assert balances() == before | {slot.pk: before[slot.pk] - 16, wallet: 16}


def test_no_setting_lets_an_account_open_with_a_balance(accounts, runtime):
    names = "SELECT array_agg(tgname)::text FROM pg_trigger WHERE tgrelid = 'credits_ledgeraccount'::regclass"
    runtime.execute(f"SELECT set_config('pgtrigger.ignore', ({names}), false)")
    for statement in (
        "INSERT INTO credits_ledgeraccount (kind, asset, party, balance) VALUES ('cause', 'credit', 'c', 5)",
        "UPDATE credits_ledgeraccount SET slot = slot + 100 WHERE slot IS NOT NULL",
    ):
        with pytest.raises(errors.RaiseException, match="Cannot"):
            runtime.execute(statement)


def test_what_moves_balances_cannot_be_called_by_another_table(accounts, runtime):
    make_temporary(runtime, "forged (LIKE credits_transfer)")
    [function] = function_of(runtime)

    with pytest.raises(errors.InsufficientPrivilege, match="permission denied for function"):
        runtime.execute(
            f"CREATE TRIGGER forged AFTER INSERT ON forged REFERENCING NEW TABLE AS new_transfers "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def test_tables_of_a_callers_own_are_no_ledger(accounts, runtime):
    """What runs as the owner looks for its tables in the schema of the portal first."""
    slot, wallet = accounts
    before = balances()
    make_temporary(runtime, "credits_ledgeraccount (LIKE public.credits_ledgeraccount)")

    runtime.execute(
        "INSERT INTO credits_transfer (debit_id, credit_id, amount, asset, kind, reference, event_at, created_at) "
        "VALUES (%s, %s, 16, 'credit', 'award', 'award:1', now(), now())",
        [slot.pk, wallet],
    )

    assert balances() == before | {slot.pk: before[slot.pk] - 16, wallet: 16}
    assert Transfer.objects.filter(reference="award:1").count() == 1


def make_temporary(runtime, table: str) -> None:
    """As where the database's owner lets everybody make tables of a session's own, as PostgreSQL does by itself."""
    runtime.execute("SELECT current_database()")
    [database] = runtime.fetchone()
    with connection.cursor() as owner:
        owner.execute(f"GRANT TEMPORARY ON DATABASE {database} TO PUBLIC")
        runtime.execute(f"CREATE TEMPORARY TABLE {table}")
        owner.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC")


def function_of(cursor) -> tuple[str]:
    cursor.execute("SELECT tgfoid::regproc::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_move_balances%%'")
    return cursor.fetchone()
