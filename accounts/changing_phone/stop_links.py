"""The link that a text message to an old number carries: it stops that one change, and opens nothing."""

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse

from accounts.changing_phone.models import PhoneChange
from accounts.changing_phone.refusals import ChangeIsOver

SALT = "accounts.changing_phone.stop"


def address_for(request: HttpRequest, change: PhoneChange) -> str:
    """A whole address: it is read on a phone, outside of the portal."""
    token = Signer(salt=SALT).sign(change.public_id)
    return request.build_absolute_uri(reverse("accounts:stop_from_old_number", args=[token]))


def change_of(token: str) -> PhoneChange:
    """The change that the link was sent for, while it waits. Raises `ChangeIsOver`."""
    try:
        public_id = Signer(salt=SALT).unsign(token)
    except BadSignature:
        raise ChangeIsOver from None
    change = PhoneChange.objects.waiting().filter(public_id=public_id).first()
    if change is None:
        raise ChangeIsOver
    return change
