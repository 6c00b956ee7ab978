"""How a platform is asked: within seconds, over https, without following it elsewhere, and reading no more than is due.

allauth asks by the same way (`settings.SOCIALACCOUNT_ADAPTER`).
"""

import json
import time
from http import HTTPStatus
from typing import Any

import requests
import urllib3
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from common.loopback import is_safe

CONNECT_S, READ_S, WHOLE_S = 3.0, 5.0, 8.0
MOST_BYTES = 64 * 1024
"""The longest answer that any of the documentations shows is below 4 kB."""
PIECE_BYTES = 8 * 1024


class NoAnswer(requests.RequestException):
    """The platform is away, slow, broken, or says what cannot be read. Its text names no secret and no code."""


class Session(requests.Session):
    """Asks as `requests` does, within bounds. Raises NoAnswer and nothing else."""

    def request(self, method: Any, url: Any, *args: Any, **named: Any) -> requests.Response:
        if not is_safe(str(url)):
            raise NoAnswer("the address is neither https nor of this machine")
        deadline = time.monotonic() + WHOLE_S
        named |= {"timeout": (CONNECT_S, READ_S), "allow_redirects": False, "stream": True}
        named["headers"] = {**(named.get("headers") or {}), "Accept-Encoding": "identity"}
        try:
            with super().request(method, url, *args, **named) as answer:
                answer._content = _read(answer, deadline)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if isinstance(error, NoAnswer):
                raise
            # The error's own text repeats the address with what was asked.
            raise NoAnswer(type(error).__name__) from None
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.is_redirect:
            raise NoAnswer(f"status {answer.status_code}")
        return answer


class Adapter(DefaultSocialAccountAdapter):
    """allauth asks within the same bounds."""

    def get_requests_session(self) -> requests.Session:
        return Session()


def ask(method: str, url: str, *, query: dict[str, str] | None = None, form: dict[str, str] | None = None) -> str:
    """The text of the answer, whatever its status below 500. Raises NoAnswer."""
    with Session() as session:
        answer = session.request(method, url, params=query, data=form)
    try:
        return answer.content.decode()
    except UnicodeDecodeError:
        raise NoAnswer("no text") from None


def members(text: str) -> dict[str, Any]:
    """The members of the JSON object that a text is. Raises NoAnswer."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise NoAnswer("no JSON") from None
    if not isinstance(told, dict):
        raise NoAnswer("no JSON object")
    return told


def _read(answer: requests.Response, deadline: float) -> bytes:
    pieces: list[bytes] = []
    while piece := answer.raw.read1(PIECE_BYTES):
        pieces.append(piece)
        if sum(map(len, pieces)) > MOST_BYTES:
            raise NoAnswer("too long")
        if time.monotonic() > deadline:
            raise NoAnswer("too slow")
    return b"".join(pieces)
