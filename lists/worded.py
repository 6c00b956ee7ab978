"""The editions of words that the desk has confirmed, for those who say them (`common/wordings.py`)."""

from collections.abc import Sequence

from lists import reading
from lists.models import Edition


def editions(code: str) -> Sequence[Edition]:
    """Of one list, in the order in which they came to hold."""
    return reading.current().editions(code)
