"""Solves the puzzles of the sign-in page, as a browser and as a reader do."""

from hashlib import sha256
from itertools import count

from django.http import HttpResponse

from accounts import puzzles


def worked(page: HttpResponse) -> dict[str, str]:
    """What `static/js/puzzle.js` sends."""
    puzzle = page.context["puzzle"]
    numbers = (_number(f"{puzzle.token}:{piece}:") for piece in range(puzzles.PIECES))
    return {"puzzle": puzzle.token, "work": ",".join(map(str, numbers))}


def answered(page: HttpResponse) -> dict[str, str]:
    """What somebody types who reads the question."""
    puzzle = page.context["puzzle"]
    first, second = puzzles.numbers_of(puzzle.token)
    return {"puzzle": puzzle.token, "answer": str(first + second)}


def _number(words: str) -> int:
    return next(
        number
        for number in count()
        if int.from_bytes(sha256(f"{words}{number}".encode()).digest()) >> (256 - puzzles.BITS) == 0
    )
