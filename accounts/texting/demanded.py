"""Which settings of the gateways are missing or cannot be."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from accounts import phones
from accounts.texting.gateways import KNOWN
from accounts.texting.templates import ABROAD, CODE, LONG_CODE, MUST_SAY, PHONE_CHANGE, REMINDER
from common.loopback import is_safe


def missing() -> Iterator[str]:
    """A clause for each, by the setting's name; of gateways that `SMS_PROVIDERS` does not name none."""
    accounts: dict[str, Mapping[str, Any]] = {"aliyun": settings.SMS_ALIYUN, "tencent": settings.SMS_TENCENT}
    for name in settings.SMS_PROVIDERS:
        if name not in KNOWN:
            yield f"SMS_PROVIDERS names {name!r}, which is none of {', '.join(KNOWN)}"
            continue
        prefix, account = f"SMS_{name.upper()}", accounts[name]
        for key, value in account.items():
            if not value:
                yield f"{prefix}_{key.upper()} is not set"
        if not is_safe(account["endpoint"]):
            yield f"{prefix}_ENDPOINT is no https:// address"
        if account["templates"]:
            absent = [what for what in _needed() if what not in account["templates"]]
            if absent:
                yield f"{prefix}_TEMPLATES names no {', '.join(absent)}"
            for what, said in account["templates"].items():
                variable = MUST_SAY.get(_kind(what))
                if variable and variable not in said.split()[1:]:
                    yield f"{prefix}_TEMPLATES gives {what} no variable {variable}"


def _kind(what: str) -> str:
    """Without region and language."""
    return what.removeprefix(ABROAD).partition(".")[0]


def _needed() -> list[str]:
    # The last is what an old number is told of: no "there is news" stands in for it.
    kinds = [CODE, LONG_CODE, REMINDER, PHONE_CHANGE]
    return kinds if phones.are_all_of_the_mainland() else [*kinds, *(f"{ABROAD}{kind}" for kind in kinds)]
