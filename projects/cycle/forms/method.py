"""What a method asks of a project, as forms: its parameters once, and one line of what is expected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.texts import in_reader_language
from common.typed.fields import DayField, NumberField, PlainField, WordsField
from methodologies.projects.asked import UNCERTAINTY, Table
from methodologies.projects.base import ProjectMethod
from methodologies.projects.forms import FormField, line_fields, parameter_fields
from methodologies.projects.published import Factor
from methodologies.projects.stated import Given, Line
from methodologies.projects.troubles import Trouble
from projects.cycle.content import Content, chosen_of, method_of

LONGEST_DOCUMENT, LONGEST_SOURCE = 160, 60
PARTS = ("factor", "value", "unit", "document", "uncertainty")


@dataclass(frozen=True, slots=True)
class Asked:
    """One parameter on the page: what is asked, and the bound fields in which it is stated."""

    field: FormField
    bound: Mapping[str, forms.BoundField]

    @property
    def label(self) -> str:
        return in_reader_language(self.field.label)

    @property
    def help(self) -> str:
        """Its unit, what it is, and which side to take in doubt."""
        return " · ".join(
            in_reader_language(each) for each in (self.field.unit, self.field.hint, self.field.prudent) if each
        )

    @property
    def is_open(self) -> bool:
        """What may be left out is folded in until something is said there."""
        return not self.field.optional or any(part.errors or part.value() for part in self.bound.values())


class ParametersForm(forms.Form):
    """Choices, then each parameter as a published value or the project's own with its document."""

    def __init__(self, *args: Any, content: Content, method: ProjectMethod | None = None, **named: Any) -> None:
        """`method` is the content's own where none is given."""
        super().__init__(*args, **named)
        found = method or method_of(content)
        assert found is not None, "its page asks for the method first"
        self.method: ProjectMethod = found
        self.asked = parameter_fields(found, chosen_of(content))
        for field in self.asked:
            self.fields.update(dict(_choosing(field) if field.options else _stating(field)))

    def clean(self) -> dict[str, Any]:
        """What is wrong stands beside its field; what is only missing is told on the overview."""
        given = super().clean() or {}
        stated = {name: Given(**parts) for name, parts in self._given().items()}
        for trouble in self.method.check_parameters(stated, self._chosen()):
            if trouble.code != "missing":
                self.add_error(self._where(trouble), in_reader_language(trouble.sentence))
        return given

    def values(self) -> dict[str, Any]:
        return {"given": self._given(), "chosen": self._chosen()}

    def choices(self) -> list[forms.BoundField]:
        return [self[field.name] for field in self.asked if field.options]

    def parameters(self) -> list[Asked]:
        """Those that must be stated first."""
        rows = [Asked(field, self._bound(field)) for field in self.asked if not field.options]
        return sorted(rows, key=lambda row: row.field.optional)

    @staticmethod
    def begun(content: Content) -> Mapping[str, Any]:
        stated = {
            f"{name}.{part}": value for name, parts in content.get("given", {}).items() for part, value in parts.items()
        }
        return {**stated, **content.get("chosen", {})}

    def _given(self) -> dict[str, dict[str, str]]:
        found = {field.name: self._parts(field) for field in self.asked if not field.options}
        return {name: parts for name, parts in found.items() if set(parts) - {"unit"}}

    def _parts(self, field: FormField) -> dict[str, str]:
        said = {part: _written(self.cleaned_data.get(f"{field.name}.{part}")) for part in PARTS}
        if said["factor"]:
            return {"factor": said["factor"]}
        return {part: value for part, value in said.items() if value}

    def _chosen(self) -> dict[str, str]:
        said = {field.name: self.cleaned_data.get(field.name, "") for field in self.asked if field.options}
        return {name: code for name, code in said.items() if code}

    def _bound(self, field: FormField) -> dict[str, forms.BoundField]:
        return {part: self[f"{field.name}.{part}"] for part in PARTS if f"{field.name}.{part}" in self.fields}

    def _where(self, trouble: Trouble) -> str | None:
        part = {"no_document": "document", "not_offered": "factor"}.get(trouble.code, "value")
        names = (trouble.where, f"{trouble.where}.{part}", f"{trouble.where}.value")
        return next((name for name in names if name in self.fields), None)


