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


class NothingShown(DomainError):
    code = "nothing_shown"
    message = _(
        "This did not come from the page that shows what it decides, so nothing was done. Look at it here, and decide."
    )


def edition_of(*values: Any) -> str:
    """The same for the same values; it tells nothing of them."""
    return salted_hmac("common.editions", repr(values), algorithm="sha256").hexdigest()


def check(edition: str | None, *values: Any) -> None:
    """Raises `ChangedMeanwhile` where an edition is not that of the values, `NothingShown` where a page sent none.

    `None` is said by programs, to which nothing is shown: commands and the demonstration.
    """
    if edition is None:
        return
    if not edition:
        raise NothingShown
    if not constant_time_compare(edition, edition_of(*values)):
        raise ChangedMeanwhile
