"""What citizens type about themselves: phone, code, profile, the name of a token."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from accounts.models import AccessToken, Profile
from accounts.phones import are_all_of_the_mainland, parse_phone
from accounts.scopes import Scope
from common.errors import DomainError
from common.typed.codes import code
from common.typed.fields import PlainField, WordsField


class PhoneForm(forms.Form):
    phone = PlainField(
        label=_("Mobile number"),
        max_length=32,
        error_messages={"required": _("Enter your mobile number.")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.is_of_the_mainland = are_all_of_the_mainland()
        if not self.is_of_the_mainland:
            self.fields["phone"].help_text = _("From elsewhere: with + and the country code, such as +44 7911 123456.")

    def clean_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["phone"])
        except DomainError as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from refusal


class CodeField(forms.CharField):
    """Six digits, however they were pasted."""

    default_validators = [RegexValidator(r"^[0-9]{6}$", _("The code has six digits."), code="not_six_digits")]
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True})

    def to_python(self, value: Any) -> str:
        return code(super().to_python(value) or "")


class MessageCodeField(CodeField):
    """As many digits as the message has."""

    default_validators = []

    def __init__(self, *, digits: int, **named: Any) -> None:
        wrong = _("The code has %(digits)s digits.") % {"digits": digits}
        shape = RegexValidator(rf"^[0-9]{{{digits}}}$", wrong, code="not_as_many_digits")
        missing = _("Enter the %(digits)s digits from the text message.") % {"digits": digits}
        super().__init__(validators=[shape], error_messages={"required": missing}, **named)


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Code"))
    is_shared = forms.BooleanField(
        label=_("This phone is shared in the shop: open only the till"),
        help_text=_("Nobody who takes the phone sees your credits or profile. Ending the shift signs you out."),
        required=False,
    )

    def __init__(self, *args: Any, digits: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = MessageCodeField(label=self.fields["code"].label, max_length=32, digits=digits)


class AppCodeForm(forms.Form):
    """The first code of an app, which shows that it has read the secret. Not in focus: the secret stands above it."""

    code = CodeField(
        label=_("The six digits that the app shows"),
        max_length=32,
        error_messages={"required": _("Enter the six digits that the app shows.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class FactorCodeField(CodeField):
    """Six digits of an app, or the eight of a recovery code."""

    default_validators = [
        RegexValidator(
            r"^([0-9]{6}|[0-9]{8})$", _("A code has six digits, a recovery code eight."), code="not_a_factor_code"
        )
    ]


class FactorForm(forms.Form):
    code = FactorCodeField(
        label=_("Code"),
        help_text=_("From the app. Without your phone: one of your recovery codes, each works once."),
        max_length=32,
        error_messages={"required": _("Enter the six digits that the app shows.")},
    )


class OwnersCodeForm(FactorForm):
    """As that, on a page where there are other ways: nothing is in focus."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        del self.fields["code"].widget.attrs["autofocus"]


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Profile
        fields = ["display_name", "district", "language", "wants_texts"]
        field_classes = {"display_name": WordsField}
        labels = {
            "display_name": _("What shall we call you?"),
            "district": _("District"),
            "language": _("Language"),
            "wants_texts": _("Also tell me by text message before credits expire"),
        }
        help_texts = {
            "display_name": _("Optional. Only you see it."),
            "district": _("Optional. For the city's totals by district only."),
            "wants_texts": _("Thirty and seven days before, by day. The inbox tells you in any case."),
        }
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "nickname"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each language by its own name: whoever looks for theirs may not read the current one.
        languages = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=languages)
        self.fields["district"] = forms.ChoiceField(
            label=_("District"),
            help_text=self.fields["district"].help_text,
            choices=[("", _("Rather not say")), *District.choices],
            required=False,
        )


class WelcomeForm(ProfileForm):
    """The first questions only: nobody is asked about messages before there is anything to tell."""

    class Meta(ProfileForm.Meta):
        fields = ["display_name", "district", "language"]


class TokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=_("What the program may do"),
        help_text=_("No more than it needs: whoever gets hold of the token can do as much."),
        choices=Scope.choices,
        initial=[Scope.SUBMIT, Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the program may do.")},
    )
    lasts_days = forms.TypedChoiceField(
        label=_("Ends after"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        initial=365,
        coerce=int,
    )

    class Meta:
        model = AccessToken
        fields = ["label"]
        field_classes = {"label": WordsField}
        labels = {"label": _("Name of the token")}
        help_texts = {"label": _("So that you recognise it later, such as “step counter”.")}
        error_messages = {"label": {"required": _("Give the token a name.")}}
        widgets = {"label": forms.TextInput(attrs={"autocomplete": "off"})}
