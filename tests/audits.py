"""What the audits of acts find: the core's, and those of every way in."""

from collections.abc import Iterator

from activities import audit
from common.audit import Finding
from common.brought import brought


def of_acts() -> Iterator[Finding]:
    yield from audit.findings()
    for module in brought("audit"):
        if module.__name__.startswith("channels."):
            yield from module.findings()
