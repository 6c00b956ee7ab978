"""Whether a credential that somebody pasted is ours, and still good."""

from dataclasses import dataclass

from campaigns.models import TrophyPublication
from campaigns.trophies import book, keys
from campaigns.trophies.book import Trophy
from campaigns.trophies.refusals import NotOurs
from common.public_ids import is_public_id

LONGEST = 10_000
"""Letters; ours have about 2,500."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`published` as it stands now; `trophy` as the credential's edition says it."""

    published: TrophyPublication
    trophy: Trophy

    @property
    def is_revoked(self) -> bool:
        return self.published.award.revoked_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.published.withdrawn_at is not None

    @property
    def is_good(self) -> bool:
        return not self.is_revoked and not self.is_withdrawn


def verify(token: str) -> Verdict:
    """By the signature first, then by what became of it. Raises `NotOurs`."""
    try:
        claims = keys.claims_of("".join(token.split())[:LONGEST])
    except keys.NotSigned as error:
        raise NotOurs from error
    public_id = str(claims.get("jti", "")).rstrip("/").split("/")[-2:-1]
    rows = TrophyPublication.objects.select_related("award__edition")
    found = rows.filter(public_id=public_id[0]).first() if public_id and is_public_id(public_id[0]) else None
    if found is None:
        raise NotOurs
    return Verdict(found, book.read(found.award.edition))
