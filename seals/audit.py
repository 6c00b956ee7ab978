"""The chain of sealed days among what the audit proves."""

from collections.abc import Iterator
from datetime import date

from common.audit import WHOLE, Extent, Finding
from seals import auditing


def findings(extent: Extent = WHOLE) -> Iterator[Finding]:
    """What is wrong with the chain; needs a snapshot (`common.snapshot`)."""

    def tell(day: date, rows: int) -> None:
        extent.tell(f"the seal of {day}, {rows:,} rows")

    return auditing.findings(since=extent.since, progress=tell)
