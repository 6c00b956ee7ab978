"""How the parts of a claim are named and shown to people: in their language and in the unit they enter."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.texts import in_reader_language
from methodologies.base import Choice, Measure, Methodology, Quantity

SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 60 * SECONDS_PER_MINUTE
SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR


def measure_label(method: Methodology, name: str) -> str:
    """The name of a field or measure: 骑行距离."""
    if name == "duration_s":
        return _("Duration")
    return in_reader_language(_described(method, name).label)


def claim_shown(method: Methodology, values: Mapping[str, int | str]) -> list[str]:
    """Each part of a claim as people write it, in the order in which they are asked; two readings are one part."""
    said = [field for field in method.fields if field.name in values]
    begun = {field.ends for field in said if isinstance(field, Quantity)}
    return [_with_its_start(field, values) for field in said if field.name not in begun]


def value_shown(method: Methodology, name: str, value: int | str) -> str:
    """One part of a claim as people write it: the option's name, or the number with its unit."""
    return _value_shown(_described(method, name), value)


def measure_shown(method: Methodology, name: str, value: Decimal) -> str:
    """A number in its small unit, as people write it: 15,000 m becomes 15 公里; at most two places, rounded down."""
    if name == "duration_s":
        return duration_shown(value)
    described = _described(method, name)
    assert not isinstance(described, Choice)
    return _number_shown(described, value)


def duration_shown(seconds: Decimal) -> str:
    """A length of time in minutes, below one in seconds, from two hours on in hours, from three days on in days."""
    if seconds >= 3 * SECONDS_PER_DAY:
        days = _plain(seconds / SECONDS_PER_DAY)
        return ngettext("%(days)s day", "%(days)s days", int(seconds // SECONDS_PER_DAY)) % {"days": days}
    if abs(seconds) < SECONDS_PER_MINUTE:
        return ngettext("%(seconds)s second", "%(seconds)s seconds", int(seconds)) % {"seconds": _plain(seconds)}
    if seconds > 2 * SECONDS_PER_HOUR:
        return _("%(hours)s h") % {"hours": _plain(seconds / SECONDS_PER_HOUR)}
    return _("%(minutes)s min") % {"minutes": _plain(seconds / SECONDS_PER_MINUTE)}


def _with_its_start(field: Choice | Quantity, values: Mapping[str, int | str]) -> str:
    shown = _value_shown(field, values[field.name])
    if isinstance(field, Quantity) and field.ends in values:
        return f"{_plain(field.entered(int(values[field.ends])))} → {shown}"
    return shown


def _value_shown(asked: Choice | Quantity | Measure, value: int | str) -> str:
    if isinstance(asked, Choice):
        option = asked.option(str(value))
        return in_reader_language(option.label) if option else str(value)
    return _number_shown(asked, Decimal(value))


def _number_shown(described: Quantity | Measure, value: Decimal) -> str:
    entered = value / described.per_unit if isinstance(described, Quantity) else value
    unit = described.one_unit if entered == 1 and described.one_unit else described.unit
    return f"{_plain(entered)} {in_reader_language(unit)}"


def _described(method: Methodology, name: str) -> Choice | Quantity | Measure:
    everything: tuple[Choice | Quantity | Measure, ...] = (*method.fields, *method.measures)
    for described in everything:
        if described.name == name:
            return described
    raise LookupError(f"{method.code} measures no {name}")


def _plain(value: Decimal) -> str:
    if not value.is_finite():
        return "∞"
    floored = value.quantize(Decimal("0.01"), rounding="ROUND_FLOOR").normalize()
    return format(floored, ",f")
