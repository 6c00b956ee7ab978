"""Compiles the translations (`.po` to `.mo`) with polib, so that no machine needs GNU gettext; and checks them."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def compile_messages(locale: Path = LOCALE) -> list[Path]:
    """Compile every catalogue that is newer than its compiled form; returns what was written."""
    stale = [path for path in sorted(locale.rglob("*.po")) if is_stale(path)]
    return [compile_catalogue(path) for path in stale]


def is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < catalogue.stat().st_mtime_ns


def compile_catalogue(catalogue: Path) -> Path:
    compiled = catalogue.with_suffix(".mo")
    # Two commands may compile beside each other; each puts a whole file in place.
    unfinished = compiled.with_suffix(f".{os.getpid()}")
    polib.pofile(str(catalogue)).save_as_mofile(str(unfinished))
    unfinished.replace(compiled)
    return compiled


def problems(locale: Path = LOCALE) -> Iterator[str]:
    """What is wrong with the catalogues, a line each: what is missing, doubtful or there twice, and placeholders."""
    for path in sorted(locale.rglob("*.po")):
        seen = set()
        for entry in polib.pofile(str(path)):
            place = f"{path.relative_to(locale)}:{entry.linenum}"
            if entry.obsolete:
                continue
            if (entry.msgctxt, entry.msgid) in seen:
                yield f"{place}: another translation of {entry.msgid!r}"
            seen.add((entry.msgctxt, entry.msgid))
            if entry.fuzzy or not entry.translated():
                yield f"{place}: no translation of {entry.msgid!r}"
            for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
                wanted = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
                if not set(PLACEHOLDER.findall(text)) <= wanted:
                    yield f"{place}: other placeholders than in {entry.msgid!r}"


if __name__ == "__main__":
    if sys.argv[1:] == ["compile"]:
        compile_messages()
    else:
        sys.exit("\n".join(problems()) or 0)
