"""The forms of an organisation's room: applying, inviting, ordering and refusing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import PhoneForm
from common import licences
from common.typed.fields import PlainField, WholeField, WordsField, read_by
from common.typed.pairs import WordsForm, english_field, words_field, written
from common.typed.phones import A_PHONE
from projects.models import Contact, Organisation, OrganisationStatus, Part, Purpose, UnitBlock
from projects.organisations.applying import Application
from projects.refusals import NotAHolder
from projects.registry import ordering
from projects.registry.moving import run_of, tonnes

LONGEST_NAME = 100
FOLLOWED = _("This block has %(tonnes)s t, %(run)s t with those that follow it number by number")
LONGEST_PERSON = 40
LONGEST_WORDS = 300
LONGEST_TYPED = 60
"""Of a number with whatever stands between its digits."""


def licence_field(label: Any, help_text: Any) -> PlainField:
    return PlainField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Enter the 18 characters of the unified social credit code.")},
    )


class ApplicationForm(WordsForm):
    """An organisation as its licence says it, and whom the desk asks for."""

    name = words_field(
        _("Name of the organisation"),
        LONGEST_NAME,
        _("Enter the name on the licence."),
        help_text=_("As on its licence"),
    )
    name_en = english_field(_("Name in English (optional)"), LONGEST_NAME)
    licence = licence_field(_("Unified social credit code"), _("18 letters and digits, as on the licence"))
    group = WordsField(
        label=_("Group of companies (optional)"),
        help_text=_("The name of the group’s head, where it belongs to one: a verifier of the same group is refused"),
        max_length=LONGEST_NAME,
        required=False,
    )
    contact = words_field(
        _("Contact person"),
        LONGEST_PERSON,
        _("Enter who answers for the organisation."),
        help_text=_("For the desk alone"),
    )
    contact_phone = PlainField(
        label=_("Phone of the contact person"),
        max_length=20,
        validators=[A_PHONE],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": _("Enter a phone number.")},
    )

    def clean_licence(self) -> str:
        return read_by(licences.read, self.cleaned_data["licence"])

    def application(self) -> Application:
        """What was applied with; call it on a valid form."""
        said = self.cleaned_data
        return Application(self.pair("name"), said["licence"], said["group"], said["contact"], said["contact_phone"])

    @staticmethod
    def of(organisation: Organisation) -> dict[str, str]:
        """An application as it was sent, to be corrected."""
        contact = Contact.objects.filter(organisation=organisation).first()
        person = {"contact": contact.name, "contact_phone": contact.phone} if contact else {}
        kept = {"licence": organisation.licence, "group": organisation.group}
        return {**written(name=organisation.name), **kept, **person}


class InvitationForm(PhoneForm):
    """Whom to invite, and as what."""

    part = forms.ChoiceField(label=_("Part"), choices=Part.choices, initial=Part.EDITOR)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["autocomplete"] = "off"


class RefusalForm(forms.Form):
    """Why the second person says no."""

    answer = WordsField(
        label=_("Why not?"), max_length=LONGEST_WORDS, error_messages={"required": _("Say why, in a few words.")}
    )


class OrderForm(forms.Form):
    """How many units of a block, and why; each kind of order asks more."""

    tonnes = WholeField(label=_("How many tonnes?"), min_value=1)
    words = WordsField(label=_("What for? (optional)"), max_length=LONGEST_WORDS, required=False)

    def __init__(self, *args: Any, block: UnitBlock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        run = tonnes(run_of(block))
        said = _("This block has %(tonnes)s t") if run <= block.tonnes else FOLLOWED
        self.fields["tonnes"].help_text = said % {"tonnes": f"{block.tonnes:,}", "run": f"{run:,}"}

    def details(self) -> dict[str, Any]:
        """What is ordered; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in self.fields}


class TransferForm(OrderForm):
    """To whom: by the code of the taker, as money goes to the number of an account."""

    taker = licence_field(
        _("Who gets them?"), _("The taker’s unified social credit code; you see the name before you send")
    )
    field_order = ("tonnes", "taker", "words")

    def clean_taker(self) -> Organisation:
        code = read_by(licences.read, self.cleaned_data["taker"])
        found = Organisation.objects.filter(licence=code, status=OrganisationStatus.APPROVED).first()
        if found is None:
            raise forms.ValidationError(NotAHolder(name=code).sentence, code=NotAHolder.code)
        return found


class RetireForm(OrderForm):
    """For whom, what for, and for which year where it is a year's."""

    beneficiary = words_field(
        _("For whom?"), 120, _("Say for whom."), help_text=_("Stands on the certificate, for everybody to read")
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    year = WholeField(
        label=_("For which year? (optional)"),
        help_text=_("The year whose emissions they make good"),
        required=False,
    )
    field_order = ("tonnes", "beneficiary", "purpose", "year", "words")

    def clean_beneficiary(self) -> str:
        return read_by(ordering.for_all, self.cleaned_data["beneficiary"])

    def clean_words(self) -> str:
        return read_by(ordering.for_all, self.cleaned_data["words"])

    def clean_year(self) -> int | None:
        return read_by(lambda year: ordering.read_year(year, timezone.now()), self.cleaned_data["year"])

    @property
    def purpose_shown(self) -> str:
        """In words; call it on a valid form."""
        return str(Purpose(self.cleaned_data["purpose"]).label)


class CancelForm(OrderForm):
    """Why they shall not be any more."""

    words = WordsField(
        label=_("Why?"), max_length=LONGEST_WORDS, error_messages={"required": _("Say why, in a few words.")}
    )
