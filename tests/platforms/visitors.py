"""Somebody with a browser who comes from a platform, as the tests of signing in have them."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import requests
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import fresh_proofs
from accounts.models import User
from platforms.models import Link, Platform
from tests.accounts.conftest import Outbox
from tests.platforms.loopback import LIN

TYPED = "139 0000 0009"


@dataclass
class Visitor:
    """Somebody with a browser, who goes to platforms as a browser does."""

    client: Client = field(default_factory=Client)

    def leave(self, platform: str, then: str = "", *, linking: bool = False, **named: Any) -> str:
        """Where the portal leads to."""
        name = "platforms:link" if linking else "platforms:go"
        page = self.client.post(reverse(name, args=[platform]), {"next": then} if then else {}, **named)
        assert page.status_code == 200, page.status_code
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
        assert found, page.content.decode()
        return unescape(found[1])

    def agree(self, address: str, who: str = LIN.name) -> str:
        """On the platform's page; where it leads back to."""
        answer = requests.post(address.partition("#")[0], data={"person": who}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["Location"])

    def refuse(self, address: str) -> str:
        answer = requests.post(address.partition("#")[0], data={"cancel": "1"}, allow_redirects=False, timeout=5)
        return str(answer.headers["Location"])

    def back(self, address: str, **named: Any) -> Any:
        parts = urlsplit(address)
        return self.client.get(f"{parts.path}?{parts.query}", **named)

    def come(self, platform: str, *, who: str = LIN.name, then: str = "", linking: bool = False, **named: Any) -> Any:
        address = self.leave(platform, then, linking=linking, **named)
        return self.back(self.agree(address, who), **named)

    def prove(self, came: Any, outbox: Outbox, phone: str = TYPED) -> Any:
        """The number, on the pages to which an unknown account is led; follows to where the way ends."""
        asked = self.client.post(came.url, {"phone": phone})
        return self.client.post(asked.url, {"code": outbox.code}, follow=True)

    @property
    def user_id(self) -> int | None:
        key = self.client.session.get("_auth_user_id")
        return int(key) if key else None


def known(citizen: User, platform: Platform) -> Link:
    """The citizen has linked Lin's account there, from whichever app."""
    visitor = Visitor()
    signed_in(visitor, citizen)
    visitor.come(platform, linking=True)
    return Link.objects.get(citizen=citizen, platform=platform)


def signed_in(visitor: Visitor, citizen: User) -> None:
    """As somebody who has just shown who they are."""
    visitor.client.force_login(citizen, "django.contrib.auth.backends.ModelBackend")
    session = visitor.client.session
    session[fresh_proofs.PROVEN_AT] = timezone.now().timestamp()
    session.save()