class LineForm(forms.Form):
    """One line of a table: its source, its days, and what is expected of each column."""

    def __init__(self, *args: Any, method: ProjectMethod, table: Table, **named: Any) -> None:
        super().__init__(*args, **named)
        self.method, self.table = method, table
        self.columns = line_fields(method, table)
        self.fields["source"] = PlainField(
            label=in_reader_language(table.source),
            max_length=LONGEST_SOURCE,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["starts_on"] = DayField(label=_("From"))
        self.fields["ends_on"] = DayField(label=_("To, this day included"))
        for column in self.columns:
            self.fields.update(dict(_column(column)))

    def line(self) -> dict[str, Any]:
        """Call it on a valid form."""
        return self._line()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            for trouble in self.method.check_line(Line(**self._line())):
                names = (trouble.where, f"{trouble.where}.value")
                where = next((name for name in names if name in self.fields), None)
                self.add_error(where, in_reader_language(trouble.sentence))
        return given

    def rows(self) -> list[tuple[FormField, forms.BoundField, forms.BoundField | None]]:
        """Each column with its value and, where it may be stated in several, its unit."""
        units = {column.name: f"{column.name}.unit" for column in self.columns}
        return [
            (column, self[f"{column.name}.value"], self[unit] if (unit := units[column.name]) in self.fields else None)
            for column in self.columns
        ]

    def _line(self) -> dict[str, Any]:
        said = self.cleaned_data
        values = {column.name: _written(said.get(f"{column.name}.value")) for column in self.columns}
        units = {column.name: _written(said.get(f"{column.name}.unit")) for column in self.columns}
        return {
            "table": self.table.code,
            "source": said["source"],
            "starts_on": said["starts_on"].isoformat(),
            "ends_on": said["ends_on"].isoformat(),
            "values": {name: value for name, value in values.items() if value},
            "units": {name: unit for name, unit in units.items() if unit and values[name]},
        }


Fields = Iterator[tuple[str, forms.Field]]


def _choosing(field: FormField) -> Fields:
    options = [(option.code, in_reader_language(option.label)) for option in field.options]
    yield (
        field.name,
        forms.ChoiceField(
            label=in_reader_language(field.label),
            help_text=_hint(field),
            choices=[("", "—"), *options],
            required=False,
        ),
    )


def _stating(field: FormField) -> Fields:
    if field.offers:
        published = [(factor.code, _published(factor)) for factor in field.offers]
        yield (
            f"{field.name}.factor",
            forms.ChoiceField(
                label=_("Published value"),
                choices=[("", _("By itself, or your own below")), *published],
                required=False,
            ),
        )
    yield (
        f"{field.name}.value",
        _number(_("Your own value") if field.offers else _("The project’s value"), field.decimals, required=False),
    )
    if len(field.units) > 1:
        yield f"{field.name}.unit", _unit(field)
    yield (
        f"{field.name}.document",
        WordsField(
            label=_("Document that shows it"),
            help_text=_("Title, number and date"),
            max_length=LONGEST_DOCUMENT,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        ),
    )
    yield (
        f"{field.name}.uncertainty",
        _number(_("Uncertainty (0 to 1, optional)"), UNCERTAINTY.decimals, required=False),
    )


def _column(field: FormField) -> Fields:
    if field.options:
        options = [(option.code, in_reader_language(option.label)) for option in field.options]
        yield (
            f"{field.name}.value",
            forms.ChoiceField(
                label=in_reader_language(field.label), choices=[("", "—"), *options], required=not field.optional
            ),
        )
        return
    label = f"{in_reader_language(field.label)}" + ("" if field.units[1:] else f"（{in_reader_language(field.unit)}）")
    yield f"{field.name}.value", _number(label, field.decimals, help_text=_hint(field), required=not field.optional)
    if len(field.units) > 1:
        yield f"{field.name}.unit", _unit(field)


def _number(label: Any, decimals: int, **named: Any) -> NumberField:
    return NumberField(label=label, decimal_places=decimals, **named)


def _written(number: Decimal | str | None) -> str:
    """As the method reads it, exactly; a choice stays its code."""
    return f"{number.normalize():f}" if isinstance(number, Decimal) else (number or "")


def _unit(field: FormField) -> forms.ChoiceField:
    units = [(unit.code, in_reader_language(unit.label)) for unit in field.units]
    return forms.ChoiceField(label=_("Unit"), choices=units, required=False)


def _hint(field: FormField) -> str:
    return in_reader_language(field.hint) if field.hint else ""


def _published(factor: Factor) -> str:
    return in_reader_language(factor.label)
