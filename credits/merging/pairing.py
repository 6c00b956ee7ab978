"""Pairing codes: an account that is signed in shows one, and whoever types it at another account has held both.

Shown once, kept as a digest, good for ten minutes and for one use; a new one replaces the one before.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.rate_limits import may_try
from accounts.requests import citizen_of
from common.public_ids import ALPHABET
from credits.merging.models import PairingCode
from credits.merging.refusals import TooManyPairingTries, WrongPairingCode

LENGTH = 10
"""50 random bits: at a thousand guesses a minute somebody hits one of a million codes within years, not minutes."""
LASTS = timedelta(minutes=10)


def show(account: User, *, now: datetime) -> str:
    """A new code for the account, grouped for reading."""
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    PairingCode.objects.update_or_create(account=account, defaults={"digest": _digest(code), "shown_at": now})
    return f"{code[:5]}-{code[5:]}"


def use(request: HttpRequest, typed: str, *, now: datetime) -> User:
    """The account that shows this code, which is then used up; never the one that types it.

    Raises `TooManyPairingTries`, `WrongPairingCode`.
    """
    by = citizen_of(request)
    if not may_try(request, action="pair_account", key=str(by.pk)):
        raise TooManyPairingTries
    digest = _digest("".join(sign for sign in typed.lower() if sign in ALPHABET))
    with transaction.atomic():
        found = PairingCode.objects.select_for_update(of=("self",)).select_related("account").filter(digest=digest)
        code = found.exclude(account=by).first()
        if code is None or not code.shown_at <= now < code.shown_at + LASTS or not code.account.is_active:
            raise WrongPairingCode
        shown_by = code.account
        code.delete()
    return shown_by


def _digest(code: str) -> str:
    return salted_hmac("credits.merging.pairing", code, algorithm="sha256").hexdigest()
