"""A published trophy as an Open Badges 3.0 credential: who gives it, for what, to whom by a hash.

Whoever holds it is named by nothing but a number of this publication's own; a hash of their number here, with a salt
of this publication's own, lets them and nobody else say that it is theirs.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from campaigns.models import TrophyPublication
from campaigns.trophies import book, keys, status
from campaigns.trophies.book import Trophy
from campaigns.trophies.words import criteria

Address = Callable[[str], str]
"""Makes a path of ours into a whole address."""
CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
NAME = {"zh-hans": "碳惠天府（开源演示）", "en": "Tianfu Carbon Credits (open-source demonstration)"}


def issuer(whole: Address) -> dict[str, Any]:
    return {
        "id": whole(reverse("campaigns:trophy_issuer")),
        "type": ["Profile"],
        "name": NAME["en"],
        "url": whole("/"),
    }


def achievement(trophy: Trophy, whole: Address) -> dict[str, Any]:
    """What a trophy is, the same for all who have it."""
    image = reverse("campaigns:trophy_image", args=[trophy.code, trophy.edition_id])
    return {
        "id": whole(reverse("campaigns:trophy_kind", args=[trophy.code, trophy.edition_id])),
        "type": ["Achievement"],
        "name": trophy.name["en"],
        "description": trophy.description["en"],
        "criteria": {"narrative": criteria(trophy)},
        "image": {"id": whole(image), "type": "Image"},
    }


def credential(published: TrophyPublication, whole: Address) -> dict[str, Any]:
    """What is signed, as JSON."""
    award = published.award
    trophy = book.read(award.edition)
    return {
        "@context": CONTEXTS,
        "id": whole(reverse("campaigns:trophy_credential", args=[published.public_id])),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": issuer(whole),
        "validFrom": moment(award.awarded_at),
        "name": trophy.name["en"],
        "credentialSubject": {
            "id": f"urn:uuid:{UUID(bytes=hashlib.sha256(published.public_id.encode()).digest()[:16], version=4)}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": identity_hash(award.citizen.public_id, published.salt),
                    "identityType": "systemId",
                    "salt": published.salt,
                }
            ],
            "achievement": achievement(trophy, whole),
        },
        "credentialStatus": status.entry(published, whole),
    }


def as_jwt(published: TrophyPublication, whole: Address) -> str:
    """Signed, with the claims that a VC-JWT of Open Badges 3.0 repeats."""
    said = credential(published, whole)
    registered = {
        "iss": said["issuer"]["id"],
        "jti": said["id"],
        "nbf": int(published.award.awarded_at.timestamp()),
        "sub": said["credentialSubject"]["id"],
    }
    return keys.signed({**said, **registered}, keys_at=whole(reverse("campaigns:trophy_keys")))


def identity_hash(identity: str, salt: str) -> str:
    """As Open Badges hash an identity: its letters, then those of the salt."""
    return f"sha256${hashlib.sha256(f'{identity}{salt}'.encode()).hexdigest()}"


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
