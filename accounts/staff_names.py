"""The sign-in names of staff: the same name whatever nobody sees was pasted with it."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UsernameField
from unfold.forms import AuthenticationForm

from common.typed.letters import plain


class StaffNameField(UsernameField):
    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class SignInForm(AuthenticationForm):
    username = StaffNameField(widget=forms.TextInput)
