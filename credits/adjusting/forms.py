"""What the desk asks of an adjustment: whose credits, how many more or less, why, and which documents it rests on."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import User
from common.attached import FilesField
from common.texts import in_reader_language
from common.typed.desk import desk_number
from common.typed.fields import PlainField, WholeField, WordsField
from credits.adjusting import attachments
from credits.adjusting.limits_form import MOST
from credits.adjusting.models import MOST_ANSWER, MOST_NOTE, MOST_WORDS
from credits.adjusting.words import REASONS
from credits.models import Budget

GIVE, TAKE = "give", "take"


def _textarea(rows: int) -> UnfoldAdminTextareaWidget:
    return UnfoldAdminTextareaWidget(attrs={"rows": rows})


class ProposalForm(forms.Form):
    citizen = PlainField(label=_("Public id of the citizen"), max_length=40, widget=UnfoldAdminTextInputWidget)
    direction = forms.ChoiceField(
        label=_("What is to happen"),
        choices=[(GIVE, _("Give credits")), (TAKE, _("Take credits"))],
        widget=UnfoldAdminRadioSelectWidget,
    )
    credits = WholeField(label=_("Credits"), min_value=1, max_value=MOST, widget=desk_number())
    budget = forms.ModelChoiceField(
        Budget.objects.order_by("pk"),
        label=_("Budget"),
        empty_label=None,
        widget=UnfoldAdminSelectWidget,
        help_text=_("It pays what is given. What was taken and turns out wrong is given back out of it."),
    )
    reason = forms.ChoiceField(label=_("Reason, as the citizen reads it"), widget=UnfoldAdminRadioSelectWidget)
    words = WordsField(
        label=_("Words to the citizen"),
        max_length=MOST_WORDS,
        widget=_textarea(3),
        help_text=_("What happened, and what is put right. They read it below the reason."),
    )
    internal_note = WordsField(
        label=_("Note for colleagues; the citizen does not see it"),
        max_length=MOST_NOTE,
        widget=_textarea(3),
        help_text=_("What whoever decides should know: numbers of tickets, who was asked."),
    )
    documents = FilesField(
        label=_("Documents"),
        error_messages={"required": _("Attach at least one document that this rests on.")},
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        reasons = [(code, in_reader_language(words)) for code, words in REASONS.items()]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        self.fields["documents"].help_text = gettext(
            "PDF, JPEG or PNG: up to %(most)s files, %(megabytes)s MB together."
        ) % {"most": attachments.MOST, "megabytes": attachments.megabytes()}

    def clean_citizen(self) -> User:
        """A whole public id, however it is written: nobody is found by a part of one."""
        found = User.objects.filter(public_id=self.cleaned_data["citizen"].lower()).first()
        if found is None:
            raise ValidationError(gettext("Nobody has this public id."))
        return found

    @property
    def told(self) -> dict[str, Any]:
        """What the use case is given; call it on a valid form."""
        given = self.cleaned_data
        sign = 1 if given["direction"] == GIVE else -1
        same = {name: given[name] for name in ("citizen", "budget", "reason", "words", "internal_note")}
        return {**same, "credits": sign * given["credits"], "files": given["documents"]}


class AnswerForm(forms.Form):
    answer = WordsField(
        label=_("Why it is declined; the citizen does not see it"), max_length=MOST_ANSWER, widget=_textarea(3)
    )
