"""Alice is frozen by the desk at noon, for a week."""

from datetime import timedelta

import pytest

from accounts.models import Freeze, User
from accounts.standing import freezing
from tests.conftest import NOW

A_WEEK = timedelta(days=7)


def frozen(citizen: User, by: User, *, earning: bool = True, spending: bool = True, **named) -> Freeze:
    """For a week from noon on, unless something else is said."""
    told = {"reason": "unusual_acts", "note": "", "ends_at": NOW + A_WEEK, "now": NOW, **named}
    return freezing.freeze(citizen=citizen, by=by, earning=earning, spending=spending, **told)


@pytest.fixture
def freeze(alice, desk) -> Freeze:
    return frozen(alice, desk)
