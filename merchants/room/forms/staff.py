"""The form in which a leader invites somebody."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PhoneForm
from merchants.models import Role


class InvitationForm(PhoneForm):
    """Whom to invite, and as what; the roles are those that the inviting one leads."""

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=[(role, role.label) for role in roles])
