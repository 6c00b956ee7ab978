"""What the desk enters for somebody who has lost their number, and what an old number was sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from accounts.changing_phone.models import LONGEST_REFERENCE, Shown
from accounts.forms import CodeForm, PhoneForm
from common.typed.fields import PlainField, WordsField


class NewPhoneForm(PhoneForm):
    """The number that is to be theirs, beside the one that is."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["phone"].label = _("New mobile number")


class StopCodeForm(forms.Form):
    code = PlainField(
        label=_("Code from the text message"),
        help_text=_("Eight letters and digits."),
        max_length=32,
        error_messages={"required": _("Enter the code from the text message.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True}),
    )


class LostPhoneForm(PhoneForm):
    """The new number, which its owner has at hand."""

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        self.fields["phone"].label = _("New mobile number")
        self.fields["phone"].widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "tel", "autocomplete": "off"})


class LostPhoneCodeForm(CodeForm):
    """The code that its owner reads out, and what they have shown."""

    is_shared = None  # type: ignore[assignment]
    shown = forms.ChoiceField(label=_("What was shown"), choices=Shown, widget=UnfoldAdminRadioSelectWidget)
    reference = WordsField(
        label=_("Reference of the record"),
        help_text=_("Under which the office keeps what it has seen. No name, no number of a document."),
        max_length=LONGEST_REFERENCE,
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, *args: object, digits: int, **named: object) -> None:
        super().__init__(*args, digits=digits, **named)
        self.fields["code"].widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"})
