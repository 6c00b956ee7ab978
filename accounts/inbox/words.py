"""How a notice is said: each app brings the words for its codes, in `INBOX_WORDS` of its `inbox_words.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext

from common.brought import brought

Facts = Mapping[str, Any]
TOLD_AT = "told_at"
"""The fact that every notice has: words that the desk changes are said as they were then."""


@dataclass(frozen=True, slots=True)
class Words:
    """`sentence` is asked in the reader's language; `icon` is a name of `templates/icons/`.

    What `is_texted` goes to the phone, too, of citizens who wish so; with `is_owed` of everybody, read or not: whoever
    took over a session could have unwished and read it.
    """

    icon: str
    sentence: Callable[[Facts], str]
    is_texted: bool = False
    is_owed: bool = False


@cache
def every() -> Mapping[str, Words]:
    """The words by code, out of the apps that the root lists."""
    found = [pair for module in brought("inbox_words") for pair in module.INBOX_WORDS.items()]
    words = dict(found)
    assert len(words) == len(found), "two apps have words for one code"
    return words


def words_for(code: str) -> Words:
    """Those of a code; of one that a later release told, before this one was gone, only that there is something."""
    return every().get(code) or Words("info", lambda _facts: gettext("There is news about something of yours."))
