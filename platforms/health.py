"""Whether the platforms that citizens come from answer us."""

from collections.abc import Iterator
from datetime import datetime

from common.health import Part, State
from platforms import troubles

PARTS = ("platforms",)


def parts(now: datetime) -> Iterator[Part]:
    """`waiting` while one fails: people mend keys and addresses at its console; citizens have another way in."""
    told = {
        f"{state.platform} {state.door}": f"{state.reason}, {state.failures} in a row"
        for state in troubles.failing(now=now)
    }
    yield Part("platforms", State.WAITING if told else State.UP, {"failing": told} if told else {})
