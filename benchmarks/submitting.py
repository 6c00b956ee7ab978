"""What visitors do in the benchmark `submit`; every act is another one."""

import json
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from urllib.parse import urlencode

from benchmarks.visitor import Visitor

JSON = {"Content-Type": "application/json"}
BATCH = 1_000
MOST_STEPS = 100_000


def one_by_api(port: int, tokens: list[str]) -> Callable[[], int]:
    """A ride, in a citizen's name by their token."""
    visitor, bearers, ids = Visitor(port, JSON), cycle(tokens), _ids()

    def submit() -> int:
        visitor.post("/api/v1/activities", b'{"activities": [%s]}' % _ride(next(ids)), next(bearers))
        return 1

    return submit


def many_by_api(port: int, tokens: list[str]) -> Callable[[], int]:
    """A thousand rides in one request."""
    visitor, bearers, ids = Visitor(port, JSON), cycle(tokens), _ids()

    def submit() -> int:
        items = b",".join(_ride(next(ids)) for _ in range(BATCH))
        visitor.post("/api/v1/activities", b'{"activities": [%s]}' % items, next(bearers))
        return BATCH

    return submit


def one_by_form(port: int, sessions: list[str]) -> Callable[[], int]:
    """Steps of today, typed by a citizen who is signed in; the answer is the way to the act's own page."""
    visitor = Visitor(port, {"Content-Type": "application/x-www-form-urlencoded"})
    csrf = secrets.token_hex(16)
    cookies = cycle([f"Cookie: sessionid={session}; csrftoken={csrf}\r\n" for session in sessions])
    told = count(len(sessions))
    day = (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()

    def submit() -> int:
        steps = next(told) // len(sessions) % MOST_STEPS + 1
        body = urlencode({"csrfmiddlewaretoken": csrf, "steps": steps, "day": day})
        visitor.post("/act/walking/", body.encode(), next(cookies), wanted=302)
        return 1

    return submit


def plain_insert(port: int, citizen_ids: list[int]) -> Callable[[], int]:
    return _plain("/plain/insert/", 200, port, citizen_ids)


def plain_drf(port: int, citizen_ids: list[int]) -> Callable[[], int]:
    return _plain("/plain/acts/", 201, port, citizen_ids)


def _plain(path: str, wanted: int, port: int, citizen_ids: list[int]) -> Callable[[], int]:
    visitor, citizens = Visitor(port, JSON), cycle(citizen_ids)
    started_at, ended_at = _an_hour_ago()
    act = {
        "scenario": "bike-share",
        "started_at": started_at,
        "ended_at": ended_at,
        "values": {"distance_m": 2000},
    }

    def submit() -> int:
        visitor.post(path, json.dumps({"citizen_id": next(citizens), **act}).encode(), wanted=wanted)
        return 1

    return submit


def _ids() -> Iterator[bytes]:
    own = secrets.token_hex(4)
    return (f"{own}-{number}".encode() for number in count())


def _an_hour_ago() -> tuple[str, str]:
    started_at = datetime.now(UTC) - timedelta(hours=1)
    return started_at.isoformat(), (started_at + timedelta(minutes=10)).isoformat()


STARTED_AT, ENDED_AT = (moment.encode() for moment in _an_hour_ago())


def _ride(client_id: bytes) -> bytes:
    return (
        b'{"id": "%s", "scenario": "bike-share", "started_at": "%s", "ended_at": "%s", "claim": {"distance_m": 2000}}'
        % (client_id, STARTED_AT, ENDED_AT)
    )
