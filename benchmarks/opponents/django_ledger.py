"""django-ledger: a posted journal entry with two transactions, by `commit_txs` as its documentation does it.

`prepare` or `single NUMBER COUNT`.
"""

import random
import sys
from collections.abc import Callable

from benchmarks import stopwatch
from benchmarks.opponents import django_project

django_project.enter("django_ledger", DJANGO_LEDGER_USE_DEPRECATED_BEHAVIOR=False)

from django.contrib.auth.models import User  # noqa: E402
from django.utils.timezone import localtime  # noqa: E402
from django_ledger.io.roles import ASSET_CA_CASH  # noqa: E402
from django_ledger.models import EntityModel  # noqa: E402


def main(what: str, *words: str) -> None:
    if what == "prepare":
        prepare()
    else:
        stopwatch.answer(singles(*map(int, words)))


def prepare() -> None:
    django_project.migrate()
    admin = User.objects.create_user("bench")
    entity = EntityModel.create_entity(name="City", use_accrual_method=True, admin=admin, fy_start_month=1)
    entity.populate_default_coa(activate_accounts=True)
    entity.create_ledger("Credits", posted=True)
    # The first entry of a year opens its numbers, which several clients at once would do in vain.
    singles(0, 1)()


def singles(number: int, count: int) -> Callable[[], int]:
    entity = EntityModel.objects.get()
    ledger = entity.ledgermodel_set.get()
    # An entry that moves cash must also have a purpose, which is more than a transfer.
    accounts = list(entity.get_default_coa_accounts().exclude(role=ASSET_CA_CASH))

    def post() -> int:
        paying, paid = random.sample(accounts, 2)
        entity.commit_txs(
            je_timestamp=localtime(),
            je_txs=[
                {"account": paying, "amount": 1, "tx_type": "debit", "description": ""},
                {"account": paid, "amount": 1, "tx_type": "credit", "description": ""},
            ],
            je_posted=True,
            je_ledger_model=ledger,
        )
        return 1

    return post


if __name__ == "__main__":
    main(*sys.argv[1:])
