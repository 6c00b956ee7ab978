"""Asking for a code and showing it, for an app: the rules, limits and answers of the page, whoever holds the number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts import devices, known_devices, looks
from accounts.app_sign_in import keeping
from accounts.app_sign_in.carrying import carried, device_after, know_device, use_up
from accounts.citizens import citizen_with_phone
from accounts.models import AppWay, User
from accounts.refusals import AccountClosed, AccountMerged, WrongCode
from accounts.sign_in import SignIn
from common.successors import successor_of
from common.typed.codes import code as read


@dataclass(frozen=True, slots=True)
class Awaited:
    """A code that is on its way; `demo_code` is empty wherever messages are sent."""

    ticket: str
    digits: int
    again_after_s: int
    demo_code: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the phone, and what their app is to keep of its device."""

    citizen: User
    is_new: bool
    device: str


def ask(request: HttpRequest, *, phone: str, solution: Mapping[str, str], device: str) -> Awaited:
    """Sends a code. Raises TooManyCodes, PuzzleFirst, CeilingReached, CodeNotSent."""
    know_device(request, device)
    with carried(request) as session:
        sign_in = SignIn.start(request, phone, solution)
        session.save()
        return _awaited(sign_in, str(session.session_key))


def ask_again(request: HttpRequest, *, ticket: str, solution: Mapping[str, str], device: str) -> Awaited:
    """Sends another. Raises WrongCode where none is awaited, NoMoreResends, ResendTooEarly, and what `ask` raises."""
    know_device(request, device)
    with carried(request, ticket):
        sign_in = SignIn.awaited(request)
        if sign_in is None:
            raise WrongCode
        sign_in.resend(solution)
        return _awaited(sign_in, ticket)


def phone_of(request: HttpRequest, *, ticket: str) -> str | None:
    """To which number the code of `ticket` was sent."""
    with carried(request, ticket):
        sign_in = SignIn.awaited(request)
        return sign_in.phone if sign_in else None


def prove(request: HttpRequest, *, ticket: str, code: str, device: str) -> str:
    """The phone (E.164) that was shown, where the code is right: it is used up then.

    Raises WrongCode, TooManyTriesFromHere.
    """
    know_device(request, device)
    with carried(request, ticket) as session:
        sign_in = SignIn.awaited(request)
        if sign_in is None or not sign_in.is_valid() or not _is_typed(typed := read(code), sign_in.digits):
            raise WrongCode
        # Of two that show it at once, one has shown it.
        is_right = sign_in.is_right(typed) and use_up(session)
        if not is_right:
            sign_in.record_invalid_attempt()
    if not is_right:
        raise WrongCode
    return sign_in.phone


def holder(request: HttpRequest, phone: str) -> Holder:
    """Whose phone it is that was just shown: a number that nobody has makes a citizen.

    Raises AccountClosed, and PerhapsAnothers of an account that was not used for long: the page asks for more.
    """
    citizen, is_new = citizen_with_phone(
        phone=phone,
        language=get_language() or settings.LANGUAGE_CODE,
        now=timezone.now(),
        is_known=known_devices.device_of(request, phone) is not None,
    )
    _check_open(citizen)
    return Holder(citizen, is_new, device_after(request, phone))


def sign_in(request: HttpRequest, citizen: User, *, scopes: Collection[str], way: AppWay) -> keeping.Tokens:
    """Tokens for the app of who has just shown to be `citizen`. Raises AccountClosed."""
    _check_open(citizen)
    now, device = timezone.now(), devices.kind_of(request)
    looks.note_sign_in(user=citizen, device=device, now=now)
    return keeping.start(citizen=citizen, scopes=scopes, way=way, device=device, now=now)


def _check_open(citizen: User) -> None:
    """Raises AccountClosed, or AccountMerged, which is one, too."""
    if citizen.is_active:
        return
    if successor_of(citizen.pk) is not None:
        raise AccountMerged(address=reverse("account_request_login_code"))
    raise AccountClosed


def _is_typed(code: str, digits: int) -> bool:
    """What cannot be the code costs no try."""
    return len(code) == digits and code.isascii() and code.isdecimal()


def _awaited(sign_in: SignIn, ticket: str) -> Awaited:
    return Awaited(ticket, sign_in.digits, sign_in.resend_wait_s, sign_in.code if settings.DEBUG else "")
