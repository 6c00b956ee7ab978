"""Recording, scoring, posting, redeeming and the audit through a pooler that gives connections away."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from django.core.management import call_command
from django.db import Error, connection, connections

from accounts.models import User
from activities.models import Activity, Status
from common.prepared import Prepared
from merchants.mall.redeeming import redeem
from merchants.models import RedemptionStatus
from merchants.till.taking import capture
from tests.at_once import at_once
from tests.conftest import NOW, make_citizen, record, score_everything, walk
from tests.merchants.conftest import (  # noqa: F401, the cast of the mall
    PRICE,
    available,
    cashier,
    code_of,
    keys,
    tea,
    teahouse,
    till,
)

DOUBLE = Prepared("double_for_tests", "SELECT 2 * $1::bigint, '50 % of ' || $2::text")
CITIZENS = 12


class Clients:
    """Two clients of the database that take turns, each with a connection of its own."""

    def __init__(self, stack: ExitStack) -> None:
        self.threads = [stack.enter_context(ThreadPoolExecutor(1)) for _ in range(2)]
        stack.callback(lambda: [thread.submit(connections.close_all).result() for thread in self.threads])

    def ask(self, who: int, question, *values):
        return self.threads[who].submit(question, *values).result()


@pytest.fixture
def clients():
    with ExitStack() as stack:
        yield Clients(stack)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return [name for (name,) in cursor.fetchall()]


def test_connection_goes_to_another_client_after_each_transaction(pooled, clients):
    pooled(1)

    assert clients.ask(0, backend) == clients.ask(1, backend)


def test_statement_that_is_prepared_fails_there_and_a_plain_one_does_not(pooled, clients, settings):
    pooled(1)
    for who in (0, 1, 0):
        assert clients.ask(who, DOUBLE.row, 21, "it's 5 %") == (42, "50 % of it's 5 %")
    assert prepared() == []

    settings.TRANSACTION_POOLER = False
    assert clients.ask(0, DOUBLE.row, 21, "") == (42, "50 % of ")
    with pytest.raises(Error, match="already exists"):
        clients.ask(1, DOUBLE.row, 21, "")


@pytest.fixture
def walkers(catalogue, budget) -> list[User]:
    return [make_citizen() for _ in range(CITIZENS)]


@pytest.mark.usefixtures("venues")
def test_from_an_act_to_a_used_voucher_and_the_audit(pooled, walkers, tea, till, cashier, capsys):  # noqa: F811
    pooled(3)

    at_once(
        [
            lambda walker=walker, day=day: record(walker, walk(12_000, days_ago=day))
            for walker in walkers
            for day in (0, 1, 2)
        ]
    )
    score_everything()
    credits = {walker: available(walker) for walker in walkers}
    assert set(Activity.objects.values_list("status", flat=True)) == {Status.SCORED}
    [earned] = set(credits.values())
    assert earned > 0

    tea.price = 1
    tea.save()
    vouchers = at_once(
        [
            lambda walker=walker: redeem(citizen=walker, offer=tea, price=1, key=next(keys), now=NOW)
            for walker in walkers
        ]
    )
    assert [voucher.status for voucher in vouchers] == [RedemptionStatus.HELD] * CITIZENS
    at_once(
        [
            lambda voucher=voucher: capture(
                user=cashier.user, shop=till.public_id, code=code_of(voucher), key=next(keys), now=NOW
            )
            for voucher in vouchers
        ]
    )

    assert {available(walker) for walker in walkers} == {earned - 1}
    assert prepared() == []
    call_command("audit_ledger")
    assert capsys.readouterr().out.endswith("the ledger is sound\n")
