"""django-hordak: a transaction with two legs, its triggers as its migrations install them.

`prepare ACCOUNTS`, `batch SIZE NUMBER COUNT` or `single NUMBER COUNT`.
"""

import random
import sys
from collections.abc import Callable

from benchmarks import stopwatch
from benchmarks.opponents import django_project

django_project.enter("mptt", "hordak")

from django.db import transaction as database_transaction  # noqa: E402
from hordak.models import Account, AccountType, Leg, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402

ONE = Money(1, "EUR")


def main(what: str, *words: str) -> None:
    if what == "prepare":
        prepare(*map(int, words))
    elif what == "batch":
        stopwatch.answer(batches(*map(int, words)))
    else:
        stopwatch.answer(singles(*map(int, words)))


def prepare(accounts: int) -> None:
    django_project.migrate()
    # In a tree of its own each: the way of its command for many accounts, without the tree's slow rebuilding.
    many = [
        Account(name=f"Citizen {number}", type=AccountType.liability, lft=1, rght=2, level=0, tree_id=number)
        for number in range(1, accounts + 1)
    ]
    Account.objects.bulk_create(many)


def batches(size: int, number: int, count: int) -> Callable[[], int]:
    accounts = list(Account.objects.order_by("pk"))[number::count]

    def post() -> int:
        paying, *paid = random.sample(accounts, size + 1)
        transactions = [Transaction() for _ in paid]
        legs = []
        for transaction, account in zip(transactions, paid, strict=True):
            legs.append(Leg(transaction=transaction, account=paying, debit=ONE))
            legs.append(Leg(transaction=transaction, account=account, credit=ONE))
        with database_transaction.atomic():
            Transaction.objects.bulk_create(transactions)
            Leg.objects.bulk_create(legs)
        return size

    return post


def singles(number: int, count: int) -> Callable[[], int]:
    accounts = list(Account.objects.order_by("pk"))

    def post() -> int:
        paying, paid = random.sample(accounts, 2)
        paying.transfer_to(paid, ONE)
        return 1

    return post


if __name__ == "__main__":
    main(*sys.argv[1:])
