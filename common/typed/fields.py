"""Form fields that read by this grammar and refuse in its words. What was typed stays in the form, to be mended."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from common.city_time import day_span
from common.errors import DomainError
from common.typed import numbers, times
from common.typed.letters import plain
from common.typed.parts import ClockParts, DayParts
from common.typed.refusals import NotANumber, NothingSeen, NotWhole, UnreadableClock, UnreadableDay, UnreadableMoment
from common.typed.words import words

Typed = TypeVar("Typed")
FEN_PER_YUAN = 100
LEAST, MOST = _("This must be %(limit_value)s at least."), _("This must be %(limit_value)s at most.")


def number_input(keyboard: str = "numeric") -> forms.TextInput:
    """A text input that brings up the right keyboard; a number input would lose what it cannot read."""
    return forms.TextInput(attrs={"inputmode": keyboard, "autocomplete": "off"})


class _TypedField(forms.Field):
    """Reads what was typed. A form's own message `invalid` is said instead of `unread`, and of no other refusal."""

    default_error_messages = {"invalid": ""}
    unread: ClassVar[type[DomainError]]

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for validator in self.validators:
            if isinstance(validator, MinValueValidator):
                validator.message = LEAST
            elif isinstance(validator, MaxValueValidator):
                validator.message = MOST

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self.read(value) if plain(value) else None
        except DomainError as refused:
            words_of_form = isinstance(refused, self.unread) and self.error_messages["invalid"]
            raise ValidationError(words_of_form or refused.sentence, code=refused.code) from refused

    @property
    def called(self) -> str:
        """The label as a sentence can begin with it, without a question mark or what stands in brackets."""
        return re.split(r"[?？(（]", str(self.label or ""), maxsplit=1)[0].strip()


class WholeField(_TypedField, forms.IntegerField):
    unread = NotWhole
    widget = number_input()

    def read(self, text: str) -> int | None:
        return numbers.whole(text, label=self.called)


class NumberField(_TypedField, forms.DecimalField):
    """With `decimal_places` and, of all digits, `max_digits`."""

    unread = NotANumber
    widget = number_input("decimal")

    def __init__(self, *, decimal_places: int, max_digits: int = numbers.MOST_DIGITS, **named: Any) -> None:
        self.places, self.digits = decimal_places, max_digits
        super().__init__(decimal_places=decimal_places, max_digits=max_digits, **named)

    def read(self, text: str) -> Decimal | None:
        return numbers.decimal(text, label=self.called, places=self.places, digits=self.digits)


class MoneyField(NumberField):
    """Yuan as typed, shown and bounded, fen as cleaned and as what the form begins with."""

    def __init__(self, **named: Any) -> None:
        super().__init__(decimal_places=2, **named)

    def read(self, text: str) -> Decimal | None:
        return numbers.yuan(text, label=self.called)

    def prepare_value(self, value: Any) -> Any:
        return f"{_yuan(value):.2f}" if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(_yuan(initial) if isinstance(initial, int) else initial, data)

    def clean(self, value: Any) -> int | None:
        """A field that is only shown comes back as it began, in fen."""
        if isinstance(value, int):
            return value
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * FEN_PER_YUAN)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / FEN_PER_YUAN


class DayField(_TypedField, forms.DateField):
    unread = UnreadableDay
    widget = DayParts

    def read(self, text: str) -> date:
        return times.day(text, label=self.called)


class ClockField(_TypedField, forms.TimeField):
    unread = UnreadableClock
    widget = ClockParts

    def read(self, text: str) -> time:
        return times.clock(text, label=self.called)


class MomentField(_TypedField, forms.DateTimeField):
    """A moment; a day alone is the midnight with which it begins."""

    unread = UnreadableMoment

    def read(self, text: str) -> datetime:
        try:
            return times.moment(text, label=self.called)
        except UnreadableMoment as refused:
            with suppress(UnreadableDay):
                return day_span(times.day(text, label=self.called))[0]
            raise refused from None


def read_by(reader: Callable[[Typed], Typed], typed: Typed) -> Typed:
    """What a pure reader makes of it, its refusal as a form says it."""
    try:
        return reader(typed)
    except DomainError as refused:
        raise ValidationError(refused.sentence, code=refused.code) from refused


class PlainField(forms.CharField):
    """What is known by its letters and digits, such as a plate; who reads it passes over what stands between them."""

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class WordsField(forms.CharField):
    """A name or free text, of which something must be seen where anything was entered."""

    def to_python(self, value: Any) -> str:
        entered = super().to_python(value) or ""
        if "\x00" in entered:
            return entered  # no text has it; the field's validator refuses it
        kept = words(entered)
        if entered and not kept:
            refused = NothingSeen(label=str(self.label or ""))
            raise ValidationError(refused.sentence, code=refused.code)
        return kept
