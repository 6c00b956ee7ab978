"""Who has accounts at the played platforms, what each app is told of them, and the codes and tokens given out."""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

NAMES = ("林小满", "周大河", "Ada Lin")
CODE_LASTS_S, TOKEN_LASTS_S = 300, 7200


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account at each of the platforms."""

    name: str

    def id_at(self, platform: str, app_id: str = "") -> str:
        """As an app knows them; without one, as all apps of one operator do."""
        return hashlib.sha256(f"{platform}:{app_id}:{self.name}".encode()).hexdigest()[:28]


class Wrong(Enum):
    """Why a code gives nothing."""

    UNKNOWN = "unknown"
    """Also said of one that was given for another app."""
    USED = "used"
    EXPIRED = "expired"


@dataclass(slots=True)
class Grant:
    """Somebody has agreed that this app may know who they are."""

    app_id: str
    person: Person
    redirect_uri: str
    given_at: float
    is_used: bool = False


@dataclass
class Grants:
    """Codes are good once and for some minutes, tokens for some hours; each is one app's."""

    clock: Callable[[], float] = time.monotonic
    _codes: dict[str, Grant] = field(default_factory=dict)
    _tokens: dict[str, Grant] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def give_code(self, app_id: str, person: Person, redirect_uri: str = "") -> str:
        code = secrets.token_hex(16)
        with self._lock:
            self._codes[code] = Grant(app_id, person, redirect_uri, self.clock())
        return code

    def take_code(self, code: str, app_id: str) -> Grant | Wrong:
        with self._lock:
            grant = self._codes.get(code)
            if grant is None or grant.app_id != app_id:
                return Wrong.UNKNOWN
            if grant.is_used:
                return Wrong.USED
            grant.is_used = True
            return grant if self.clock() - grant.given_at <= CODE_LASTS_S else Wrong.EXPIRED

    def give_token(self, grant: Grant) -> str:
        token = secrets.token_hex(24)
        with self._lock:
            self._tokens[token] = grant
        return token

    def person_of(self, token: str) -> Grant | None:
        with self._lock:
            return self._tokens.get(token)
