"""Which published trophies are good no more, as W3C's Bitstring Status List: one bit for each, and nothing else of it.

A bit is set where the trophy was revoked or its owner withdrew it; whoever asks learns nothing of which one they ask.
"""

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from campaigns.models import TrophyPublication
from campaigns.trophies import keys

BITS = 131_072
"""In one list: the least that the standard allows, 16 kB before it is compressed."""
MOST_LISTS = 1_000_000
"""Numbers of rows end long before."""


def entry(published: TrophyPublication, whole: Callable[[str], str]) -> dict[str, Any]:
    number, place = divmod(published.pk, BITS)
    address = whole(reverse("campaigns:trophy_status", args=[number]))
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def is_over(published: TrophyPublication) -> bool:
    return published.withdrawn_at is not None or published.award.revoked_at is not None


def as_jwt(number: int, whole: Callable[[str], str], *, now: datetime) -> str:
    """The list, signed as what it is a list of is."""
    address = whole(reverse("campaigns:trophy_status", args=[number]))
    issuer = whole(reverse("campaigns:trophy_issuer"))
    said = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _encoded(number),
        },
    }
    registered = {"iss": issuer, "jti": address, "nbf": int(now.timestamp()), "sub": f"{address}#list"}
    return keys.signed({**said, **registered}, keys_at=whole(reverse("campaigns:trophy_keys")))


def is_there(number: int) -> bool:
    """Whether anything was ever published that has a place in this list."""
    of_list = TrophyPublication.objects.filter(pk__gte=number * BITS, pk__lt=(number + 1) * BITS)
    return number < MOST_LISTS and of_list.exists()


def _encoded(number: int) -> str:
    """Bit 0 is the leftmost of the first byte; multibase `u` is base64url without padding."""
    bits = bytearray(BITS // 8)
    first = number * BITS
    of_list = TrophyPublication.objects.filter(pk__gte=first, pk__lt=first + BITS)
    over = of_list.filter(Q(withdrawn_at__isnull=False) | Q(award__revoked_at__isnull=False))
    for pk in over.values_list("pk", flat=True):
        byte, bit = divmod(pk - first, 8)
        bits[byte] |= 0x80 >> bit
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
