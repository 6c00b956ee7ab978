"""Who gets a sign-in code sent, and after what.

A device that has signed in with the number before is counted for itself. Everybody else shares the limits of their
address and network, and of the number; once these are used up, a puzzle is solved first, and the number's owner at a
new device still gets a longer code, at growing intervals (docs/adr/0040-limits-of-tries.md).
"""

from collections.abc import Mapping

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import known_devices, messages_of_day, puzzles
from accounts.models import User
from accounts.rate_limits import TriedTooOften, count_try
from accounts.refusals import PuzzleFirst, TooManyCodes
from accounts.requests import address_of

DIGITS, DIGITS_OF_SLOW_WAY = 6, 8
TO_NUMBER, WITHOUT_PUZZLE, USE_PUZZLE = "request_code_to_number", "request_code_without_puzzle", "use_puzzle"


def admit(request: HttpRequest, *, phone: str, again: bool = False, solution: Mapping[str, str] | None = None) -> int:
    """Counts a code for `phone` (E.164) and returns how many digits it has; `again` for one more of the same sign-in.

    `solution` is what was sent of a puzzle (`accounts/puzzles.py`), where it is not a form.
    Raises TooManyCodes, PuzzleFirst, CeilingReached: then nothing is counted.
    """
    try:
        if device := known_devices.device_of(request, phone):
            _count(request, ("request_code_at_known_device", f"{device}:{phone}"), is_known=True)
            return DIGITS
        return _admit_stranger(request, phone, request.POST if solution is None else solution, again=again)
    except TriedTooOften as refused:
        if refused.action == USE_PUZZLE:
            raise PuzzleFirst from None
        raise TooManyCodes(wait_s=refused.wait_s) from None


def admit_owner(request: HttpRequest, citizen: User) -> None:
    """Counts a code for the number of who is signed in. Raises TooManyCodes."""
    try:
        _count(request, ("request_code_signed_in", str(citizen.pk)), is_known=True)
    except TriedTooOften as refused:
        raise TooManyCodes(wait_s=refused.wait_s) from None


def admit_new_number(request: HttpRequest, citizen: User, phone: str) -> None:
    """Counts a code that who is signed in has sent to a number that is nobody's yet, or not theirs.

    Raises TooManyCodes, CeilingReached: then nothing is counted.
    """
    try:
        _count(request, ("request_code_signed_in", str(citizen.pk)), (TO_NUMBER, phone))
    except TriedTooOften as refused:
        raise TooManyCodes(wait_s=refused.wait_s) from None


def _admit_stranger(request: HttpRequest, phone: str, solution: Mapping[str, str], *, again: bool) -> int:
    here = f"{phone}:{address_of(request)}"
    always = [("request_login_code", ""), ("request_code_from_here", here)]
    unproven = always if again else [*always, (WITHOUT_PUZZLE, "")]
    if not _is_refused_by(request, [*unproven, (TO_NUMBER, phone)], {TO_NUMBER, WITHOUT_PUZZLE}):
        return DIGITS
    proven = always if again else [*always, (USE_PUZZLE, _solved(request, phone, solution))]
    if not _is_refused_by(request, [*proven, (TO_NUMBER, phone)], {TO_NUMBER}):
        return DIGITS
    _count(request, *proven, ("request_code_slowly", here))
    return DIGITS_OF_SLOW_WAY


def _is_refused_by(request: HttpRequest, tries: list[tuple[str, str]], actions: set[str]) -> bool:
    """Counts them, unless the limit of one of `actions` is reached. Raises what else refuses."""
    try:
        _count(request, *tries)
    except TriedTooOften as refused:
        if refused.action in actions:
            return True
        raise
    return False


def _solved(request: HttpRequest, phone: str, solution: Mapping[str, str]) -> str:
    token = puzzles.solved(request, phone, solution)
    if token is None:
        raise PuzzleFirst
    return token


@transaction.atomic
def _count(request: HttpRequest, *tries: tuple[str, str], is_known: bool = False) -> None:
    count_try(request, *tries)
    messages_of_day.spend(is_known=is_known, now=timezone.now())
