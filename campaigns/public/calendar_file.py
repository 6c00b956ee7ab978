"""A campaign as a calendar file (RFC 5545): one event, in UTC, lines ended and folded as the standard says."""

from datetime import UTC, datetime

from campaigns.models import Campaign
from campaigns.public.told import place_of

FOLD = 75
"""Octets of a line, its end not counted."""


def calendar_file(campaign: Campaign, *, address: str, now: datetime) -> bytes:
    """`address` is the campaign's page."""
    host = address.partition("://")[2].partition("/")[0]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tianfu Carbon//Campaigns//ZH",
        "BEGIN:VEVENT",
        f"UID:{campaign.public_id}@{host}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(campaign.starts_at)}",
        f"DTEND:{_moment(campaign.ends_at)}",
        f"SUMMARY:{_text(str(campaign))}",
        f"LOCATION:{_text(place_of(campaign))}",
        f"URL:{address}",
        *(["STATUS:CANCELLED"] if campaign.cancelled_at else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for sign in "\\;,":
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> str:
    """No character is cut in two; what follows begins with a space, which counts."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > FOLD:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts)
