"""The desk's forms of scenarios: founding one with its first rule, and describing one that is there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.texts import in_reader_language
from common.typed.desk import desk_number
from common.typed.fields import NumberField, WholeField
from credits import budgets
from desk.rule_form import DraftForm
from desk.scenario_fields import begun, described_fields, description_of, terms_fields, told_of, words_field
from methodologies import grams_per_unit
from methodologies.base import Methodology
from methodologies.registry import all_methodologies
from methodologies.terms import LONGEST_MINUTES, TermsError
from scenarios import founding
from scenarios.describing import Description
from scenarios.drafting import price_name
from scenarios.founding import Plan
from scenarios.models import RuleVersion, Scenario
from scenarios.rules import Standing

OWN = "own"
"""Stands for the scenario's own factor until its value is read."""
LONGEST_CODE = 40


class DescriptionForm(forms.Form):
    """What a scenario is called and where it stands."""

    def __init__(self, data: Mapping[str, Any] | None, *, scenario: Scenario) -> None:
        self.scenario = scenario
        super().__init__(data, initial=begun(scenario))
        self.fields.update({**described_fields(), **terms_fields(scenario.methodology)})

    @property
    def description(self) -> Description:
        """Call it on a valid form."""
        return description_of(self.cleaned_data, self.scenario.methodology)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and self.scenario.terms:
            _read_terms(self, {**self.scenario.terms, **self.description.terms}, self.scenario.methodology)
        return given


class FoundingForm(DraftForm):
    """A scenario to be, by a methodology: its description, its own factor where it counts units, its first rule."""

    def __init__(self, data: Mapping[str, Any] | None, *, methodology: Methodology, today: date) -> None:
        scenario = Scenario(methodology_code=methodology.code, terms=_standing_in(methodology))
        super().__init__(data, draft=RuleVersion(scenario=scenario, document=_blank(methodology)))
        rule = self._groups
        self._groups = []
        self._add_group(_("What it is called"), {**described_fields(), **_code_field()})
        if methodology.is_generic:
            self._add_group(_("What is done"), {**terms_fields(methodology), **_minutes_field()})
        if self._has_own_factor:
            self._add_group(_("How much it avoids"), _own_factor_fields(today))
        self.first = [heading for heading, _names in self._groups]
        self._groups += [group for group in rule if group[1]]
        self.initial.update(_usual(today))

    @property
    def _has_own_factor(self) -> bool:
        return self.method.code == grams_per_unit.METHODOLOGY.code

    def clean(self) -> dict[str, Any]:
        """Joins the plan together and has it checked as a whole."""
        if self._has_own_factor:
            self.cleaned_data[f"factor_{grams_per_unit.GRAMS}"] = OWN
        given = super().clean()
        if self.errors or not hasattr(self, "document"):
            return given
        self._check_whole(given)
        if self.errors:
            return given
        self.plan = self._plan(given)
        if _read_terms(self, self.plan.document.get("terms", {}), self.method):
            try:
                founding.check(self.plan)
            except DomainError as error:
                self.add_error(None, error.sentence)
        return given

    def _check_whole(self, given: Mapping[str, Any]) -> None:
        """What a draft may lack, and a first one may not."""
        if not _code_of(given):
            self.add_error("code", _("The English name gives no code: write one."))
        if not self.document["windows"]:
            self.add_error(None, _("At least one kind of evidence must be taken, or nobody can earn."))

    def _plan(self, given: Mapping[str, Any]) -> Plan:
        code = _code_of(given)
        description = description_of(given, self.method)
        document, factors = dict(self.document), []
        if self.method.is_generic:
            document["terms"] = {"occupies": code, "lasts_minutes": given["lasts_minutes"], **description.terms}
        if self._has_own_factor:
            factors = [self._own_factor(code, given)]
            document["factors"] = {grams_per_unit.GRAMS: factors[0]}
        return Plan(code, description, document, factors)

    def _own_factor(self, code: str, given: Mapping[str, Any]) -> dict[str, Any]:
        authority = self._authority(given)
        assert authority is not None, "asked of a form that is whole"
        return {
            "code": f"{code}-{given['factor_year']}",
            "value": f"{given['factor_value'].normalize():f}",
            "unit": "g/unit",
            "region": given["factor_region"],
            "year": given["factor_year"],
            "standing": authority.standing,
            "source": dict(authority.source),
        }

    def _unit_of(self, measure: str) -> str:
        units = {counted.name: in_reader_language(counted.unit) for counted in self.method.quantities}
        return units.get(measure) or super()._unit_of(measure)

    def _factor_fields(self) -> dict[str, forms.Field]:
        return {} if self._has_own_factor else super()._factor_fields()


