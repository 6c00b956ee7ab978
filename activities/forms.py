"""What the desk fills in about acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models.revocation import OF_THE_DESK


class RevocationForm(forms.Form):
    """Why an act is taken back, as its citizen will read it."""

    reason = forms.ChoiceField(
        label=_("Reason, as the citizen reads it"), choices=[(reason.value, reason.label) for reason in OF_THE_DESK]
    )
