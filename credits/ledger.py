"""Posting: the only code that writes transfers, many at once or one, always by the same path.

Locks are taken in one order everywhere: citizens (`activities.scoring`), budget slots (`credits.budgets`), then here
the accounts: slots first, in the order of their budgets' codes, then all others, by id.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from credits.models import KEPT_KINDS, LedgerAccount, Transfer, TransferKey
from credits.models import TransferKind as TransferKind


class InsufficientCredits(DomainError):
    code = "insufficient_credits"
    message = _("The balance is %(balance)s; %(needed)s are needed.")


class NotReversible(DomainError):
    """A reversal stands; what it undid is posted anew under a reference of its own."""

    code = "not_reversible"
    message = _("A reversal cannot be reversed.")


class ReferenceReused(DomainError):
    """The reference belongs to an earlier transfer with other content."""

    code = "reference_reused"
    message = _("The reference %(reference)s already stands for another transfer.")
    status = HTTPStatus.CONFLICT


@dataclass(frozen=True, slots=True)
class Posting:
    """A transfer to be made: `amount` whole units of the accounts' one asset, from `debit_id` to `credit_id`."""

    debit_id: int
    credit_id: int
    amount: int
    kind: TransferKind
    reference: str
    event_at: datetime


def post(postings: Sequence[Posting], *, now: datetime) -> list[Transfer]:
    """Posts all or none, in a fixed number of statements; returns the transfers in the postings' order.

    A reference that was posted before returns its first transfer and moves nothing. Raises `ReferenceReused` where
    that one had other content, `InsufficientCredits` where a balance would fall below zero.
    """
    if not postings:
        return []
    try:
        return _post(postings, now)
    except IntegrityError:
        # Somebody has just posted one of the references over other accounts; now it can be read.
        return _post(postings, now)


def reverse(transfer: Transfer, *, now: datetime) -> Transfer:
    """Posts the mirror of an earlier transfer, in full and once; asked again, returns the first mirror.

    Raises `InsufficientCredits` where what was given is no longer there, `NotReversible` for a reversal.
    """
    return reverse_all([transfer], now=now)[0]


def reverse_all(transfers: Sequence[Transfer], *, now: datetime) -> list[Transfer]:
    """Reverses several transfers, all or none; otherwise as `reverse`."""
    return post([_mirror(transfer, now) for transfer in transfers], now=now)


def find(reference: str) -> Transfer | None:
    """The transfer that a reference stands for."""
    key = TransferKey.objects.filter(reference=reference).first()
    return None if key is None else Transfer.objects.get(pk=key.transfer_id)


def find_all(prefix: str) -> list[Transfer]:
    """The transfers whose references begin with `prefix` and a colon, in the order in which they were posted."""
    keys = TransferKey.objects.filter(reference__startswith=f"{prefix}:").values("transfer_id")
    return list(Transfer.objects.filter(pk__in=keys).select_related("debit", "credit").order_by("pk"))


def _mirror(transfer: Transfer, now: datetime) -> Posting:
    if transfer.kind == TransferKind.REVERSAL:
        raise NotReversible
    return Posting(
        debit_id=transfer.credit_id,
        credit_id=transfer.debit_id,
        amount=transfer.amount,
        kind=TransferKind.REVERSAL,
        reference=f"reversal:{transfer.pk}",
        event_at=now,
    )


def _post(postings: Sequence[Posting], now: datetime) -> list[Transfer]:
    with transaction.atomic():
        accounts = _lock({account_id for posting in postings for account_id in (posting.debit_id, posting.credit_id)})
        transfers = _already_posted(postings)
        new: dict[str, Posting] = {}
        for posting in postings:
            earlier = transfers.get(posting.reference) or new.setdefault(posting.reference, posting)
            if earlier is not posting and not _same_content(earlier, posting):
                raise ReferenceReused(reference=posting.reference)
        _check_balances(accounts, new.values())
        transfers.update(_insert(list(new.values()), accounts, now))
        return [transfers[posting.reference] for posting in postings]


def _lock(account_ids: Iterable[int]) -> dict[int, LedgerAccount]:
    """The accounts by id, those with a kept balance locked in the written order until the transaction ends."""
    accounts = {
        account.pk: account
        for account in LedgerAccount.objects.filter(pk__in=list(account_ids), kind__in=KEPT_KINDS)
        .order_by(F("budget__code").asc(nulls_last=True), "pk")
        .select_for_update(no_key=True, of=("self",))
    }
    missing = [account_id for account_id in account_ids if account_id not in accounts]
    accounts.update(LedgerAccount.objects.in_bulk(missing))
    return accounts


def _already_posted(postings: Sequence[Posting]) -> dict[str, Transfer]:
    references = [posting.reference for posting in postings]
    transfer_ids = list(TransferKey.objects.filter(reference__in=references).values_list("transfer_id", flat=True))
    return (
        {transfer.reference: transfer for transfer in Transfer.objects.filter(pk__in=transfer_ids)}
        if transfer_ids
        else {}
    )


def _same_content(earlier: Transfer | Posting, posting: Posting) -> bool:
    return all(getattr(earlier, part) == getattr(posting, part) for part in ("debit_id", "credit_id", "amount", "kind"))


def _check_balances(accounts: dict[int, LedgerAccount], postings: Iterable[Posting]) -> None:
    """Raises for the message's sake; the database refuses the same on its own."""
    change: dict[int, int] = defaultdict(int)
    for posting in postings:
        change[posting.debit_id] -= posting.amount
        change[posting.credit_id] += posting.amount
    for account_id, amount in change.items():
        account = accounts[account_id]
        if account.keeps_balance and not account.may_be_negative and account.balance + amount < 0:
            raise InsufficientCredits(balance=account.balance, needed=-amount)


def _insert(postings: list[Posting], accounts: dict[int, LedgerAccount], now: datetime) -> dict[str, Transfer]:
    """Two statements for any number of postings; the database moves the balances as the transfers arrive."""
    if not postings:
        return {}
    columns: list[list[object]] = [
        [posting.debit_id for posting in postings],
        [posting.credit_id for posting in postings],
        [posting.amount for posting in postings],
        [accounts[posting.debit_id].asset for posting in postings],
        [str(posting.kind) for posting in postings],
        [posting.reference for posting in postings],
        [posting.event_at for posting in postings],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO credits_transfer (debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)
            SELECT posting.*, %s
            FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
                AS posting
            RETURNING id, reference
            """,
            [now, *columns],
        )
        ids = {reference: transfer_id for transfer_id, reference in cursor.fetchall()}
        cursor.execute(
            """
            INSERT INTO credits_transferkey (reference, transfer_id)
            SELECT * FROM unnest(%s::text[], %s::bigint[])
            """,
            [list(ids.keys()), list(ids.values())],
        )
    return {
        posting.reference: Transfer(
            pk=ids[posting.reference],
            debit_id=posting.debit_id,
            credit_id=posting.credit_id,
            amount=posting.amount,
            asset=accounts[posting.debit_id].asset,
            kind=posting.kind,
            reference=posting.reference,
            event_at=posting.event_at,
            created_at=now,
        )
        for posting in postings
    }
