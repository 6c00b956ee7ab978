"""A number as a project states it, in the unit of what is asked, or what is to be mended of it."""

from decimal import Decimal, InvalidOperation

from methodologies.base import Text
from methodologies.projects.asked import Column, Parameter
from methodologies.projects.published import Limit
from methodologies.projects.stated import Number
from methodologies.projects.told import plain
from methodologies.projects.troubles import Trouble
from methodologies.projects.units import UNITS, UnknownConversion, convert

LONGEST_NUMBER = 30
PERCENT = Decimal(100)
Asked = Parameter | Column


def read_number(asked: Asked, raw: Number, unit: str, limit: Limit) -> Decimal | Trouble:
    """A number in the unit of what is asked, within its limits and decimals."""
    number = _decimal(raw)
    shown = str(raw)[:LONGEST_NUMBER]
    if number is None:
        return Trouble("not_a_number", asked.name, {"label": asked.label, "value": shown})
    if -int(number.as_tuple().exponent) > asked.decimals:
        most = str(asked.decimals)
        return Trouble("too_many_decimals", asked.name, {"label": asked.label, "decimals": most, "value": shown})
    try:
        value = convert(number, unit or asked.unit, asked.unit)
    except UnknownConversion:
        units = {language: "、".join(each.label[language] for each in asked.units) for language in asked.label}
        return Trouble("unit_unknown", asked.name, {"label": asked.label, "unit": unit, "units": units})
    return _within(asked, value, limit)


def _within(asked: Asked, value: Decimal, limit: Limit) -> Decimal | Trouble:
    if limit.above and value <= limit.least:
        return Trouble("not_above", asked.name, _facts(asked, value, limit))
    if value < limit.least:
        return Trouble("too_little", asked.name, _facts(asked, value, limit))
    if value > limit.most:
        return Trouble("too_much", asked.name, _facts(asked, value, limit))
    return value


def _facts(asked: Asked, value: Decimal, limit: Limit) -> dict[str, Text | str]:
    """Shares are told in percent."""
    unit, times = (UNITS["percent"], PERCENT) if asked.unit == "share" else (UNITS[asked.unit], Decimal(1))
    told = {"value": plain(value * times), "least": plain(limit.least * times), "most": plain(limit.most * times)}
    return {"label": asked.label, "unit": unit.label, **told}


def _decimal(raw: Number) -> Decimal | None:
    if isinstance(raw, bool | float):
        return None
    try:
        number = Decimal(raw.strip()) if isinstance(raw, str) else Decimal(raw)
    except InvalidOperation:
        return None
    return number.normalize() if number.is_finite() and _is_short(number) else None


def _is_short(number: Decimal) -> bool:
    """Whether it is written out in few digits: nobody means 1E+999999."""
    return len(number.as_tuple().digits) <= LONGEST_NUMBER and abs(number.adjusted()) <= LONGEST_NUMBER
