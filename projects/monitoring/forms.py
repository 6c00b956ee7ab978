"""The forms of monitoring reports: of a period, a line, a file, and what owner and verifier say to each other."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.texts import in_reader_language
from common.typed.fields import DayField, NumberField, PlainField, WholeField, WordsField
from common.uploads import chooser
from methodologies.projects.asked import Table
from methodologies.projects.base import ProjectMethod
from methodologies.projects.forms import FormField, line_fields, parameter_fields
from methodologies.projects.stated import Line
from methodologies.projects.troubles import Trouble
from methodologies.projects.writing import exact
from projects.documents.kinds import Sent
from projects.models import FindingKind, MonitoringReport, Organisation
from projects.monitoring.reading.lines import LONGEST_SOURCE
from projects.monitoring.reading.words import ENDS, STARTS
from projects.organisations.groups import verifiers_for

MOST_WORDS = 1000
LONGEST_NUMBER = 32
TABLES_ACCEPTED = (
    ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/csv,text/plain"
)
DOCUMENTS_ACCEPTED = ".pdf,.xlsx,.csv,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
UNIT = "_unit"


def _words(label: Any, *, required: bool = True, missing: Any = "") -> WordsField:
    return WordsField(
        label=label,
        required=required,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing} if missing else None,
    )


def _file(label: Any, accepted: str, *, required: bool = True) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": accepted, **chooser(_("Choose a file"))})
    return forms.FileField(
        label=label,
        required=required,
        allow_empty_file=True,
        widget=widget,
        error_messages={"required": _("Choose a file first.")},
    )


def sent(form: forms.Form) -> Sent | None:
    """The file of a form that is valid, as it was sent."""
    file = form.cleaned_data.get("file")
    return Sent(file.name, file.read()) if file else None


class PeriodForm(forms.Form):
    starts_on = DayField(label=_("First day"), error_messages={"required": _("Enter the first day.")})
    ends_on = DayField(label=_("Last day"), error_messages={"required": _("Enter the last day.")})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts_on") and given.get("ends_on") and given["starts_on"] > given["ends_on"]:
            self.add_error("ends_on", _("The last day is not before the first."))
        return given


class LineForm(forms.Form):
    """A line of one table; each number with the units in which it may be stated."""

    def __init__(self, *args: Any, method: ProjectMethod, table: Table, **named: Any) -> None:
        super().__init__(*args, **named)
        self.table, self.asked = table, line_fields(method, table)
        self.fields["source"] = PlainField(
            label=in_reader_language(table.source),
            max_length=LONGEST_SOURCE,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["starts_on"] = DayField(label=in_reader_language(STARTS))
        self.fields["ends_on"] = DayField(label=in_reader_language(ENDS))
        for asked in self.asked:
            self.fields[asked.name] = _asked(asked)
            if len(asked.units) > 1:
                units = [(unit.code, in_reader_language(unit.label)) for unit in asked.units]
                self.fields[asked.name + UNIT] = forms.ChoiceField(label=_("Unit"), choices=units, required=False)

    def rows(self) -> Iterable[tuple[Any, str, Any]]:
        """Each number with its unit, or with the field that chooses one."""
        for asked in self.asked:
            unit = self[asked.name + UNIT] if asked.name + UNIT in self.fields else None
            yield self[asked.name], "" if unit or asked.options else in_reader_language(asked.unit), unit

    def line(self) -> Line:
        """What was typed; call it on a valid form."""
        given = self.cleaned_data
        values = {asked.name: _stated(given[asked.name]) for asked in self.asked if given[asked.name] not in (None, "")}
        units = {name: given.get(name + UNIT) or "" for name in values}
        days = given["starts_on"].isoformat(), given["ends_on"].isoformat()
        return Line(self.table.code, given["source"], *days, values, {k: unit for k, unit in units.items() if unit})

    def mend(self, troubles: Iterable[Trouble]) -> None:
        """Says each at the field that it is about."""
        for trouble in troubles:
            where = trouble.where if trouble.where in self.fields else None
            self.add_error(where, in_reader_language(trouble.sentence))


def _asked(asked: FormField) -> forms.Field:
    label, hint = in_reader_language(asked.label), in_reader_language(asked.hint) if asked.hint else ""
    if asked.options:
        options = [("", ""), *((option.code, in_reader_language(option.label)) for option in asked.options)]
        return forms.ChoiceField(label=label, help_text=hint, choices=options, required=not asked.optional)
    return NumberField(
        label=label,
        help_text=hint,
        required=not asked.optional,
        decimal_places=asked.decimals,
        error_messages={"required": _("Enter a number.")},
    )


def _stated(value: Any) -> str:
    return value if isinstance(value, str) else exact(value)


class LinesFileForm(forms.Form):
    """A file of lines; a CSV file is of one table."""

    file = _file(_("XLSX or CSV file"), TABLES_ACCEPTED)
    table = forms.ChoiceField(
        label=_("Table of a CSV file"), help_text=_("An XLSX file from the template says it by its sheets")
    )

    def __init__(self, *args: Any, method: ProjectMethod, **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["table"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(table.code, in_reader_language(table.label)) for table in method.tables]


class SubmitForm(forms.Form):
    """Who verifies is asked once, with the first version."""

    verifier = forms.ModelChoiceField(
        label=_("Verifier"),
        queryset=Organisation.objects.none(),
        empty_label="",
        help_text=_("An accredited organisation, neither the owner nor of its group"),
        error_messages={"required": _("Choose the verifier.")},
    )
    words = _words(_("To the verifier"), required=False)

    def __init__(self, *args: Any, report: MonitoringReport, **named: Any) -> None:
        super().__init__(*args, **named)
        if report.verifier_id is not None:
            del self.fields["verifier"]
            return
        field = self.fields["verifier"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = verifiers_for(report.project.owner)


class WordsForm(forms.Form):
    words = _words(_("What do you say?"), missing=_("Say what is so."))


class WithdrawForm(forms.Form):
    words = _words(_("Why is it withdrawn?"), required=False)


class AnswerForm(WordsForm):
    file = _file(_("File (if there is one)"), DOCUMENTS_ACCEPTED, required=False)


class SampleForm(forms.Form):
    size = WholeField(label=_("Lines to be looked at"), min_value=1)


class FindingForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=FindingKind.choices)
    line = WholeField(label=_("Line (if it is about one)"), required=False, min_value=1)
    parameter = forms.ChoiceField(label=_("Parameter (if it is about one)"), required=False)
    words = _words(_("What was found?"), missing=_("Say what was found."))
    due_on = DayField(label=_("To be answered by"), error_messages={"required": _("Enter a day.")})

    def __init__(self, *args: Any, method: ProjectMethod, lines: set[int], **named: Any) -> None:
        super().__init__(*args, **named)
        self.lines = lines
        field = self.fields["parameter"]
        assert isinstance(field, forms.ChoiceField)
        asked = [(each.name, in_reader_language(each.label)) for each in parameter_fields(method)]
        field.choices = [("", ""), *asked]

    def clean_line(self) -> int | None:
        line: int | None = self.cleaned_data["line"]
        if line is not None and line not in self.lines:
            raise forms.ValidationError(_("The version has no such line."))
        return line


class StateForm(forms.Form):
    kilograms = WholeField(label=_("Kilograms verified"), min_value=1)
    words = _words(_("Reasons, where it is less than reckoned"), required=False)
    number = PlainField(
        label=_("Number of the verification statement"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the number of the statement.")},
    )
    file = _file(_("Verification statement (PDF)"), DOCUMENTS_ACCEPTED)
