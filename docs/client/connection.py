"""How an app or mini-program speaks to the portal: signing in, renewing, asking, and what may go wrong.

Plain Python with nothing but its standard library, so that it reads like what you will write in JavaScript. A method is
one request. The whole journey of a citizen is in `journey.py`; docs/client.md explains both. Every address, with what
it takes and answers, stands at `/api/docs/` of the portal.
"""

import hashlib
import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

API = "/api/v1/"
TRIES = 3
"""For what may be sent again without doing it twice."""


class Refused(Exception):
    """The portal said no, in problem details (RFC 9457).

    `code` is for your program and never changes its meaning; `detail` is a sentence for your reader, in the language
    that you asked for.
    """

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status, self.problem = status, problem
        self.code, self.detail = str(problem.get("code", "")), str(problem.get("detail", ""))
        super().__init__(f"{status} {self.code}: {self.detail}")


class SignInAgain(Exception):
    """The sign-in is over: lead your reader to the door."""


class Portal:
    """One citizen's connection. Keep `kept` where the phone keeps secrets, and give it back next time."""

    def __init__(self, address: str, language: str = "zh-hans", kept: dict[str, Any] | None = None) -> None:
        self.address, self.language = address.rstrip("/"), language
        self.kept: dict[str, Any] = kept or {}

    # Signing in by code

    def ask_for_code(self, phone: str) -> dict[str, Any]:
        """Has a code sent. The answer's `ticket` goes with the code; `digits` is how many the message has."""
        asked = {"phone": phone, "device": self.kept.get("device", "")}
        try:
            return self._open("POST", "sign-in/code", asked)
        except Refused as refused:
            if refused.code != "puzzle_first":
                raise
            # Many messages were asked for from this network: a little work comes first, a second of a phone's.
            puzzle = refused.problem["puzzle"]
            solution = {"puzzle": puzzle["token"], "work": worked(puzzle)}
            return self._open("POST", "sign-in/code", asked | solution)

    def confirm_code(self, ticket: str, code: str) -> None:
        """Signs in with the code from the message. A number that nobody has becomes a new citizen."""
        asked = {"ticket": ticket, "code": code, "device": self.kept.get("device", "")}
        self.kept |= self._open("POST", "sign-in/confirm", asked)

    # Signing in from a mini-program

    def sign_in_from(self, platform: str, login_code: str) -> str | None:
        """With the code of `wx.login`, `my.getAuthCode` or `tt.login`: as `wechat`, `alipay` or `douyin`.

        None: signed in. Else the ticket to link this account with, since nobody has yet: ask for the phone, once.
        """
        answer = self._open("POST", f"sign-in/{platform}", {"code": login_code})
        if answer.get("asks") == "phone":
            return str(answer["platform_ticket"])
        self.kept |= answer
        return None

    def confirm_link(self, platform_ticket: str, ticket: str, code: str) -> None:
        """Signs in with the code from the message, and from now on by the platform alone, too."""
        device = self.kept.get("device", "")
        asked = {"platform_ticket": platform_ticket, "ticket": ticket, "code": code, "device": device}
        self.kept |= self._open("POST", "sign-in/link", asked)

    # Staying signed in, and leaving

    def renew(self) -> None:
        """The next hour. Each renewal token is good for once: keep the new one before you do anything else.

        The word is new for each renewal and the same where it is sent again: by it the portal knows that it is you
        whose answer was lost, and not somebody who has copied the token.
        """
        asked = {"renewal_token": self.kept.get("renewal_token", ""), "word": secrets.token_urlsafe(16)}
        try:
            self.kept |= self._open("POST", "sign-in/renew", asked)
        except Refused as refused:
            raise SignInAgain from refused

    def sign_out(self) -> None:
        self._open("POST", "sign-in/end", {"renewal_token": self.kept.get("renewal_token", "")})
        self.kept = {"device": self.kept.get("device", "")}

    # Asking

    def get(self, path: str, **query: str) -> Any:
        return self._as_citizen("GET", f"{path}?{urllib.parse.urlencode(query)}" if query else path)

    def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        """`key` names the deed: sent again with it, it is done once. Make one for each deed, not for each request."""
        return self._as_citizen("POST", path, body, {"Idempotency-Key": f'"{key}"'} if key else {})

    def pages(self, path: str, member: str, **query: str) -> Any:
        """Everything of a list, page after page: `next` of one is `before` of the following."""
        while True:
            page = self.get(path, **query)
            yield from page[member]
            if not page["next"]:
                return
            query["before"] = page["next"]

    def upload(self, path: str, name: str, picture: bytes, **fields: str) -> Any:
        """A photo, as a form of several parts (RFC 7578), the way `wx.uploadFile` sends it."""
        border = secrets.token_hex(16)
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in fields.items()
        ]
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="photo.jpg"\r\n'
        body = b"".join(
            [*parts, head.encode(), b"Content-Type: image/jpeg\r\n\r\n", picture, f"\r\n--{border}--\r\n".encode()]
        )
        return self._as_citizen("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={border}"})

    # How it is sent

    def _as_citizen(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """With the access token; one that is over is renewed once."""
        for is_last in (False, True):
            signed = {**(headers or {}), "Authorization": f"Bearer {self.kept.get('access_token', '')}"}
            try:
                return self._open(method, path, body, signed)
            except Refused as refused:
                if refused.status != 401 or is_last:
                    raise
                self.renew()
        raise AssertionError

    def _open(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """Sends it, and again where the network fails: a renewal and whatever has a key are done once all the same."""
        sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        told = {"Content-Type": "application/json", "Accept-Language": self.language, **(headers or {})}
        may_repeat = method == "GET" or path == "sign-in/renew" or "Idempotency-Key" in told
        for attempt in range(1, TRIES + 1):
            request = urllib.request.Request(self.address + API + path, data=sent, headers=told, method=method)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    read = answer.read()
                    return json.loads(read) if read else None
            except urllib.error.HTTPError as error:
                raise Refused(error.code, json.loads(error.read())) from None
            except OSError:
                if not may_repeat or attempt == TRIES:
                    raise
                time.sleep(attempt)
        raise AssertionError


def worked(puzzle: dict[str, Any]) -> str:
    """For each piece a number, so that the digest of `token:piece:number` begins with so many zero bits."""
    numbers = []
    for piece in range(puzzle["pieces"]):
        number = 0
        while int.from_bytes(hashlib.sha256(f"{puzzle['token']}:{piece}:{number}".encode()).digest()) >> (
            256 - puzzle["bits"]
        ):
            number += 1
        numbers.append(str(number))
    return ",".join(numbers)
