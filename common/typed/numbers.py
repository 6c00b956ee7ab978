"""Numbers as people and spreadsheets write them: signs, thousands in groups, decimals, yuan.

`8,000` is eight thousand. `8.000` is refused: some part decimals by a dot, others group thousands by it. In a file, its
numbers that can be read in one way only decide for the others.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum, auto

from common.typed.letters import plain
from common.typed.refusals import EitherWay, NotANumber, NotWhole, TooManyDigits, TooManyPlaces

MOST_DIGITS = 15
"""Of a whole number, as in every claim."""
LONGEST = 40
GROUP = 3

DOTS = ".．。｡"
"""A number that shows what parts its decimals has one of these."""

# A Chinese keyboard's full stop, and the minus sign of print.
_MARKS = str.maketrans("。｡−", "..-")
_NUMBER = re.compile(
    r"""(?P<sign>[+-]?)\ ?(?:
        (?P<plain>[0-9]+\.?[0-9]*|\.[0-9]+)
      | (?P<grouped>[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:\ [0-9]{3})+)(?:\.[0-9]*)?)
      | (?P<dotted>[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:\.[0-9]{3})+,[0-9]+))
      | (?P<comma>[0-9]+,[0-9]+)
    )""",
    re.VERBOSE,
)
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_CURRENCY = re.compile(r"(?:[¥￥]|rmb|cny)?(.*?)(?:元|圆)?", re.IGNORECASE | re.DOTALL)


class Point(Enum):
    """What parts the decimals of numbers that stand together."""

    UNKNOWN = auto()
    DOT = auto()
    COMMA = auto()


def whole(text: str, *, label: str, point: Point = Point.UNKNOWN) -> int | None:
    """The whole number; `None` where nothing is written. Raises `NotWhole`, `EitherWay`, `TooManyDigits`."""
    try:
        number = _number(text, label, point, places=0)
    except NotANumber as error:
        raise NotWhole(label=label) from error
    if number is None:
        return None
    if number != number.to_integral_value():
        raise NotWhole(label=label)
    if abs(number) >= 10**MOST_DIGITS:
        raise TooManyDigits(label=label)
    return int(number)


def decimal(text: str, *, label: str, places: int, digits: int = MOST_DIGITS) -> Decimal | None:
    """The number, with at most so many decimal `places` and so many `digits` in all; `None` where nothing is written.

    Raises `NotANumber`, `EitherWay`, `TooManyPlaces`, `TooManyDigits`.
    """
    number = _number(text, label, Point.UNKNOWN, places)
    if number is None:
        return None
    if abs(number) >= 10 ** (digits - places):
        raise TooManyDigits(label=label)
    if number.scaleb(places) % 1:
        raise TooManyPlaces(label=label, places=places)
    return round(number, places)


def yuan(text: str, *, label: str, digits: int = MOST_DIGITS) -> Decimal | None:
    """An amount of money to the fen, with the currency's sign or without. Raises as `decimal`."""
    amount = _CURRENCY.fullmatch(plain(text))
    assert amount
    return decimal(amount[1], label=label, places=2, digits=digits)


def as_integer(value: object) -> object:
    """A number of JSON that is an integer there, as 8000.0 is, as one of ours; whatever else it holds stays."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def point_of(texts: Iterable[str]) -> Point:
    """What parts decimals in a file, by those of its numbers that can be read in one way only."""
    shown = {_shown_by(match) for text in texts if (match := _match(text))} - {Point.UNKNOWN}
    return shown.pop() if len(shown) == 1 else Point.UNKNOWN


def _match(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(plain(text).translate(_MARKS))


def _shown_by(match: re.Match[str]) -> Point:
    if match["dotted"]:
        return Point.COMMA
    has_dot = "." in (match["plain"] or match["grouped"] or "")
    return Point.DOT if has_dot and not _ONE_GROUP.fullmatch(match["plain"] or "") else Point.UNKNOWN


def _number(text: str, label: str, point: Point, places: int) -> Decimal | None:
    if not plain(text):
        return None
    match = _match(text)
    if match is None:
        raise NotANumber(label=label)
    if len(match[0]) > LONGEST:
        raise TooManyDigits(label=label)
    amount = _amount(match, label, point, places)
    return -amount if match["sign"] == "-" else amount


def _amount(match: re.Match[str], label: str, point: Point, places: int) -> Decimal:
    """The number without its sign. Whoever takes three decimals reads a dot before three digits as theirs."""
    written = match[0].lstrip("+- ")
    if match["dotted"]:
        return Decimal(written.replace(".", "").replace(",", "."))
    if match["comma"]:
        if point is not Point.COMMA:
            raise NotANumber(label=label)
        return Decimal(written.replace(",", "."))
    if not _ONE_GROUP.fullmatch(written) or (match["plain"] and places >= GROUP):
        return Decimal(re.sub("[, ]", "", written))
    return _one_group(written, label, point, places)


def _one_group(written: str, label: str, point: Point, places: int) -> Decimal:
    """A number with one mark before three digits, which groups them or parts them."""
    head, tail = re.split("[.,]", written)
    grouped, parted = Decimal(head + tail), Decimal(f"{head}.{tail}")
    if "," in written and point is not Point.COMMA:
        return grouped
    if "." in written and point is not Point.UNKNOWN:
        return grouped if point is Point.COMMA else parted
    raise EitherWay(label=label, written=written, grouped=str(grouped), parted=f"{parted.normalize():f}", places=places)
