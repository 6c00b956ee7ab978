"""What was shown is what is done: a page carries the edition that it showed, and a deed checks it under its lock."""

from http import HTTPStatus
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError

FIELD = "edition"
"""The field of a form that carries it."""


class ChangedMeanwhile(DomainError):
    code = "changed_meanwhile"
    message = _("Somebody else has changed this since you opened the page, so nothing was done. This is how it is now.")
    status = HTTPStatus.CONFLICT


def edition_of(*values: Any) -> str:
    """The same for the same values; it tells nothing of them."""
    return salted_hmac("common.editions", repr(values), algorithm="sha256").hexdigest()


def check(edition: str, *values: Any) -> None:
    """Raises `ChangedMeanwhile` where an edition is not that of the values. Without one nothing was shown."""
    if edition and not constant_time_compare(edition, edition_of(*values)):
        raise ChangedMeanwhile
