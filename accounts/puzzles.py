"""A little work before a message that costs: done by the browser itself, or an answer in words where no script runs.

Eight digests with twelve noughts in front take about 33,000 tries: 0.1 s on a phone of today, under 3 s on one of 2014.
Several small pieces instead of one stray less from that. A puzzle is signed, for one number, for ten minutes, for once.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.rate_limits import TriedTooOften, count_try
from common.typed.codes import code
from common.typed.fields import PlainField

SALT = "accounts.puzzles"
PIECES, BITS = 8, 12
LASTS_S = 10 * 60
LEAST = 2
_WORK = re.compile(rf"[0-9]{{1,9}}(?:,[0-9]{{1,9}}){{{PIECES - 1}}}", re.ASCII)


@dataclass(frozen=True)
class Puzzle:
    token: str
    question: str
    """For who has no script."""
    pieces: int = PIECES
    bits: int = BITS


class PuzzleForm(forms.Form):
    """What came of a puzzle: the work of the script, or an answer."""

    puzzle = forms.CharField(max_length=200, required=False)
    work = forms.CharField(max_length=200, required=False)
    answer = PlainField(max_length=20, required=False)


def new_puzzle(phone: str) -> Puzzle:
    token = _signer(phone).sign(secrets.token_hex(12))
    names = _("two three four five six seven eight nine").split()
    first, second = (names[number - LEAST] for number in numbers_of(token))
    question = _("How much is %(first)s and %(second)s? Please write it in digits.")
    return Puzzle(token, question % {"first": first, "second": second})


def numbers_of(token: str) -> tuple[int, int]:
    """The two numbers of the question, from two to nine."""
    digest = salted_hmac(SALT, token, algorithm="sha256").digest()
    return LEAST + digest[0] % 8, LEAST + digest[1] % 8


def solved(request: HttpRequest, phone: str, solution: Mapping[str, str]) -> str | None:
    """The token of the puzzle that `solution` solves for `phone`; who sends it on counts it as used."""
    form = PuzzleForm(solution)
    if not form.is_valid():
        return None
    token = form.cleaned_data["puzzle"]
    if not _is_ours(token, phone):
        return None
    if _is_worked(token, form.cleaned_data["work"]) or _is_answered(request, token, form.cleaned_data["answer"]):
        return str(token)
    return None


def _is_ours(token: str, phone: str) -> bool:
    try:
        _signer(phone).unsign(token, max_age=LASTS_S)
    except BadSignature:
        return False
    return True


def _is_worked(token: str, work: str) -> bool:
    if not _WORK.fullmatch(work):
        return False
    digests = (sha256(f"{token}:{piece}:{number}".encode()).digest() for piece, number in enumerate(work.split(",")))
    return all(int.from_bytes(digest) >> (256 - BITS) == 0 for digest in digests)


def _is_answered(request: HttpRequest, token: str, answer: str) -> bool:
    """Answers are few for an address: a program gives them as easily as it does the work."""
    if not answer:
        return False
    try:
        count_try(request, ("answer_puzzle", ""))
    except TriedTooOften:
        return False
    return code(answer) == str(sum(numbers_of(token)))


def _signer(phone: str) -> TimestampSigner:
    return TimestampSigner(salt=f"{SALT}:{phone}")
