"""The campaigns of before the portal, read from `past.yaml`: each with its source, the latest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from accounts.districts import District
from common.texts import in_reader_language

PAST = Path(__file__).parent / "past.yaml"


@dataclass(frozen=True, slots=True)
class Source:
    """`is_copy` where only a reprint was seen: it gives no address."""

    title: Mapping[str, str]
    publisher: Mapping[str, str]
    date: str
    address: str = ""
    is_copy: bool = False

    @property
    def title_text(self) -> str:
        return in_reader_language(self.title)

    @property
    def publisher_text(self) -> str:
        return in_reader_language(self.publisher)


@dataclass(frozen=True, slots=True)
class PastCampaign:
    """`when` is a year, a month or a day, as the source says."""

    code: str
    name: Mapping[str, str]
    when: str
    place: Mapping[str, str]
    summary: Mapping[str, str]
    source: Source
    district: str = ""

    def __str__(self) -> str:
        return in_reader_language(self.name)

    @property
    def place_text(self) -> str:
        return in_reader_language(self.place)

    @property
    def summary_text(self) -> str:
        return in_reader_language(self.summary)


@cache
def past() -> Sequence[PastCampaign]:
    document = yaml.safe_load(PAST.read_text(encoding="utf-8"))
    told = [_read(code, written) for code, written in document["campaigns"].items()]
    return sorted(told, key=lambda one: one.when, reverse=True)


def _read(code: str, written: dict[str, Any]) -> PastCampaign:
    one = PastCampaign(code=code, **(written | {"source": Source(**written["source"])}))
    assert not one.district or one.district in District.values, code
    assert one.source.is_copy != bool(one.source.address), code
    return one
