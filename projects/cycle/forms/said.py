"""What is said of a design: comments, answers, an opinion, a verifier that is wanted, a document that is attached."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.typed.fields import WordsField
from common.uploads import chooser, was_cut_short
from projects.documents.kinds import too_large
from projects.models import Organisation, ProjectDesign
from projects.models.design import LONGEST_WORDS
from projects.models.documents import LONGEST_TITLE
from projects.models.reported_comments import LONGEST_REASON
from projects.organisations.groups import verifiers_for

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.xlsx,.csv"


def _words(label: Any, missing: Any, *, rows: int = 4, help_text: Any = "") -> WordsField:
    return WordsField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def _file(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=_("PDF, JPEG, PNG, XLSX or CSV, at most 20 MB"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, **chooser(_("Choose a file"))}),
        error_messages={"required": _("Choose a file first.")},
    )


def say_if_cut_short(request: HttpRequest, form: forms.Form) -> None:
    """Tells beside the field `file` that it was too large to be kept, where it was."""
    if was_cut_short(request):
        form.errors["file"] = form.error_class([too_large().sentence])


class CommentForm(forms.Form):
    words = _words(
        _("Your comment"),
        _("Write your comment."),
        help_text=_("Everybody reads it, without your name; the owner answers. Name no person and no phone number."),
    )


class ReportForm(forms.Form):
    words = WordsField(
        label=_("What is wrong with it?"),
        help_text=_("The city’s desk reads it. The author is not told who reported it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is wrong with it.")},
    )


class AnswerForm(forms.Form):
    words = _words(_("Your answer"), _("Write your answer."), help_text=_("Everybody reads it, and it stays."))


class WithdrawForm(forms.Form):
    words = _words(_("Why (optional)"), "", rows=2)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["words"].required = False


class DocumentForm(forms.Form):
    title = WordsField(
        label=_("What is it?"),
        help_text=_("The title of one that is there already makes this its next version"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say what this document is.")},
    )
    file = _file(_("File"))
    is_public = forms.BooleanField(
        label=_("Publish it with the project"),
        help_text=_("Without business secrets and persons; said with the first version"),
        required=False,
    )


class OpinionForm(forms.Form):
    is_favourable = forms.ChoiceField(
        label=_("Should it be registered?"),
        choices=[("yes", _("Yes: it keeps to its method")), ("no", _("No: it does not"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )
    words = _words(_("Opinion in short"), _("Say why."), help_text=_("Everybody reads it; the report says the rest"))
    file = _file(_("Validation report"))


class VerifierForm(forms.Form):
    """Only those that could be assigned; who is of the owner's group is not among them."""

    verifier = forms.ModelChoiceField(
        label=_("Verifier"),
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        empty_label="—",
        error_messages={"required": _("Choose a verifier."), "invalid_choice": _("Choose a verifier.")},
    )

    def __init__(self, *args: Any, design: ProjectDesign, **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["verifier"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = verifiers_for(design.owner)
