"""Which lists there are: each app brings its own in its `listed.py`, as `LISTS`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from accounts.models import User
from common.brought import brought

if TYPE_CHECKING:
    from lists.forms import ListForm

FOR_ME = "for_me"
"""As addresses ask for what waits for the reader."""
Line = tuple[str, str]
"""What a list says in one line: of what, and what."""


def _itself(subject: str) -> str:
    return subject


def _nobody(_by: User, _document: Mapping[str, Any]) -> None:
    """Most lists concern all alike."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One list, or one for each of its subjects."""

    code: str
    name: str | Promise
    form: "type[ListForm]"
    """What the desk asks of an edition."""
    lines: Callable[[Mapping[str, Any]], Sequence[Line]]
    """What a document says, in words."""
    subject_in_words: Callable[[str], str] = _itself
    subjects: Sequence[str] = ("",)
    """Of what editions are entered, where that is known before; an empty one is asked for by the form."""
    begun: Callable[[], Mapping[str, Any]] | None = None
    """What holds until there is an edition, where set-up makes none."""
    about: str | Promise = ""
    """What hangs on it, for whoever enters it."""
    refuse: Callable[[User, Mapping[str, Any]], None] = _nobody
    """Raises `DomainError` for whom a document concerns, who neither enters nor confirms it, or for one outdated."""

    def asked_for(self) -> list[tuple[str, str]]:
        """The subjects with their words."""
        return [(subject, self.subject_in_words(subject)) for subject in self.subjects]


def every_kind() -> dict[str, Kind]:
    """By code, in the order in which apps are listed; what a regulation lists comes before words."""
    kinds = [kind for module in brought("listed") for kind in module.LISTS]
    return {kind.code: kind for kind in sorted(kinds, key=lambda kind: kind.begun is not None)}
