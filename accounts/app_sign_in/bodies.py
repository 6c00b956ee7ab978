"""What apps send and are answered: how it is read, and its schema for the API's document."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.app_sign_in.keeping import Tokens
from accounts.puzzles import Puzzle
from accounts.refusals import UnknownScope, UnreadableBody
from accounts.scopes import Scope
from common.problem_schema import PROBLEM

LONGEST = 2000
_WORD = re.compile(r"[A-Za-z0-9_-]{22,64}")
"""128 random bits or more, as base64 or hexadecimal digits write them."""
GIVEN_UNASKED = [str(scope) for scope in Scope if scope != Scope.TILL]
"""A citizen's own; a till's scope is given to the app that asks for it."""

TEXT = {"type": "string", "maxLength": LONGEST}
SCOPES = {"type": "array", "items": {"type": "string", "enum": [str(scope) for scope in Scope]}}
PUZZLE = {
    "type": "object",
    "description": "Work before the next message: for each piece from 0 on a number, so that SHA-256 of "
    "`token:piece:number` begins with that many zero bits. Or the answer to the question, in digits.",
    "properties": {
        "token": {"type": "string"},
        "pieces": {"type": "integer"},
        "bits": {"type": "integer"},
        "question": {"type": "string"},
    },
    "required": ["token", "pieces", "bits", "question"],
}
PUZZLE_FIRST = {**PROBLEM, "properties": {**PROBLEM["properties"], "puzzle": PUZZLE}}
DEVICE = {**TEXT, "description": "What the last sign-in of this app answered as `device`; it opens nothing."}
SOLUTION = {
    "puzzle": {**TEXT, "description": "The token of a puzzle that was answered with `puzzle_first`."},
    "work": {**TEXT, "description": "The numbers, separated by commas."},
    "answer": {**TEXT, "description": "Instead of `work`: the answer to its question."},
    "device": DEVICE,
}
ASK = {
    "type": "object",
    "properties": {"phone": {**TEXT, "example": "13800000001"}, **SOLUTION},
    "required": ["phone"],
}
ASK_AGAIN = {"type": "object", "properties": {"ticket": TEXT, **SOLUTION}, "required": ["ticket"]}
AWAITED = {
    "type": "object",
    "properties": {
        "ticket": {"type": "string", "description": "To be sent with the code."},
        "digits": {"type": "integer"},
        "again_after_s": {"type": "integer"},
        "valid_s": {"type": "integer"},
        "demo_code": {"type": "string", "description": "In a demonstration alone: the code, which nobody was sent."},
    },
    "required": ["ticket", "digits", "again_after_s", "valid_s"],
}
CONFIRM = {
    "type": "object",
    "properties": {"ticket": TEXT, "code": TEXT, "scopes": SCOPES, "device": DEVICE},
    "required": ["ticket", "code"],
}
END = {"type": "object", "properties": {"renewal_token": TEXT}, "required": ["renewal_token"]}
WORD = {
    "type": "string",
    "pattern": r"^([A-Za-z0-9_-]{22,64})?$",
    "description": "Random, new for each renewal, and the same where you send that renewal again.",
}
RENEW = {
    "type": "object",
    "properties": {"renewal_token": TEXT, "word": WORD},
    "required": ["renewal_token"],
}
MOMENT = {"type": "string", "format": "date-time"}
TOKENS = {
    "type": "object",
    "properties": {
        "access_token": {"type": "string"},
        "token_type": {"type": "string", "enum": ["Bearer"]},
        "access_ends_at": MOMENT,
        "renewal_token": {"type": "string", "description": "For the next tokens, once."},
        "renewal_ends_at": MOMENT,
        "scopes": SCOPES,
        "is_new": {"type": "boolean", "description": "This sign-in has made the citizen."},
        "device": {"type": "string", "description": "Keep it, and send it with the next sign-in by code."},
    },
    "required": ["access_token", "token_type", "access_ends_at", "renewal_token", "renewal_ends_at", "scopes"],
}


def texts(body: object, *names: str, optional: tuple[str, ...] = ()) -> dict[str, str]:
    """These members of a body, as they are; an optional one that is missing is empty. Raises UnreadableBody."""
    if not isinstance(body, Mapping):
        raise UnreadableBody(member=names[0])
    read = {name: body.get(name) for name in names} | {name: body.get(name, "") for name in optional}
    for name, value in read.items():
        if not isinstance(value, str) or len(value) > LONGEST or "\0" in value:
            raise UnreadableBody(member=name)
    return {name: str(value) for name, value in read.items()}


def word_in(asked: Mapping[str, str]) -> str:
    """The word of a renewal; empty where the app sends none. Raises UnreadableBody where it could be guessed."""
    if asked["word"] and not _WORD.fullmatch(asked["word"]):
        raise UnreadableBody(member="word")
    return asked["word"]


def scopes_in(body: object) -> list[str]:
    """What the app asks for; every scope of a citizen where it names none. Raises UnknownScope."""
    asked = body.get("scopes") if isinstance(body, Mapping) else None
    if asked is None:
        return GIVEN_UNASKED
    if not isinstance(asked, list) or not asked:
        raise UnknownScope(scope="")
    for scope in asked:
        if scope not in Scope.values:
            raise UnknownScope(scope=str(scope)[:40])
    return list(dict.fromkeys(asked))


def told(tokens: Tokens, **more: Any) -> dict[str, Any]:
    return {
        "access_token": tokens.access,
        "token_type": "Bearer",
        "access_ends_at": _moment(tokens.access_ends_at),
        "renewal_token": tokens.renewal,
        "renewal_ends_at": _moment(tokens.renewal_ends_at),
        "scopes": tokens.scopes,
        **more,
    }


def told_puzzle(puzzle: Puzzle) -> dict[str, Any]:
    return {"token": puzzle.token, "pieces": puzzle.pieces, "bits": puzzle.bits, "question": puzzle.question}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
