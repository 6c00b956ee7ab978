"""What no log line keeps: phone numbers, tokens, codes and secret addresses, whoever wrote them into a message.

Our own lines name none. Errors of libraries do: PostgreSQL repeats the value that it refuses, and an exception the
address that was asked for.
"""

import logging
import re

_PHONE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?(1[3-9][0-9])[ -]?[0-9]{4}[ -]?([0-9]{4})(?![0-9])")
_REPLACED = (
    (_PHONE, r"\1****\2"),
    (re.compile(r"\bcc_[A-Za-z0-9_-]{20,}"), "cc_…"),
    (re.compile(r"\b(Bearer|Basic) +[^\s'\",;]+", re.IGNORECASE), r"\1 …"),
    (re.compile(r"otpauth://[^\s'\"]+"), "otpauth://…"),
    (re.compile(r"/(screens|photos)/[^/\s'\"]+"), r"/\1/…"),
    (
        # In an address, a cookie, or a dictionary that was printed.
        re.compile(
            r"\b(sessionid|csrftoken|csrfmiddlewaretoken|(?:auth_|js_)?code|phone|password"
            r"|(?:client_|app_)?secret|(?:access_|refresh_)?token)"
            r"(=['\"]?|['\"]: ?['\"])[^\s&;,'\")}]+",
            re.IGNORECASE,
        ),
        r"\1\2…",
    ),
    # The values of a row that PostgreSQL refuses or was reading: over several lines, or printed as one.
    (
        re.compile(
            r"^(DETAIL|CONTEXT):.*?(?=\n(?:DETAIL|HINT|CONTEXT|QUERY):|\n\n(?:The above|During) |\Z)",
            re.DOTALL | re.MULTILINE,
        ),
        r"\1: …",
    ),
    (re.compile(r"(\\n(?:DETAIL|CONTEXT):).*"), r"\1 …"),
)


class DiscreetFormatter(logging.Formatter):
    """As `logging.Formatter`, traces and their messages included."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))


def discreet(text: str) -> str:
    for pattern, instead in _REPLACED:
        text = pattern.sub(instead, text)
    return text
