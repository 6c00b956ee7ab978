"""The `Idempotency-Key` of a request that must not be done twice: a structured-field string, such as `"8e03978e"`."""

import re
from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.errors import DomainError

LONGEST = 80
STRUCTURED_STRING = re.compile(rf'"([\x20-\x21\x23-\x5b\x5d-\x7e]{{1,{LONGEST}}})"')
"""Printable ASCII between quotation marks, without escapes."""


class IdempotencyKeyMissing(DomainError):
    code = "idempotency_key_missing"
    message = _("Send a header Idempotency-Key with your own key in quotation marks, at most %(longest)s characters.")
    status = HTTPStatus.BAD_REQUEST


def key_of(request: Request) -> str:
    """The key of a request. Raises `IdempotencyKeyMissing` where there is none or it is no structured-field string."""
    found = STRUCTURED_STRING.fullmatch(request.headers.get("Idempotency-Key", "").strip())
    if found is None:
        raise IdempotencyKeyMissing(longest=LONGEST)
    return found[1]
