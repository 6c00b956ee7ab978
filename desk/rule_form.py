"""The form of a draft: every number of the rule, and once for all that changed, on whose authority."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from activities.measures import measure_label
from activities.telling.explanation import cap_label, riding_label
from common.desk_days import day_input
from common.texts import in_reader_language
from common.typed.desk import desk_number
from common.typed.fields import DayField, NumberField, WholeField, WordsField
from credits import budgets
from scenarios.drafting import (
    RIDING,
    Authority,
    NoAuthority,
    bounded_measures,
    cap_names,
    document_with,
    numbers_of,
    price_name,
)
from scenarios.evidence_words import evidence_in_words
from scenarios.models import EmissionFactor, RuleVersion
from scenarios.rules import WHOLE, CapMeasure, Evidence, Standing
from scenarios.standing_words import standing_in_words

SOURCE = ("standing", "title_zh", "title_en", "publisher_zh", "publisher_en", "published_on")


class DraftForm(forms.Form):
    """Bound to a draft: its fields follow from the scenario's methodology."""

    def __init__(self, data: Mapping[str, Any] | None, *, draft: RuleVersion) -> None:
        self.draft = draft
        self.method = draft.scenario.methodology
        super().__init__(data, initial=numbers_of(draft.document, self.method))
        self._groups: list[tuple[str, list[str]]] = []
        self._add_group(_("Factors"), self._factor_fields())
        self._add_group(_("What is believed; empty sets no limit"), self._bound_fields())
        self._add_group(_("Caps; empty sets no cap"), self._cap_fields())
        self._add_group(_("Credits"), self._credit_fields())
        self._add_group(
            _("Evidence: how late it may arrive, and how much of it counts; empty is no limit, and all"),
            self._window_fields(),
        )
        self._add_group(_("On whose authority you change numbers"), _source_fields())

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields in the order of the page, each group under its heading."""
        return [(heading, [self[name] for name in names]) for heading, names in self._groups]

    def clean(self) -> dict[str, Any]:
        """Joins the document together, so that it can be checked as a whole."""
        given = super().clean() or {}
        if self.errors:
            return given
        try:
            self.document = document_with(self.draft.document, given, self.method, self._authority(given))
        except NoAuthority:
            for name in SOURCE:
                if not given.get(name):
                    self.add_error(name, _("Say on whose authority the numbers change."))
        return given

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

    def _add_group(self, heading: str, fields: dict[str, forms.Field]) -> None:
        self.fields.update(fields)
        self._groups.append((heading, list(fields)))

    def _factor_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for slot in self.method.slots:
            choices = [
                (factor.code, f"{factor.value.normalize():f} {in_reader_language(slot.unit_label)} · {factor.code}")
                for factor in EmissionFactor.objects.filter(unit=slot.unit)
            ]
            fields[f"factor_{slot.name}"] = forms.ChoiceField(
                label=in_reader_language(slot.label), choices=choices, widget=UnfoldAdminSelectWidget
            )
        return fields

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
        known = {bound["measure"]: bound["unit"] for bound in self.draft.document["bounds"]}
        unit = known.get(measure) or measure.rpartition("_")[2]
        words = {"s": _("seconds"), "m": _("metres"), "step": _("steps"), "km/h": _("km/h")}
        return words.get(unit, unit)

    def _cap_fields(self) -> dict[str, forms.Field]:
        return {
            f"cap_{measure}_{period}": WholeField(
                label=cap_label(measure, period) + (_(" (grams)") if measure is CapMeasure.GRAMS else ""),
                min_value=0,
                required=False,
                widget=desk_number(),
            )
            for measure, period in cap_names()
        } | self._riding_field()

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
            "claimable": forms.BooleanField(
                label=_("The grams are claimable as a reduction"), required=False, widget=UnfoldBooleanWidget
            ),
        }

    def _window_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for grade in Evidence:
            words = evidence_in_words(grade)
            fields[f"takes_{grade}"] = forms.BooleanField(
                label=_("Is taken: %(evidence)s") % {"evidence": words},
                required=False,
                widget=UnfoldBooleanWidget,
            )
            fields[f"days_{grade}"] = WholeField(
                label=_("Days after the act: %(evidence)s") % {"evidence": words},
                min_value=0,
                max_value=10_000,
                required=False,
                widget=desk_number(),
            )
            fields[f"worth_{grade}"] = WholeField(
                label=_("Per cent that count: %(evidence)s") % {"evidence": words},
                min_value=0,
                max_value=WHOLE,
                required=False,
                widget=desk_number(),
            )
            if self.method.quantifies:
                fields[f"most_grams_{grade}"] = WholeField(
                    label=_("Most grams of one act: %(evidence)s") % {"evidence": words},
                    min_value=0,
                    required=False,
                    widget=desk_number(),
                )
        return fields


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
