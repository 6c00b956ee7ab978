"""What staff of the simulated city do stands in the trail in their name, as what is done at the desk does."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import pghistory

from accounts.models import User

P = ParamSpec("P")
T = TypeVar("T")


def in_their_name(deed: Callable[P, T]) -> Callable[P, T]:
    """A door through which a member of staff goes, who is its `by`."""

    @wraps(deed)
    def done(*given: P.args, **named: P.kwargs) -> T:
        by = named["by"]
        assert isinstance(by, User)
        with pghistory.context(user=by.pk):
            return deed(*given, **named)

    return done
