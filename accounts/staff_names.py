"""The sign-in of staff: a name is the same whatever nobody sees was pasted with it, and tries are counted."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UsernameField
from unfold.forms import AuthenticationForm

from accounts.guessing import count_password
from accounts.refusals import TooManyPasswords
from common.typed.letters import plain


class StaffNameField(UsernameField):
    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class SignInForm(AuthenticationForm):
    username = StaffNameField(widget=forms.TextInput)

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username")
        if name and self.cleaned_data.get("password"):
            try:
                count_password(self.request, name)
            except TooManyPasswords as refused:
                raise forms.ValidationError(refused.sentence, code=refused.code) from refused
        cleaned: dict[str, Any] = super().clean()
        return cleaned
