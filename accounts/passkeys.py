"""Passkeys: keys that a device keeps for one host and opens by finger, face or PIN (WebAuthn).

A second factor for everybody, and for citizens a way in: their devices know whose the key is (docs/adr/0098).
Built on allauth's rows and on fido2. What was asked of the browser is the matter of `passkey_questions`.
Locks: the user.
"""

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import get_credentials
from django.db import transaction
from django.db.models import QuerySet
from fido2.cose import UnsupportedKey
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticationResponse, AuthenticatorData, RegistrationResponse

from accounts import second_factor, ways_in
from accounts.models import User
from accounts.refusals import OnlyFactor, TooManyPasskeys, UnknownPasskey, WrongPasskey
from accounts.ways_in import PASSKEY, WayIn

MOST = 10
"""How many somebody may have: each is looked at when one is used."""
ANSWER_CHARACTERS = 16_000
_UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What fido2 raises for what no browser sends, beside its ValueError for an answer that does not fit."""


@dataclass(frozen=True)
class Question:
    """What was asked of a browser: in the name of which host, and with which challenge."""

    server: Fido2Server
    state: dict[str, Any]

    @property
    def challenge(self) -> str:
        challenge: str = self.state["challenge"]
        return challenge


def passkeys_of(user: User) -> QuerySet[Authenticator]:
    """Those that somebody has, the oldest first."""
    return second_factor.factors(user).filter(type=Authenticator.Type.WEBAUTHN)


def opening() -> QuerySet[Authenticator]:
    """Those that sign in without a name: their device keeps whose they are. Staff come by password all the same.

    Keys registered before there was this way are a second factor alone, as their devices need not know them again.
    """
    return _of_anybody().filter(data__opens=True, user__is_staff=False)


def _of_anybody() -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)


def credentials(rows: Iterable[Authenticator]) -> list[AttestedCredentialData]:
    """The public keys of these rows, as fido2 has them."""
    return [row.wrap().authenticator_data.credential_data for row in rows]


@transaction.atomic
def register(
    *, user: User, question: Question, answer: str, device: str, now: datetime
) -> tuple[Authenticator, list[str]]:
    """Makes a new key one of the user's; returns it with ten recovery codes where there were none yet.

    Of the device its kind is kept (`devices.kind_of`). Raises `WrongPasskey`, `TooManyPasskeys`; nothing changes then.
    """
    second_factor.lock(user)
    if passkeys_of(user).count() >= MOST:
        raise TooManyPasskeys(most=MOST)
    credential, told = _made(question, answer)
    # One key is never two people's: whose it was would be open.
    if _of_anybody().filter(data__credential__id=credential["id"]).exists():
        raise WrongPasskey
    passkey = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": device, "credential": credential, "opens": not user.is_staff, **_used(question, told)},
        created_at=now,
        last_used_at=now,
    )
    return passkey, second_factor.first_recovery_codes(user)


@transaction.atomic
def prove(*, user: User, question: Question, answer: str, now: datetime) -> Authenticator:
    """The user's passkey that has signed the challenge, for the first time. Raises `WrongPasskey`."""
    second_factor.lock(user)
    credential_id, told = _signed(user, question, answer)
    passkey = passkeys_of(user).get(data__credential__id=credential_id)
    if passkey.data["challenge"] == question.challenge or not _has_gone_on(passkey.data["counter"], told.counter):
        raise WrongPasskey
    passkey.data |= _used(question, told)
    passkey.last_used_at = now
    passkey.save(update_fields=["data", "last_used_at"])
    return passkey


@transaction.atomic
def enter(*, question: Question, answer: str, now: datetime) -> Authenticator:
    """The passkey that has signed the challenge, of whom its device names. Raises `WrongPasskey`; nothing changes then.

    What the device names is a public id, which tells nobody anything; that it is theirs the signature says.
    """
    passkey = prove(user=_named(answer), question=question, answer=answer, now=now)
    if not opening().filter(pk=passkey.pk).exists():
        raise WrongPasskey
    return passkey


@transaction.atomic
def remove(*, user: User, pk: int | None) -> None:
    """Takes one of the user's own away; what was proven by it counts no more.

    Raises `UnknownPasskey`, `OnlyFactor`, `LastWayIn`.
    """
    second_factor.lock(user)
    passkey = passkeys_of(user).filter(pk=pk).first()
    if passkey is None:
        raise UnknownPasskey
    is_only_factor = second_factor.factors(user).count() == 1
    if is_only_factor and second_factor.is_needed_by(user):
        raise OnlyFactor
    ways_in.check_another(user.pk, leaving=[WayIn(PASSKEY, passkey.pk)])
    passkey.delete()
    if is_only_factor:
        second_factor.forget_recovery_codes(user)


def _made(question: Question, answer: str) -> tuple[dict[str, Any], AuthenticatorData]:
    """A new key as allauth keeps it, and what its device says of it."""
    try:
        sent = RegistrationResponse.from_dict(_read(answer))
        told = question.server.register_complete(question.state, sent)
        made = told.credential_data
        if made is None or isinstance(made.public_key, UnsupportedKey) or made.credential_id != sent.raw_id:
            raise WrongPasskey
        kept = RegistrationResponse(raw_id=sent.raw_id, response=sent.response)
        return json.loads(json.dumps(dict(kept))), told
    except _UNREADABLE as error:
        raise WrongPasskey from error


def _named(answer: str) -> User:
    """Whose key it is, as the device has kept it since the key was made."""
    try:
        handle = AuthenticationResponse.from_dict(_read(answer)).response.user_handle
        named = User.objects.filter(public_id=(handle or b"").decode()).first()
    except _UNREADABLE as error:
        raise WrongPasskey from error
    if named is None:
        raise WrongPasskey
    return named


def _signed(user: User, question: Question, answer: str) -> tuple[str, AuthenticatorData]:
    """Which of the user's keys has signed, and what its device says."""
    try:
        sent = AuthenticationResponse.from_dict(_read(answer))
        used = question.server.authenticate_complete(question.state, get_credentials(user), sent)
        return websafe_encode(used.credential_id), sent.response.authenticator_data
    except _UNREADABLE as error:
        raise WrongPasskey from error


def _read(answer: str) -> Any:
    if len(answer) > ANSWER_CHARACTERS:
        raise WrongPasskey
    return json.loads(answer)


def _used(question: Question, told: AuthenticatorData) -> dict[str, Any]:
    """What is kept of the last use, so that it stays the last of its kind."""
    return {"challenge": question.challenge, "counter": told.counter}


def _has_gone_on(kept: int, told: int) -> bool:
    """A counter that stands or goes back tells of a copy; devices that share their keys do not count and say 0."""
    return told > kept or told == kept == 0
