"""What the tests of signing in share: a gateway that keeps its messages, and a visitor at the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import fresh_proofs, sign_in
from accounts.changing_phone import codes, notices


@dataclass
class Outbox:
    """A gateway whose messages can be read."""

    messages: list[tuple[str, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)

    def send_code(self, *, phone: str, code: str) -> None:
        self.messages.append((phone, code))

    def send_notice(self, *, phone: str, code: str, facts: Mapping[str, Any], words: str) -> None:
        self.notices.append((phone, words))

    @property
    def code(self) -> str:
        return self.messages[-1][1]

    @property
    def wrong_code(self) -> str:
        return "000000" if self.code != "000000" else "000001"


@dataclass
class Visitor:
    """Someone at the door, with a browser of their own."""

    client: Client = field(default_factory=Client)

    def ask(self, phone: str, then: str = "") -> HttpResponse:
        return self.client.post(address("account_request_login_code", then), {"phone": phone})

    def enter(self, code: str, then: str = "") -> HttpResponse:
        return self.client.post(address("account_confirm_login_code", then), {"code": code})

    def resend(self) -> HttpResponse:
        return self.client.post(reverse("resend_login_code"))

    @property
    def user_id(self) -> int | None:
        key: Any = self.client.session.get("_auth_user_id")
        return int(key) if key else None


def address(name: str, then: str) -> str:
    return reverse(name, query={"next": then} if then else None)


@pytest.fixture
def outbox(db: None, monkeypatch: pytest.MonkeyPatch) -> Outbox:
    box = Outbox()
    for sender in (sign_in, fresh_proofs, codes, notices):
        monkeypatch.setattr(sender, "gateway", lambda: box)
    return box


@pytest.fixture
def visitor(outbox: Outbox) -> Visitor:
    return Visitor()


@pytest.fixture
def other_visitor(outbox: Outbox) -> Visitor:
    return Visitor()
