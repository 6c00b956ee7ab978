"""How the numbers of a claim are named and shown to people: in their language and in the unit they enter."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.texts import in_reader_language
from methodologies.base import Measure, Methodology, Quantity

SECONDS_PER_MINUTE = 60


def measure_label(method: Methodology, name: str) -> str:
    """The name of a quantity or measure: 骑行距离."""
    if name == "duration_s":
        return _("Duration")
    return in_reader_language(_described(method, name).label)


def measure_shown(method: Methodology, name: str, value: Decimal) -> str:
    """A number in its small unit, as people write it: 15,000 m becomes 15 公里; at most two places, rounded down."""
    if name == "duration_s":
        return _("%(minutes)s min") % {"minutes": _plain(value / SECONDS_PER_MINUTE)}
    described = _described(method, name)
    entered = value / described.per_unit if isinstance(described, Quantity) else value
    return f"{_plain(entered)} {in_reader_language(described.unit)}"


def _described(method: Methodology, name: str) -> Quantity | Measure:
    everything: tuple[Quantity | Measure, ...] = (*method.quantities, *method.measures)
    for described in everything:
        if described.name == name:
            return described
    raise LookupError(f"{method.code} measures no {name}")


def _plain(value: Decimal) -> str:
    if not value.is_finite():
        return "∞"
    floored = value.quantize(Decimal("0.01"), rounding="ROUND_DOWN").normalize()
    return format(floored, ",f")
