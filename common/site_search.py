"""What the portal's search finds: each app says itself what of it, in its module `search`, in its reader's language."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise

from common.brought import brought
from common.typed.letters import plain

MOST = 20
"""Of one kind: whoever finds more has to say more."""
LANGUAGES = ("zh-hans", "en")


class Found(NamedTuple):
    """A page that was found: of which kind, its heading, what stands on it, and where it is."""

    kind: str | Promise
    heading: str
    words: str
    address: str


def find(text: str) -> list[Found]:
    """Everything that apps find for these words, in the order in which the root lists them; each word must be there."""
    words = text.split()
    return [found for module in brought("search") for found in module.find(words)] if words else []


def has_all(words: list[str], *texts: str) -> bool:
    """Whether each of the words stands somewhere in the texts, in whichever case and width."""
    whole = plain(" ".join(texts)).casefold()
    return all(plain(word).casefold() in whole for word in words)


def in_either_language(words: list[str], *fields: str) -> Q:
    """Rows of which each word stands in one of these fields, as typed or in ASCII's width, whichever its language."""
    found = Q()
    for word in words:
        places = Q()
        for field, language, form in product(fields, LANGUAGES, {word, plain(word)}):
            places |= Q(**{f"{field}__{language}__icontains": form})
        found &= places
    return found


def first(found: Iterator[Found]) -> Iterator[Found]:
    """No more than a page shows of one kind."""
    for _place, one in zip(range(MOST), found, strict=False):
        yield one
