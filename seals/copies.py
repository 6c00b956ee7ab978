"""The copy of the chain outside the database: each day's signed head, and the short hashes of its rows.

With these the audit says which row of a day is another; nothing of them can be turned back into a row.
"""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from django.conf import settings

from seals.leaves import Leaf

SHORT_BYTES = 8
ROW = struct.Struct(f">q{SHORT_BYTES}s")


class Copy(NamedTuple):
    """A head as it was when its day was sealed, with the counts of its rows, which are not published."""

    head: str
    signature: str
    public_key: str
    counts: dict[str, int] | None = None
    """None of days whose head has them itself."""


class RowHashes:
    """Writes the short hashes of a day's rows, in the order of the leaves."""

    def __init__(self, day: date) -> None:
        self._path = settings.SEALS_ROOT / f"{day}.rows"
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._part = _part_of(self._path)
        self._file = self._part.open("wb", buffering=1 << 20)

    def add(self, leaf: Leaf) -> None:
        self._file.write(ROW.pack(leaf.row_id, leaf.hashed[:SHORT_BYTES]))

    def close(self, *, is_whole: bool) -> None:
        self._file.close()
        if is_whole:
            self._part.replace(self._path)
        else:
            self._part.unlink()


@contextmanager
def row_hashes(day: date) -> Iterator[RowHashes]:
    """The file appears when the day is whole, and not where something failed."""
    hashes = RowHashes(day)
    try:
        yield hashes
    except BaseException:
        hashes.close(is_whole=False)
        raise
    hashes.close(is_whole=True)


def keep(day: date, copy: Copy) -> None:
    """Writes a day's head beside the others. One that stands already with another head stays, under another name."""
    path = _head_path(day)
    path.parent.mkdir(parents=True, exist_ok=True)
    earlier = read(day)
    if earlier is not None and earlier.head != copy.head:
        path.replace(_free(path))
    part = _part_of(path)
    part.write_text(json.dumps(copy._asdict(), indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def read(day: date) -> Copy | None:
    """The kept head of a day; `None` where there is none that can be read."""
    try:
        return Copy(**json.loads(_head_path(day).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def superseded(day: date) -> list[Path]:
    """Heads of the day that were kept before the present one: the day was sealed more than once."""
    return sorted(settings.SEALS_ROOT.glob(f"{day}.head.*.json"))


def kept_days() -> list[date]:
    """The days of which a head is kept; whatever else lies beside them is no day's."""
    names = (path.name.partition(".")[0] for path in settings.SEALS_ROOT.glob("*.head.json"))
    return sorted(day for day in map(_day_of, names) if day is not None)


def is_of_size(day: date, count: int) -> bool:
    """Whether the file of the day's short hashes has room for so many rows and no more."""
    path: Path = settings.SEALS_ROOT / f"{day}.rows"
    return path.stat().st_size == count * ROW.size


def sealed_rows(day: date) -> Iterator[tuple[int, bytes]] | None:
    """Every row of the day and its short hash as they were sealed; `None` where they are not kept."""
    path = settings.SEALS_ROOT / f"{day}.rows"
    return _read_rows(path) if path.exists() else None


def _read_rows(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb", buffering=1 << 20) as file:
        while len(packed := file.read(ROW.size)) == ROW.size:
            yield ROW.unpack(packed)


def _day_of(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _part_of(path: Path) -> Path:
    """Where a file is written before it takes its place; each writer has its own."""
    return path.with_name(f"{path.name}.{token_hex(4)}")


def _head_path(day: date) -> Path:
    root: Path = settings.SEALS_ROOT
    return root / f"{day}.head.json"


def _free(path: Path) -> Path:
    number = 1
    while (other := path.with_name(f"{path.name.partition('.')[0]}.head.{number}.json")).exists():
        number += 1
    return other
