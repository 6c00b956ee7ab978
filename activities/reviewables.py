"""What waits for a person to decide: each app says itself what of it does, in its module `reviewable`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Seen, User
from common.brought import brought
from common.texts import in_reader_language
from common.wordings import worded

Reasons = Mapping[str, Mapping[str, str]]
"""Why something is refused, as its citizen reads it, by code: data in every language."""


class Reviewable(ABC):
    """One kind of rows on which the desk decides; each has `public_id`, `citizen_id`, `decided_at`, `decided_by`."""

    code: str
    """As addresses name it, at most sixteen letters."""
    label: Promise
    right: str
    """Whoever has it may decide."""
    seen: Seen
    """What the desk sees of the citizen who opens one."""
    template: str
    """The part of a page that shows one, with what `shown` gives."""
    reasons: Reasons
    waiting: Q
    accepted: Q
    refused: Q
    since: str
    """The field by which one waits."""
    scenario: str = ""
    """Of all its rows, where they have one."""
    accepting: Promise = _("Accept")
    refusing: Promise = _("Refuse")
    takes_note: bool = True
    """Whether a refusal keeps words of the reviewer's own for its citizen."""
    can_be_appealed: bool = False
    """Whether its citizen may ask that somebody else looks at a refusal."""
    is_queued: bool = True
    """Whether it waits at the review desk; what is decided elsewhere comes there only to be looked at again."""

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """All of them, with what a page shows."""

    @abstractmethod
    def shown(self, row: Any, *, viewer: User, now: datetime) -> Mapping[str, Any]:
        """What the template needs besides the `row`."""

    def opened(self, row: Any, *, by: User, now: datetime) -> None:  # noqa: B027, most citizens are told nothing yet
        """Somebody has begun to look."""

    @abstractmethod
    def accept(self, row: Any, *, by: User, now: datetime, edition: str | None) -> None:
        """Says yes. Raises `DomainError`, what `common.editions.check` does."""

    @abstractmethod
    def refuse(self, row: Any, *, reason: str, note: str, by: User, now: datetime, edition: str | None) -> None:
        """Says no, with a reason that the citizen reads. Raises what `accept` does."""

    @abstractmethod
    def goes_by(self, row: Any) -> Sequence[Any]:
        """What a refusal goes by, for its edition."""

    def overturn(self, row: Any, *, by: User, now: datetime) -> None:
        """Does what accepting would have done, where the row was refused. Raises `DomainError`."""
        raise NotImplementedError

    def acceptance_goes_by(self, row: Any) -> Sequence[Any]:
        """What an acceptance goes by, for its edition."""
        return self.goes_by(row)

    def open_to(self, rows: QuerySet[Any], by: User) -> QuerySet[Any]:
        """Those of the rows that this member of staff may decide: who gains does not grant."""
        return rows.exclude(citizen_id=by.pk)

    def decided_with(self, by: User) -> QuerySet[Any] | None:
        """The rows on whose decision somebody has had a part beside who decided; none where nobody ever has one.

        They do not look at it again.
        """
        return None

    def in_scenario(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        return rows if self.scenario == code else rows.none()

    def scenario_of(self, row: Any) -> str:
        """The code of a row's scenario."""
        return self.scenario

    def told(self, row: Any) -> str:
        """A row in a few words, for a line of a list."""
        return str(self.label)

    def state_of(self, row: Any) -> str:
        """Where a row stands, in the reader's language."""
        state: str = row.get_status_display()
        return state

    def decided_at(self, row: Any) -> datetime | None:
        """When a row was decided, from which its citizen may answer."""
        moment: datetime | None = row.decided_at
        return moment

    def page_of(self, row: Any) -> str:
        """The page on which its citizen sees what became of a row."""
        page: str = row.get_absolute_url()
        return page

    def reason_in_words(self, row: Any) -> str:
        """Why a row was refused; empty where it was not."""
        if row.reason not in self.reasons:
            return str(row.reason)
        return in_reader_language(worded(self.reasons, row.reason, row.decided_at))


@cache
def all_kinds() -> Mapping[str, Reviewable]:
    """Every kind by its code, in the order in which the root lists apps."""
    found = [kind for module in brought("reviewable") for kind in module.REVIEWABLE]
    by_code = {kind.code: kind for kind in found}
    assert len(by_code) == len(found), "two kinds of what is reviewed have the same code"
    return by_code
