"""The form that takes a file. What the file holds is the use case's business."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.uploads import chooser

# Phones know CSV under several names, and grey out a file whose name they do not find here.
ACCEPTED = ".csv,.txt,text/csv,text/comma-separated-values,application/csv,text/plain"


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, **chooser(_("Choose a file"))}),
        error_messages={"required": _("Choose a file first.")},
    )
