"""The chart of accounts: finds the account for a purpose and opens it when it is missing."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import connection, transaction

from common import pg_arrays
from credits.models import AccountKind, Asset, LedgerAccount

_kept: dict[tuple[AccountKind, Asset, str | None], int] = {}
"""The accounts of the scheme, of merchants and of causes: few, asked for with every step, and never another."""


def scheme_account(kind: AccountKind, asset: Asset = Asset.CREDIT) -> int:
    """The id of the scheme's one account of that kind and asset."""
    return _lasting_account(kind, asset, None)


def party_account(kind: AccountKind, party: str, asset: Asset) -> int:
    """The id of the account that a merchant or a cause, known by its public id, has for that purpose."""
    return _lasting_account(kind, asset, party)


def forget() -> None:
    """Asks for every account anew; for tests, whose database is emptied while the process goes on."""
    _kept.clear()


def _lasting_account(kind: AccountKind, asset: Asset, party: str | None) -> int:
    place = (kind, asset, party)
    if place not in _kept:
        account, _created = LedgerAccount.objects.get_or_create(
            kind=kind, asset=asset, owner=None, budget=None, party=party
        )
        # Only once it is sure to stay: a transaction that opened it may still be rolled back.
        transaction.on_commit(lambda: _kept.update({place: account.pk}))
        return account.pk
    return _kept[place]


def available_accounts(owner_ids: Collection[int], expires_on: date) -> dict[int, int]:
    """Each owner's account for available credits of one vintage, by owner; two statements at the most.

    Missing ones are opened in owner order, so that two batches opening the same accounts do not deadlock.
    """
    known = _find_available(owner_ids, expires_on)
    missing = sorted(set(owner_ids) - known.keys())
    if missing:
        _open(AccountKind.AVAILABLE, [(owner_id, expires_on) for owner_id in missing])
        known.update(_find_available(missing, expires_on))
    return known


def open_held(owner_id: int, vintages: Collection[date]) -> dict[date, int]:
    """Opens an owner's accounts for credits set aside, by vintage; those that are there already stay."""
    if not vintages:
        return {}
    _open(AccountKind.HELD, [(owner_id, expires_on) for expires_on in sorted(vintages)])
    held = LedgerAccount.objects.filter(owner=owner_id, kind=AccountKind.HELD, asset=Asset.CREDIT)
    opened = held.filter(expires_on__in=vintages).values_list("expires_on", "pk")
    return {expires_on: account_id for expires_on, account_id in opened if expires_on is not None}


def debt_account(owner_id: int) -> int:
    """The id of an owner's account for what they owe; opened when it is missing."""
    account, _created = LedgerAccount.objects.get_or_create(
        owner_id=owner_id, kind=AccountKind.DEBT, asset=Asset.CREDIT, expires_on=None
    )
    return account.pk


def _find_available(owner_ids: Collection[int], expires_on: date) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT owner_id, id FROM credits_ledgeraccount
            WHERE owner_id = ANY (%s::bigint[]) AND kind = %s AND asset = %s AND expires_on = %s
            """,
            [pg_arrays.numbers(owner_ids), AccountKind.AVAILABLE.value, Asset.CREDIT.value, expires_on],
        )
        return dict(cursor.fetchall())


def _open(kind: AccountKind, missing: Sequence[tuple[int, date]]) -> None:
    """Opens an account for each owner and vintage, in the order given; those that somebody has just opened stay."""
    owner_ids, vintages = zip(*missing, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO credits_ledgeraccount (kind, asset, owner_id, expires_on, balance)
            SELECT %s, %s, missing.*, 0 FROM unnest(%s::bigint[], %s::date[]) AS missing
            ON CONFLICT DO NOTHING
            """,
            [kind.value, Asset.CREDIT.value, list(owner_ids), list(vintages)],
        )
