"""The photo that a citizen may add to what they send to the desk."""

from datetime import datetime

from django import forms

from accounts.models import User
from evidence import photos
from evidence.models import Photo
from review.photo_purposes import PROOF


def taken_in(citizen: User, form: forms.Form, now: datetime) -> Photo | None:
    """A draft, where there is one; call it on a valid form. Raises `DomainError`."""
    sent = form.cleaned_data["photo"]
    return photos.take_in(citizen=citizen, content=sent.read(), purpose=PROOF, now=now) if sent else None
