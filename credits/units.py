"""What units of the second path, whole tonnes of CO₂e, do in the ledger. Makes postings and posts nothing.

Which serial numbers move is the registry's to say; here are tonnes alone. Which place may give to which is `WAYS`.
"""

from datetime import datetime
from typing import NamedTuple

from credits.accounts import party_account, scheme_account
from credits.ledger import Posting
from credits.ledger import TransferKind as TransferKind
from credits.models import AccountKind, Asset


class Place(NamedTuple):
    """Where units are: with a party, known by its public id, or with the scheme."""

    kind: AccountKind
    party: str = ""

    def account_id(self) -> int:
        if self.party:
            return party_account(self.kind, self.party, Asset.T_CO2E)
        return scheme_account(self.kind, Asset.T_CO2E)


REGISTRY = Place(AccountKind.REGISTRY)
RETIRED = Place(AccountKind.RETIRED)
CANCELLED = Place(AccountKind.CANCELLED)


def held_by(holder: str) -> Place:
    """A holder's units."""
    return Place(AccountKind.HOLDING, holder)


def buffer_of(project: str) -> Place:
    """Units that are kept for what a project's sink may lose."""
    return Place(AccountKind.BUFFER, project)


def moved(kind: TransferKind, tonnes: int, *, giving: Place, taking: Place, reference: str, now: datetime) -> Posting:
    return Posting(giving.account_id(), taking.account_id(), tonnes, kind, reference, now)
