"""What both gateways share: the question over TLS, and an answer that is JSON or none."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from accounts.texting.outcomes import Unsent, Whose
from common import outgoing


def asked(url: str, *, headers: Mapping[str, str], body: bytes = b"") -> dict[str, Any]:
    """What the gateway answers by POST, an object of JSON. Raises Unsent.

    An error of the server, and what is no such object, may follow upon a message that was sent. A refusal by a status
    of 400 to 499 does not: nobody has looked at the message yet.
    """
    try:
        answer = outgoing.ask("POST", url, headers=headers, body=body)
    except outgoing.NotSent as error:
        raise Unsent(Whose.SENDER, f"not_reached:{error}"[:60]) from None
    except outgoing.NotAnswered:
        raise Unsent(Whose.UNANSWERED, "no_answer") from None
    told = _object(answer.body)
    if told is not None:
        return told
    is_refusal = HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
    raise Unsent(Whose.SENDER if is_refusal else Whose.UNANSWERED, f"status_{answer.status}")


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def code_in(told: Any, name: str = "Code") -> str:
    """The short code in an answer; `no_code` where there is none."""
    code = told.get(name) if isinstance(told, dict) else None
    return code if isinstance(code, str) and code else "no_code"
