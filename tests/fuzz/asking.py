"""Asks the portal as somebody, and notes what broke, once for each place in the code that broke."""

import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

ROOT = Path(__file__).parents[2]
PROBLEM = "application/problem+json"


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Broken:
    """The faults that were found, the first request of each, and how many requests of which answer there were."""

    first: dict[str, str] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)

    def note(self, fault: str, request: str) -> None:
        self.first.setdefault(fault, request)

    def __str__(self) -> str:
        told = "\n\n".join(f"{fault}\n    {request}" for fault, request in self.first.items())
        return told and f"{len(self.first)} faults in {self.answers.total():,} requests\n\n{told}"


class Stranger:
    """A browser or a program; whatever it does is undone after each request."""

    def __init__(self, name: str, client: Client, broken: Broken, headers: Mapping[str, str] | None = None) -> None:
        self.name, self.client, self.broken = name, client, broken
        self.client.raise_request_exception = False
        self.headers, self.cookies = dict(headers or {}), client.cookies.copy()
        self.forms: dict[str, list[tuple[str, str]]] = {}

    def ask(
        self,
        method: str,
        address: str,
        query: str = "",
        body: bytes = b"",
        kind: str = "application/x-www-form-urlencoded",
        headers: Mapping[str, str] | None = None,
    ) -> HttpResponseBase | None:
        asked = f"{method!r} {address}{'?' if query else ''}{query[:300]}"
        said = f"{self.name}: {asked} {kind if body else ''} {body[:300]!r} {headers or ''}"
        sent = {**self.headers, **(headers or {})}
        with undone():
            try:
                answer = self.client.generic(method, address, body, kind, headers=sent, QUERY_STRING=query)
                if answer.streaming:
                    b"".join(answer.streaming_content)
            except Exception as error:
                self.broken.note(place_of(error), f"{said}\n    {str(error)[:200]}")
                answer = None
        self.client.cookies = self.cookies.copy()
        if answer is not None:
            self._judge(answer, address, said)
        return answer

    def _judge(self, answer: HttpResponseBase, address: str, said: str) -> None:
        self.broken.answers[answer.status_code] += 1
        # Health is told by 503, and here no worker runs.
        if answer.status_code >= 500 and (answer.status_code, address) not in {(503, "/healthz"), (503, "/readyz")}:
            error = getattr(answer, "exc_info", None)
            self.broken.note(
                place_of(error[1]) if error else f"{answer.status_code} without an error",
                f"{said}\n    {str(error[1])[:200] if error else ''}",
            )
        kind = answer.headers.get("Content-Type", "")
        # The document of the API is a page like others.
        is_of_api = address.startswith("/api/") and not address.startswith("/api/docs/")
        if is_of_api and answer.status_code >= 400 and not kind.startswith(PROBLEM):
            self.broken.note(f"{answer.status_code} as {kind}", said)

    def fields(self, address: str) -> list[tuple[str, str]]:
        """What the forms of a page hold, as a browser would send them."""
        if address not in self.forms:
            answer = self.ask("GET", address)
            is_page = answer is not None and answer.headers.get("Content-Type", "").startswith("text/html")
            content: Any = getattr(answer, "content", b"") if is_page else b""
            self.forms[address] = Fields(content.decode(errors="replace")).found
        return self.forms[address]


class Fields(HTMLParser):
    """The names of a page's fields with what they hold; of those that are empty, something that might do."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name = told.get("name") or ""
        if tag in {"input", "textarea", "button"} and name:
            self.found.append((name, told.get("value") or GUESSES.get(told.get("type") or "", "1")))
        if tag == "select":
            self.select = name
        if tag == "option" and self.select and told.get("value"):
            self.found.append((self.select, told["value"] or ""))
            self.select = ""


GUESSES = {
    "date": "2026-11-20",
    "time": "08:00",
    "datetime-local": "2026-11-20T08:00",
    "text": "8000",
    "tel": "13900000009",
}


def place_of(error: BaseException) -> str:
    """The kind of an error, and where in the portal's own code it came up."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename and "/tests/" not in frame.filename]
    where = f"{own[-1].filename.removeprefix(str(ROOT))}:{own[-1].lineno}" if own else "elsewhere"
    behind = f"{frames[-1].filename.rpartition('site-packages/')[2]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} at {where} ({behind})"


def encoded(pairs: list[tuple[str, str]]) -> str:
    """A form as it is sent; a value may be raw already."""
    return "&".join(f"{quote(name, safe='', errors='replace')}={value}" for name, value in pairs)
