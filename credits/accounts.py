"""The chart of accounts: finds the account for a purpose and opens it when it is missing."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from credits.models import AccountKind, Asset, LedgerAccount


def scheme_account(kind: AccountKind, asset: Asset = Asset.CREDIT) -> int:
    """The id of the scheme's one account of that kind and asset."""
    account, _created = LedgerAccount.objects.get_or_create(kind=kind, asset=asset, owner=None, budget=None)
    return account.pk


def available_accounts(owner_ids: Collection[int], expires_on: date) -> dict[int, int]:
    """Each owner's account for available credits of one vintage, by owner; two statements at the most.

    Missing ones are opened in owner order, so that two batches opening the same accounts do not deadlock.
    """
    known = _find(owner_ids, expires_on)
    missing = sorted(set(owner_ids) - known.keys())
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO credits_ledgeraccount (kind, asset, owner_id, expires_on, balance)
                SELECT %s, %s, owner_id, %s, 0 FROM unnest(%s::bigint[]) AS owner_id
                ON CONFLICT DO NOTHING
                """,
                [AccountKind.AVAILABLE.value, Asset.CREDIT.value, expires_on, missing],
            )
        known.update(_find(missing, expires_on))
    return known


def _find(owner_ids: Collection[int], expires_on: date) -> dict[int, int]:
    accounts = LedgerAccount.objects.filter(
        owner_id__in=list(owner_ids), kind=AccountKind.AVAILABLE, asset=Asset.CREDIT, expires_on=expires_on
    )
    return dict(accounts.values_list("owner_id", "pk"))
