"""How a form asks for a photo: one that the phone takes or has."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.pictures.refusals import PhotoTooLarge
from common.uploads import chooser, was_cut_short

ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif"
MEGABYTE = 1024**2


def photo_field(label: Any, **named: Any) -> forms.FileField:
    """`required=False` for a photo that may be left out, `help_text` for what must be seen on it."""
    return forms.FileField(
        label=label,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, **chooser(_("Take or choose a photo"))}),
        error_messages={"required": _("Take or choose a photo first.")},
        **named,
    )


def say_if_cut_short(request: HttpRequest, form: forms.Form) -> None:
    """Tells beside the field `photo` that the file was too large to be kept, where it was."""
    if was_cut_short(request):
        too_large = PhotoTooLarge(megabytes=settings.PHOTO_MAX_BYTES // MEGABYTE)
        form.errors["photo"] = form.error_class([too_large.sentence])
