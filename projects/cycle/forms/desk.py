"""What the desk says with its decisions on a design."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from common.typed.desk import desk_number
from common.typed.fields import WholeField, WordsField
from projects.cycle.deadlines import LEAST_WORKING_DAYS, MOST_WORKING_DAYS
from projects.cycle.forms.said import VerifierForm
from projects.models import ProjectDesign
from projects.models.design import LONGEST_WORDS


def _words(label: Any, help_text: Any = "", **named: Any) -> WordsField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
    return WordsField(label=label, help_text=help_text, max_length=LONGEST_WORDS, widget=widget, **named)


class PublishForm(forms.Form):
    working_days = WholeField(
        label=_("Working days of the publication"),
        help_text=_("At least seven; the day of the publication is not among them"),
        initial=LEAST_WORKING_DAYS,
        min_value=LEAST_WORKING_DAYS,
        max_value=MOST_WORKING_DAYS,
        widget=desk_number(),
    )
    words = _words(_("Words (optional)"), required=False)


class ReasonForm(forms.Form):
    words = _words(_("Reason"), _("Everybody who may read the project reads it."))


class KeepForm(forms.Form):
    words = _words(_("Reason"), _("Its author and whoever reported it read it."))


class RegisterForm(forms.Form):
    words = _words(_("Number of the decision, or words (optional)"), required=False)


class AssignForm(VerifierForm):
    words = _words(_("Words (optional)"), required=False)

    def __init__(self, *args: Any, design: ProjectDesign, **named: Any) -> None:
        super().__init__(*args, design=design, **named)
        field = self.fields["verifier"]
        field.widget = UnfoldAdminSelectWidget(choices=field.widget.choices)
        if design.verifier_id is not None:
            self.fields["words"].label, self.fields["words"].required = _("Why another one"), True
