"""An app without cookies, and what it sends."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.accounts.conftest import Outbox, outbox

__all__ = ["outbox"]

PHONE, TYPED = "+8613900000009", "139 0000 0009"


@dataclass
class App:
    """Keeps nothing but what its sign-in answered."""

    address: str = "203.0.113.5"
    asked: int = 0
    kept: dict[str, Any] = field(default_factory=dict)

    def post(self, path: str, **members: Any) -> HttpResponse:
        self.asked += 1
        # A new one each time: whatever cookie came is lost.
        return Client(REMOTE_ADDR=self.address).post(
            f"/api/v1/sign-in/{path}", json.dumps(members), content_type="application/json"
        )

    def ask(self, phone: str = TYPED, **more: str) -> HttpResponse:
        answer = self.post("code", phone=phone, **more)
        if answer.status_code == 202:
            self.kept |= answer.json()
        return answer

    def confirm(self, code: str, **more: Any) -> HttpResponse:
        answer = self.post("confirm", **{"ticket": self.kept.get("ticket", ""), "code": code, **more})
        if answer.status_code == 200:
            self.kept |= answer.json()
        return answer

    def renew(self, token: str = "", **more: str) -> HttpResponse:
        answer = self.post("renew", renewal_token=token or self.kept["renewal_token"], **more)
        if answer.status_code == 200:
            self.kept |= answer.json()
        return answer

    def end(self, token: str = "") -> HttpResponse:
        return self.post("end", renewal_token=token or self.kept["renewal_token"])

    def read(self, access: str = "") -> int:
        """How its citizen's acts are answered."""
        headers = {"authorization": f"Bearer {access or self.kept['access_token']}"}
        return Client(headers=headers).get("/api/v1/activities").status_code


@pytest.fixture
def app(outbox: Outbox) -> App:
    return App()


@pytest.fixture
def signed_in(app: App, outbox: Outbox) -> App:
    app.ask()
    assert app.confirm(outbox.code).status_code == 200
    return app