def offered_methodologies() -> list[Methodology]:
    """By which a scenario can be founded at the desk: generic ones first, then those that several may share."""
    shared = [method for method in all_methodologies().values() if not method.of_one_scenario]
    return sorted(shared, key=lambda method: (not method.is_generic, not method.quantifies, method.code))


def _read_terms(form: forms.Form, terms: Mapping[str, Any], method: Methodology) -> bool:
    """Whether a methodology can be made of these terms; where not, the form says at which field."""
    try:
        all_methodologies()[method.code].with_terms(terms)
    except TermsError as error:
        field, words = told_of(error)
        form.add_error(field if field in form.fields else None, words)
        return False
    return True


def _standing_in(method: Methodology) -> dict[str, Any]:
    """Terms for the labels of a form that asks for them."""
    if not method.is_generic:
        return {}
    terms = {"occupies": OWN, "lasts_minutes": 0, "deed": method.deed}
    for counted in method.quantities:
        terms |= {"label": counted.label, "unit": counted.one_unit, "units": counted.unit}
    return terms


def _blank(method: Methodology) -> dict[str, Any]:
    """A rule that says nothing yet."""
    price = price_name(method)
    return {
        "methodology": method.code,
        "claimable": False,
        "factors": {slot.name: {"code": OWN} for slot in method.slots},
        "bounds": [],
        "caps": [],
        price: {"value": None, "unit": "g/credit" if method.quantifies else "credit"},
        "windows": {},
        "budget": next(iter(budgets.names()), ""),
    }


def _usual(today: date) -> dict[str, Any]:
    """What a form begins with: a modest rule for what is typed, until somebody says otherwise."""
    return {
        "position": 300,
        "icon": "leaf",
        "takes_self_declared": True,
        "days_self_declared": 7,
        "cap_acts_day": 3,
        "least_count": 1,
        "most_count": 10,
        "standing": Standing.PROPOSED.value,
        "published_on": today,
        "factor_region": "chengdu",
        "factor_year": today.year,
        "lasts_minutes": 10,
    }


def _code_of(given: Mapping[str, Any]) -> str:
    return str(given["code"] or slugify(given["name_en"])[:LONGEST_CODE].strip("-"))


def _code_field() -> dict[str, forms.Field]:
    field = words_field(
        _("Code of the scenario"),
        most=LONGEST_CODE,
        required=False,
        help_text=_("By which programs name it: small letters, digits and hyphens. Empty: made of the English name."),
    )
    field.validators.append(_is_code)
    return {"code": field}


def _is_code(value: str) -> None:
    if slugify(value) != value:
        raise forms.ValidationError(_("Only small letters of the Latin alphabet, digits and hyphens."))


def _minutes_field() -> dict[str, forms.Field]:
    return {
        "lasts_minutes": WholeField(
            label=_("Minutes that one act takes"),
            min_value=0,
            max_value=LONGEST_MINUTES,
            widget=desk_number(),
            help_text=_("Two acts nearer than that count once. 0: each counts by itself. It cannot be changed later."),
        )
    }


def _own_factor_fields(today: date) -> dict[str, forms.Field]:
    return {
        "factor_value": NumberField(
            label=_("Grams of CO₂ for each"),
            min_value=0,
            max_digits=12,
            decimal_places=4,
            widget=desk_number("decimal"),
        ),
        "factor_year": WholeField(
            label=_("Year of the value"), min_value=1990, max_value=today.year + 1, widget=desk_number()
        ),
        "factor_region": words_field(
            _("Region of the value"), most=40, help_text=_("A code: chengdu, sichuan, china.")
        ),
    }
