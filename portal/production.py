"""What a portal without DEBUG must not begin with: each would let strangers in, or everybody read along.

Django's `check --deploy` names them, and no process of the portal starts with one of them (`demand`).
"""

import os
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks.security.base import check_secret_key
from django.db import Error, connection
from django.http.request import validate_host
from django.utils.module_loading import import_string

from accounts.sms import LogGateway
from accounts.texting import demanded
from common import table_rights
from platforms import setup as platforms
from portal import demo

ONLY_HERE = ("localhost", "127.0.0.1", "[::1]")
STANDARD_ERROR = 2
MOST_NAMED = 5
UNKNOWN_HOST = "nobody-has-this-name.invalid"


def demand(*, warns: bool = False) -> None:
    """Ends the process with a line for each thing that is wrong; says nothing where DEBUG, or a rehearsal, is on.

    With `warns`, which one process of those that start together has, it also says what had better be otherwise.
    """
    if settings.DEBUG or settings.REHEARSAL:
        return
    found = refusals()
    _say("not started", found)
    if found:
        sys.exit(1)
    if warns:
        _say("warning", warnings())


def refusals(app_configs: Any = None, **_named: Any) -> list[checks.CheckMessage]:
    """Everything that is wrong, at once."""
    return [*_settings(), *_demonstration()]


def warnings(app_configs: Any = None, **_named: Any) -> list[checks.CheckMessage]:
    """What a portal begins with, and is told of: a platform that is half set up, a role that could do too much."""
    half_set = [_warning("W004", sentence, "See docs/platforms.md.") for sentence in platforms.half_set()]
    return [*half_set, *_role()]


def _role() -> list[checks.CheckMessage]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            found = table_rights.compared(cursor, cursor.fetchone()[0])
    except Error:
        return []
    if found.is_owner:
        powers = " and is a superuser" if "is a superuser" in found.excess else ""
        return [
            _warning(
                "W001",
                f"The role of DATABASE_URL owns the tables{powers}: what is for ever is so by triggers alone.",
                "Run the portal by a role of its own (docs/operations.md, Two roles).",
            )
        ]
    return [
        _warning(number, f"The role of DATABASE_URL {what}: {_some(clauses)}.", "Run bin/manage grant_runtime.")
        for number, what, clauses in (
            ("W002", "may do more than the portal does", found.excess),
            ("W003", "lacks rights", found.lacking),
        )
        if clauses
    ]


def _some(clauses: Sequence[str]) -> str:
    more = len(clauses) - MOST_NAMED
    return "; ".join([*clauses[:MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])


def _say(what: str, found: Sequence[checks.CheckMessage]) -> None:
    """Past `sys.stderr`, which Celery has turned into its log by then."""
    os.write(STANDARD_ERROR, "".join(f"{what}: {each.msg} {each.hint}\n" for each in found).encode())


def _settings() -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if check_secret_key(None):
        found.append(_error("E001", "SECRET_KEY is short or easily guessed.", "Set one of 50 random characters."))
    if issubclass(import_string(settings.SMS_GATEWAY), LogGateway):
        found.append(
            _error("E002", "SMS_GATEWAY is the log: nobody would get a code.", "Name the class that sends messages.")
        )
    found += [
        _error("E007", f"{what}.", "See docs/texting.md; without it this gateway sends nothing.")
        for what in demanded.missing()
    ]
    if not settings.SECURE_PROXY_SSL_HEADER:
        found.append(
            _error("E003", "There is no TLS.", "Put deploy/nginx.conf or its like in front and set BEHIND_TLS_PROXY=1.")
        )
    if names := platforms.open_addresses():
        found.append(
            _error(
                "E006",
                f"{_some(names)}: citizens would be sent to a platform that is played, or asked for over plain http.",
                "Leave these addresses out: the platforms' own are the default.",
            )
        )
    if _is_everybody_or_nobody(settings.ALLOWED_HOSTS):
        found.append(
            _error("E004", "ALLOWED_HOSTS names no public address, or every one.", "Set the portal's own names.")
        )
    return found


def _demonstration() -> list[checks.CheckMessage]:
    """Where the database is away or empty, nothing of the demonstration can be found in it."""
    try:
        is_there = demo.is_there()
    except Error:
        return []
    if not is_there:
        return []
    return [
        _error(
            "E005",
            "The database holds the demonstration: people whose password and phones everybody knows, and its credits.",
            "Begin with a new database.",
        )
    ]


def _is_everybody_or_nobody(hosts: Sequence[str]) -> bool:
    return validate_host(UNKNOWN_HOST, hosts) or not set(hosts) - set(ONLY_HERE)


def _error(number: str, message: str, hint: str) -> checks.Error:
    return checks.Error(message, hint=hint, id=f"portal.{number}")


def _warning(number: str, message: str, hint: str) -> checks.Warning:
    return checks.Warning(message, hint=hint, id=f"portal.{number}")
