"""What the desk asks of a check list: criteria with their points, the grades, and how long an evaluation holds."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from common.typed.desk import desk_number
from common.typed.fields import WholeField, WordsField
from lists.forms import Group, ListForm
from scenarios.source_form import SourceForm, source_begun
from scenarios.venues.check_list import WHOLE, Grade
from scenarios.venues.models import GRADE_WORDS, Kind

MOST_CRITERIA = 14
LONGEST_DAYS = 3650
LEAST_OF = {grade: GRADE_WORDS[grade] for grade in (Grade.EXCELLENT, Grade.GOOD, Grade.PASSED)}
PLACES = range(1, MOST_CRITERIA + 1)


def _text(label: Any) -> WordsField:
    return WordsField(label=label, max_length=200, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}))


def _criterion(place: int) -> dict[str, forms.Field]:
    """Its code stays with it, so that marks of the same criterion can be compared; a new one gets another."""
    return {
        f"zh_{place}": _text(_("Criterion, in Chinese")),
        f"en_{place}": _text(_("Criterion, in English")),
        f"points_{place}": WholeField(
            label=_("Points"),
            min_value=1,
            max_value=WHOLE,
            required=False,
            widget=desk_number(),
        ),
        f"required_{place}": forms.BooleanField(
            label=_("Must be met to pass"),
            required=False,
            widget=UnfoldBooleanWidget,
        ),
        f"code_{place}": forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput),
    }


def _days(label: Any) -> WholeField:
    return WholeField(label=label, min_value=1, max_value=LONGEST_DAYS, widget=desk_number())


class CheckListForm(SourceForm, ListForm):
    """The whole list of a kind of venue."""

    kind = forms.ChoiceField(label=_("Kind of venue"), choices=Kind.choices, widget=UnfoldAdminSelectWidget)
    valid_days = _days(_("So many days an evaluation holds"))
    recheck_days = _days(_("After so many days a venue is checked again"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        criteria = {name: field for place in PLACES for name, field in _criterion(place).items()}
        grades = {
            f"least_{grade}": WholeField(
                label=format_lazy(_("Least points for “{grade}”"), grade=words),
                min_value=1,
                max_value=WHOLE,
                widget=desk_number(),
            )
            for grade, words in LEAST_OF.items()
        }
        self.fields.update({**criteria, **grades})
        self.order_fields(["kind", *criteria, *grades, "valid_days", "recheck_days"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for place in PLACES:
            parts = [given.get(f"{part}_{place}") for part in ("zh", "en", "points")]
            if (
                any(parts)
                and not all(parts)
                and not any(f"{part}_{place}" in self.errors for part in ("zh", "en", "points"))
            ):
                self.add_error(f"points_{place}", gettext("A criterion needs words in both languages, and points."))
        for field, sentence in self._wrong(given) if not self.errors else ():
            self.add_error(field, sentence)
        return given

    def layout(self) -> list[Group]:
        criteria: list[Group] = [
            (
                format_lazy(_("Criterion {place}"), place=place),
                [f"{part}_{place}" for part in ("zh", "en", "points", "required")],
            )
            for place in PLACES
        ]
        grades = [f"least_{grade}" for grade in LEAST_OF]
        return [("", ["kind"]), *criteria, (_("Grades"), grades), (_("How long"), ["valid_days", "recheck_days"])]

    def of_what(self) -> str:
        kind: str = self.cleaned_data["kind"]
        return kind

    def document(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "criteria": list(self._criteria()),
            "grades": {grade.value: given[f"least_{grade}"] for grade in LEAST_OF},
            "valid_days": given["valid_days"],
            "recheck_days": given["recheck_days"],
            "standing": given["standing"],
            "source": self.source(),
        }

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        criteria: dict[str, Any] = {}
        for place, criterion in enumerate(document["criteria"], start=1):
            criteria |= {
                f"zh_{place}": criterion["text"]["zh-hans"],
                f"en_{place}": criterion["text"]["en"],
                f"points_{place}": criterion["points"],
                f"required_{place}": criterion.get("required", False),
                f"code_{place}": criterion["code"],
            }
        grades = {f"least_{grade}": least for grade, least in document["grades"].items()}
        days = {name: document[name] for name in ("valid_days", "recheck_days")}
        return {"kind": subject, **criteria, **grades, **days, **source_begun(document)}

    def _wrong(self, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        points = sum(given[f"points_{place}"] or 0 for place in self._filled())
        if points != WHOLE:
            said = gettext("The points of all criteria come to %(points)s; they must come to 100.")
            yield "points_1", said % {"points": points}
        least = [given[f"least_{grade}"] for grade in LEAST_OF]
        if least != sorted(set(least), reverse=True):
            yield "least_excellent", gettext("A better grade needs more points than the one below it.")
        if given["recheck_days"] > given["valid_days"]:
            yield "recheck_days", gettext("A venue is checked again before its evaluation ends.")

    def _filled(self) -> list[int]:
        return [place for place in PLACES if self.cleaned_data.get(f"points_{place}")]

    def _criteria(self) -> Iterator[dict[str, Any]]:
        given = self.cleaned_data
        codes = {given[f"code_{place}"] for place in self._filled()}
        free = (code for number in range(1, 2 * MOST_CRITERIA) if (code := f"criterion-{number}") not in codes)
        for place in self._filled():
            yield {
                "code": given[f"code_{place}"] or next(free),
                "text": {"zh-hans": given[f"zh_{place}"], "en": given[f"en_{place}"]},
                "points": given[f"points_{place}"],
                "required": given[f"required_{place}"],
            }
