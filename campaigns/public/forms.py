"""What is asked of who looks for a campaign, joins one, or checks in."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.districts import District
from accounts.forms import CodeField
from campaigns.models import Campaign, Joining, Mode


class When(models.TextChoices):
    OPEN = "open", _("Sign-up is open")
    COMING = "coming", _("Coming")
    PAST = "past", pgettext_lazy("campaigns", "Past")


class AskedForm(forms.Form):
    """Whatever is left out, or is no choice, limits nothing."""

    when = forms.ChoiceField(label=_("When"), required=False, choices=[("", _("Now and to come")), *When.choices])
    mode = forms.ChoiceField(
        label=pgettext_lazy("a campaign", "Where"), required=False, choices=[("", _("Everywhere")), *Mode.choices]
    )
    district = forms.ChoiceField(
        label=_("District"), required=False, choices=[("", _("All districts")), *District.choices]
    )


class JoinForm(forms.Form):
    is_adult = forms.BooleanField(
        label=_("I am 18 or older."),
        error_messages={"required": _("This campaign is for adults. Confirm that you are 18 or older.")},
    )
    wants_reminders = forms.BooleanField(
        label=_("Remind me in the inbox the day before and on the day"), required=False, initial=True
    )

    def __init__(self, *arguments: object, campaign: Campaign, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        if campaign.joining != Joining.ADULTS:
            del self.fields["is_adult"]


class CheckInForm(forms.Form):
    code = CodeField(
        label=pgettext_lazy("a campaign", "Code on the screen"),
        help_text=_("Six digits, on the organiser’s screen"),
        max_length=32,
        error_messages={"required": _("Enter the six digits on the screen.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
