"""The form of a draft: every number of the rule, and once for all that changed, on whose authority."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from activities.measures import measure_label
from activities.telling.stated import cap_label, riding_label
from activities.ways_in import doors_of
from common.desk_days import day_input
from common.texts import in_reader_language, listed
from common.typed.desk import desk_number
from common.typed.fields import DayField, NumberField, WholeField, WordsField
from credits import budgets
from desk.rule_beside import in_force_beside
from desk.rule_words import (
    doubt_labels,
    explanation_of,
    source_in_words,
    unit_in_words,
    way_in_words,
)
from scenarios.drafting import (
    DOUBTS,
    RIDING,
    WAYS,
    WEIGHTS,
    Authority,
    NoAuthority,
    bounded_measures,
    cap_names,
    document_with,
    numbers_of,
    price_name,
    stated_of,
)
from scenarios.evidence_words import evidence_in_words
from scenarios.models import EmissionFactor, RuleVersion
from scenarios.rules import PER_MILLE, WHOLE, CapMeasure, Evidence, Standing
from scenarios.standing_words import standing_in_words

SOURCE = ("standing", "title_zh", "title_en", "publisher_zh", "publisher_en", "published_on")


class DraftForm(forms.Form):
    """Bound to a draft: its fields follow from the scenario's methodology."""

    def __init__(self, data: Mapping[str, Any] | None, *, draft: RuleVersion) -> None:
        self.draft = draft
        self.method = draft.scenario.methodology
        super().__init__(data, initial=numbers_of(draft.document, self.method))
        self._doors = [way.code for way in doors_of(draft.scenario.code)]
        self.initial[WAYS] = self.initial[WAYS] or self._doors
        self._groups: list[tuple[str, list[str]]] = []
        if draft.pk:
            self._add_group(_("From when"), _day_fields(draft))
        self._add_group(_("Factors"), self._factor_fields())
        self._add_group(_("What is believed; empty sets no limit"), self._bound_fields())
        self._add_group(_("Caps; empty sets no cap"), self._cap_fields())
        self._add_group(_("Credits"), self._credit_fields())
        for grade in Evidence:
            self._add_group(_("Evidence: %(evidence)s") % {"evidence": evidence_in_words(grade)}, self._of(grade))
        self._add_group(_("Ways in"), self._way_fields())
        self._add_group(_("Doubts and review; empty throughout: nothing is doubted"), _doubt_fields())
        self._explain()
        self._add_group(_("On whose authority you change numbers"), _source_fields())

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields in the order of the page, each group under its heading."""
        return [(heading, [self[name] for name in names]) for heading, names in self._groups]

    def clean(self) -> dict[str, Any]:
        """Joins the document together, so that it can be checked as a whole."""
        given = super().clean() or {}
        self._check_bounds(given)
        self._check_doubts(given)
        # Every way there is means every way there will be, too.
        given[WAYS] = None if set(given.get(WAYS, ())) >= {*self._doors} else given.get(WAYS)
        if self.errors:
            return given
        given = {**numbers_of(self.draft.document, self.method), **given}
        try:
            self.document = document_with(self.draft.document, given, self.method, self._authority(given))
        except NoAuthority:
            for name in SOURCE:
                if not given.get(name):
                    self.add_error(name, _("Say on whose authority the numbers change."))
        return given

    def _check_bounds(self, given: Mapping[str, Any]) -> None:
        for measure in bounded_measures(self.method):
            least, most = given.get(f"least_{measure}"), given.get(f"most_{measure}")
            if least is not None and most is not None and least > most:
                self.add_error(f"most_{measure}", _("The most is less than the least."))

    def _check_doubts(self, given: Mapping[str, Any]) -> None:
        """All or nothing, and what weighs more comes to no less."""
        if all(given.get(f"doubts_{name}") is None for name in DOUBTS):
            return
        for name in ("drawn", "review_days"):
            if given.get(f"doubts_{name}") is None and f"doubts_{name}" not in self.errors:
                self.add_error(f"doubts_{name}", _("Where something is doubted, this number is needed."))
        weights = [(name, given[f"doubts_{name}"]) for name in WEIGHTS if given.get(f"doubts_{name}") is not None]
        for (_lighter, least), (heavier, weight) in pairwise(weights):
            if weight < least:
                self.add_error(f"doubts_{heavier}", _("This must be at least as much as the number above."))

    def _authority(self, given: Mapping[str, Any]) -> Authority | None:
        if not all(given.get(name) for name in SOURCE):
            return None
        return Authority(
            given["standing"],
            {
                "title": {"zh-hans": given["title_zh"], "en": given["title_en"]},
                "publisher": {"zh-hans": given["publisher_zh"], "en": given["publisher_en"]},
                "date": given["published_on"].isoformat(),
            },
        )

    def _explain(self) -> None:
        """Beside each field what it does, and what holds now with its unit and source."""
        in_force = in_force_beside(self.draft)
        values = numbers_of(in_force.document, self.method) if in_force else {}
        stated = stated_of(in_force.document, self.method) if in_force else {}
        units = {f"factor_{slot.name}": in_reader_language(slot.unit_label) for slot in self.method.slots}
        for name, field in self.fields.items():
            told = [explanation_of(name), _holding(values, stated, name, units) if in_force else ""]
            field.help_text = format_html_join("", '<span class="desk-help">{}</span>', ((one,) for one in told if one))

    def _add_group(self, heading: str, fields: dict[str, forms.Field]) -> None:
        self.fields.update(fields)
        self._groups.append((heading, list(fields)))

    def _factor_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for slot in self.method.slots:
            factors = EmissionFactor.objects.filter(unit=slot.unit).exclude(code__in=self._of_others())
            choices = [
                (factor.code, f"{factor.value.normalize():f} {in_reader_language(slot.unit_label)} · {factor.code}")
                for factor in factors
            ]
            fields[f"factor_{slot.name}"] = forms.ChoiceField(
                label=in_reader_language(slot.label), choices=choices, widget=UnfoldAdminSelectWidget
            )
        return fields

    def _of_others(self) -> set[str]:
        """The factors of other scenarios of a generic methodology: what a cup avoids says nothing of a bag."""
        if not self.method.is_generic:
            return set()
        alike = RuleVersion.objects.filter(scenario__methodology_code=self.method.code)
        others = alike.exclude(scenario=self.draft.scenario_id).values_list("document__factors", flat=True)
        return {factor["code"] for factors in others for factor in (factors or {}).values()}

    def _bound_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for measure in bounded_measures(self.method):
            name = f"{measure_label(self.method, measure)} ({self._unit_of(measure)})"
            for end, words in (("least", _("%(measure)s, at least")), ("most", _("%(measure)s, at most"))):
                fields[f"{end}_{measure}"] = NumberField(
                    label=words % {"measure": name},
                    min_value=0,
                    max_digits=12,
                    decimal_places=2,
                    required=False,
                    widget=desk_number("decimal"),
                )
        return fields

    def _unit_of(self, measure: str) -> str:
        if self.method.is_generic and measure in (own := {each.name: each.unit for each in self.method.quantities}):
            return in_reader_language(own[measure])
        known = {bound["measure"]: bound["unit"] for bound in self.draft.document["bounds"]}
        return unit_in_words(known.get(measure) or measure.rpartition("_")[2])

    def _cap_fields(self) -> dict[str, forms.Field]:
        counted = [(measure, period) for measure, period in cap_names() if self._counts(measure)]
        return {
            f"cap_{measure}_{period}": WholeField(
                label=cap_label(measure, period) + (_(" (grams)") if measure is CapMeasure.GRAMS else ""),
                min_value=0,
                required=False,
                widget=desk_number(),
            )
            for measure, period in counted
        } | self._riding_field()

    def _counts(self, measure: CapMeasure) -> bool:
        """Whether a cap on it could do anything; one that the draft has stays in sight."""
        is_set = any(cap["measure"] == measure for cap in self.draft.document["caps"])
        return measure is not CapMeasure.GRAMS or self.method.quantifies or is_set

    def _riding_field(self) -> dict[str, forms.Field]:
        if not self.method.counts_pedalling:
            return {}
        field = WholeField(label=riding_label(), min_value=1, required=False, widget=desk_number())
        return {RIDING: field}

    def _credit_fields(self) -> dict[str, forms.Field]:
        return {
            price_name(self.method): WholeField(
                label=_("Grams for one credit") if self.method.quantifies else _("Credits for each"),
                min_value=1,
                widget=desk_number(),
            ),
            "budget": forms.ChoiceField(
                label=_("Paid from"), choices=list(_budgets(self.draft)), widget=UnfoldAdminSelectWidget
            ),
        } | self._claim_field()

    def _claim_field(self) -> dict[str, forms.Field]:
        """Where no grams are counted there is nothing to claim."""
        if not self.method.quantifies:
            return {}
        label = _("The grams are claimable as a reduction")
        return {"claimable": forms.BooleanField(label=label, required=False, widget=UnfoldBooleanWidget)}

    def _way_fields(self) -> dict[str, forms.Field]:
        """By which ways acts may come in; one that the draft names and the portal has no more stays in sight."""
        codes = dict.fromkeys([*self._doors, *self.draft.document.get(WAYS, ())])
        field = forms.MultipleChoiceField(
            label=_("Acts may come by"),
            choices=[(code, way_in_words(code)) for code in codes],
            widget=UnfoldAdminCheckboxSelectMultipleWidget,
        )
        return {WAYS: field}

    def _of(self, grade: Evidence) -> dict[str, forms.Field]:
        """Whether a grade of evidence is taken, how late it may arrive, and how much of it counts."""
        fields: dict[str, forms.Field] = {
            f"takes_{grade}": forms.BooleanField(label=_("Is taken"), required=False, widget=UnfoldBooleanWidget),
            f"days_{grade}": WholeField(
                label=_("Days after the act"), min_value=0, max_value=10_000, required=False, widget=desk_number()
            ),
            f"worth_{grade}": WholeField(
                label=_("Per cent that count"), min_value=0, max_value=WHOLE, required=False, widget=desk_number()
            ),
        }
        if self.method.quantifies:
            most = WholeField(label=_("Most grams of one act"), min_value=0, required=False, widget=desk_number())
            fields[f"most_grams_{grade}"] = most
        return fields


def _holding(
    values: Mapping[str, Any], stated: Mapping[str, Mapping[str, Any]], name: str, units: Mapping[str, str]
) -> str:
    """What the rule in force says of a number, and on what that rests; `units` are those of factors."""
    if name == WAYS:
        codes = values[WAYS]
        shown = _("all") if codes is None else listed([way_in_words(code) for code in codes])
        return _("In force: %(value)s.") % {"value": shown}
    value, rests_on = values.get(name), stated.get(name)
    if value is None and rests_on is None:
        return _("In force: empty.") if name in values else ""
    if rests_on is None:
        return ""
    if name.startswith("factor_"):
        shown = f"{rests_on['value']} {units[name]} · {value}"
    else:
        shown = _("any number") if value is None else f"{value:,} {unit_in_words(rests_on['unit'])}"
    return _("In force: %(value)s (%(source)s).") % {"value": shown, "source": source_in_words(rests_on)}


def _doubt_fields() -> dict[str, forms.Field]:
    most = {"drawn": PER_MILLE, "review_days": 365}
    return {
        f"doubts_{name}": WholeField(
            label=label,
            min_value=1 if name == "review_days" else 0,
            max_value=most.get(name, 10_000),
            required=False,
            widget=desk_number(),
        )
        for name, label in doubt_labels().items()
    }


def _day_fields(draft: RuleVersion) -> dict[str, forms.Field]:
    """The day that it proposes; whoever publishes it settles the day."""
    field = DayField(label=_("Proposed to hold from"), initial=draft.effective_from, required=False, widget=day_input())
    return {"proposed_from": field}


def _budgets(draft: RuleVersion) -> list[tuple[str, str]]:
    """Every budget, and the one that the rule names even before it is opened."""
    return list({draft.document["budget"]: draft.document["budget"], **budgets.names()}.items())


def _source_fields() -> dict[str, forms.Field]:
    standings = [("", "—"), *((standing.value, standing_in_words(standing)) for standing in Standing)]
    texts = {
        "title_zh": _("Title of the source, in Chinese"),
        "title_en": _("Title of the source, in English"),
        "publisher_zh": _("Publisher, in Chinese"),
        "publisher_en": _("Publisher, in English"),
    }
    return {
        "standing": forms.ChoiceField(
            label=_("Standing"), choices=standings, required=False, widget=UnfoldAdminSelectWidget
        ),
        **{
            name: WordsField(label=label, max_length=200, required=False, widget=UnfoldAdminTextInputWidget)
            for name, label in texts.items()
        },
        "published_on": DayField(label=_("Date of the source"), required=False, widget=day_input()),
    }
