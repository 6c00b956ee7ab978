"""Sources as the desk writes them, one a line, with bars between what they say."""

from collections.abc import Iterable, Mapping
from typing import Any

from city.report.refusals import UnreadableSource
from common.texts import text_of

BAR = "|"
PLACES = 6
REPRINT = ("reprint", "转载")
LONGEST = 200
Stated = Mapping[str, Any]


def read(line: str, known: Iterable[Stated]) -> Stated:
    """A source as documents hold it; one that is `known` keeps its address and note. Raises `UnreadableSource`."""
    said = [word.strip() for word in line.replace("｜", BAR).split(BAR)]
    said += [""] * (PLACES - len(said))
    if len(said) > PLACES or not said[0] or not said[2] or max(map(len, said)) > LONGEST:
        raise UnreadableSource(line=line)
    title, title_en, publisher, publisher_en, date, copy = said
    if copy and copy.lower() not in REPRINT:
        raise UnreadableSource(line=line)
    source = {
        "title": text_of(title, title_en),
        "publisher": text_of(publisher, publisher_en),
        "date": date,
        "is_copy": bool(copy),
    }
    return next((one for one in known if _said_of(one) == _said_of(source)), source)


def written(source: Stated) -> str:
    """As `read` reads it again."""
    title, publisher = source["title"], source["publisher"]
    words = [title["zh-hans"], title.get("en", ""), publisher["zh-hans"], publisher.get("en", "")]
    copy = REPRINT[1] if source.get("is_copy") else ""
    return f" {BAR} ".join([*words, source.get("date", ""), copy]).rstrip(f" {BAR}")


def _said_of(source: Stated) -> tuple[object, ...]:
    """All that a line says."""
    return source["title"], source["publisher"], source.get("date", ""), source.get("is_copy", False)
