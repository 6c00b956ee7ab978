"""Which approved template of a gateway says what, and whether the values fit into it.

A setting names them: `code=SMS_1,code.en=SMS_2,long_code=SMS_3,reminder=SMS_4,expire_soon=SMS_5 credits last_day`. The
words after an id are its variables, in their order, by the names of the facts. A notice without a template of its own,
or whose facts do not fit, is told by `reminder`, which has no variable: the inbox says the rest.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts.phones import COUNTRY_CODE
from accounts.texting.outcomes import Unsent, Whose

CODE, LONG_CODE, REMINDER, PHONE_CHANGE = "code", "long_code", "reminder", "phone_change"
MOST_DIGITS = 6
"""Of a code in a template for codes, at both gateways; a longer one needs a template of the other kind."""
MUST_SAY = {PHONE_CHANGE: "code"}
"""The variable without which a text is not that text: how to stop the change. No reminder stands in for it."""
ABROAD = "abroad_"
"""Both gateways have other templates for numbers outside of the mainland."""
_PLAIN = re.compile(r"[\w .,:;%+()/-]+")
"""Letters of any script and digits. Both refuse addresses of the web and rare signs; so one may not hold `//`."""


@dataclass(frozen=True, slots=True)
class Message:
    """`what` is a kind of code or the code of a notice; `facts` are what templates may show of it."""

    phone: str
    what: str
    facts: Mapping[str, Any]
    language: str


@dataclass(frozen=True, slots=True)
class Filled:
    template: str
    values: dict[str, str]
    """By variable, in the template's order."""


def code_message(*, phone: str, code: str, language: str) -> Message:
    half = len(code) // 2
    facts = {"code": code, "first": code[:half], "last": code[half:]}
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    return Message(phone, CODE if len(code) <= MOST_DIGITS else LONG_CODE, facts | {"minutes": minutes}, language)


def fill(
    message: Message, templates: Mapping[str, str], variables: Mapping[str, tuple[str, ...]], longest: int
) -> Filled:
    """The template with its values; `variables` are those of templates that the setting names none for.

    Raises Unsent where no template can say it.
    """
    for what in _ways_to_say(message):
        if template := _template(templates, what, message):
            identity, *named = template.split()
            values = _values(named or variables.get(what, ()), message.facts, longest)
            if values is not None and _says_enough(what, values):
                return Filled(identity, values)
    raise Unsent(Whose.MESSAGE, f"no_template:{message.what}"[:60])


def _ways_to_say(message: Message) -> Iterator[str]:
    yield message.what
    if message.what not in (CODE, LONG_CODE, *MUST_SAY):
        yield REMINDER


def _template(templates: Mapping[str, str], what: str, message: Message) -> str | None:
    name = what if message.phone.startswith(COUNTRY_CODE) else f"{ABROAD}{what}"
    return templates.get(f"{name}.{message.language}") or templates.get(name)


def _values(names: tuple[str, ...] | list[str], facts: Mapping[str, Any], longest: int) -> dict[str, str] | None:
    values = {name: str(facts.get(name, "")) for name in names}
    return values if all(_fits(value, longest) for value in values.values()) else None


def _says_enough(what: str, values: Mapping[str, str]) -> bool:
    return what not in MUST_SAY or MUST_SAY[what] in values


def _fits(value: str, longest: int) -> bool:
    return len(value) <= longest and bool(_PLAIN.fullmatch(value)) and "//" not in value
