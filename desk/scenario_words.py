"""What the desk says of scenarios: how a methodology is called, and what is said anew of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.texts import in_reader_language
from methodologies import credits_each, grams_per_unit
from methodologies.base import Methodology
from scenarios.describing import Description, without_count
from scenarios.icons import ICONS
from scenarios.models import Group, Scenario


@dataclass(frozen=True, slots=True)
class SaidAnew:
    """One thing that is said in another way."""

    label: str
    before: str
    after: str


def method_in_words(method: Methodology) -> str:
    """Generic ones by what they do; others by the scenario that they were made for."""
    if method.code == grams_per_unit.METHODOLOGY.code:
        return _("Grams for each counted unit (proposed)")
    if method.code == credits_each.METHODOLOGY.code:
        return _("Credits for each act, nothing quantified (proposed)")
    own = Scenario.objects.filter(code=method.code).first()
    return _("Counted as: %(scenario)s") % {"scenario": own} if own else method.code


def said_anew(before: Description, after: Description) -> list[SaidAnew]:
    """What differs, in words."""
    old, new = dict(_lines(before)), dict(_lines(after))
    labels = [*new, *(label for label in old if label not in new)]
    told = [SaidAnew(label, old.get(label, ""), new.get(label, "")) for label in labels]
    return [each for each in told if each.before != each.after]


def _lines(description: Description) -> Iterator[tuple[str, str]]:
    yield _("Name"), _both(description.name)
    yield _("In one sentence"), _both(description.summary)
    yield _("Icon"), str(ICONS.get(description.icon, description.icon))
    yield _("Offered under"), str(Group(description.group).label)
    yield _("Place in the list"), str(description.position)
    labels: Mapping[str, Any] = {
        "deed": _("What was done"),
        "unit": _("One of it is called"),
        "units": _("Several are called"),
        "label": _("What is asked for"),
        "hint": _("A hint below the question"),
    }
    for name, words in description.terms.items():
        yield labels[name], without_count(_both(words)) if words else ""


def _both(text: Mapping[str, str]) -> str:
    return " · ".join(dict.fromkeys([in_reader_language(text), *text.values()]))
