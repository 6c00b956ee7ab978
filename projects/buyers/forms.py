"""The forms of buyers' years: what was emitted, and how much of a block is retired for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed.fields import WholeField, WordsField
from projects.buyers.stating import Emitted
from projects.models import UnitBlock

MOST_TONNES = 100_000_000
FIRST_YEAR, LAST_YEAR = 2020, 2100


class EmittedForm(forms.Form):
    """A year with what was emitted, by which document."""

    year = WholeField(label=_("Which year?"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    tonnes = WholeField(
        label=_("Emitted, in whole tonnes of CO₂e"),
        help_text=_("Rounded up, as the inventory says"),
        min_value=1,
        max_value=MOST_TONNES,
    )
    document = WordsField(
        label=_("Document"),
        help_text=_("Name, number and day of the inventory or its verification"),
        max_length=120,
        error_messages={"required": _("Say which document says so.")},
    )
    scope = WordsField(
        label=_("What is counted?"),
        help_text=_("Such as scopes 1 and 2 of the works in Chengdu"),
        max_length=300,
        error_messages={"required": _("Say what is counted.")},
    )

    def emitted(self) -> Emitted:
        """Call it on a valid form."""
        said = self.cleaned_data
        return Emitted(said["tonnes"], said["document"], said["scope"])


class RetireForYearForm(forms.Form):
    """How many units of a block."""

    tonnes = WholeField(label=_("How many tonnes?"), min_value=1)

    def __init__(self, *args: Any, block: UnitBlock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tonnes"].help_text = _("This block has %(tonnes)s t") % {"tonnes": f"{block.tonnes:,}"}
