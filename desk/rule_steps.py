"""How far a version is on its way from a draft into force: five steps, who took each and when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common.city_time import CITY_ZONE
from common.texts import listed
from scenarios.models import RuleVersion, State
from scenarios.rehearsals.asking import rehearsed


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is, whether it is done, and what is known of it."""

    label: str
    is_done: bool
    told: str


def steps(version: RuleVersion, state: State) -> list[Step]:
    """Of a version that came with the catalogue only the last two are known."""
    begun = state in (State.IN_FORCE, State.PAST)
    is_published = version.published_at is not None
    told = _deed(version.published_by, version.published_at)
    if is_published:
        told = f"{told} · {version.why_shown or _('no reason given')}"
    published = Step(_("Published for a day"), is_published, told)
    day = _("from %(day)s on") % {"day": version.effective_from} if is_published else ""
    in_force = Step(_("Ended") if version.ends else _("Comes into force"), begun, day)
    if version.withdrawn_at is not None:
        in_force = Step(_("Withdrawn"), True, _deed(None, version.withdrawn_at))
    if not version.authors and not version.is_draft and version.approved_at is None:
        return [published, in_force]
    return [*_written(version), published, in_force]


def _written(version: RuleVersion) -> list[Step]:
    drafted = Step(_("Drafted"), True, listed(names_of(version.authors)))
    is_approved = version.approved_at is not None
    approved = Step(_("Approved by somebody else"), is_approved, _deed(version.approved_by, version.approved_at))
    if version.ends:
        return [drafted, approved]
    is_rehearsed = is_approved or rehearsed(version)
    return [drafted, Step(_("Rehearsed"), is_rehearsed, ""), approved]


def names_of(authors: list[int]) -> list[str]:
    """The names of authors, in their order."""
    known = User.objects.in_bulk(authors)
    return [str(known.get(number, f"#{number}")) for number in authors]


def _deed(by: User | None, at: datetime | None) -> str:
    if at is None:
        return ""
    day = date_format(at.astimezone(CITY_ZONE), "Y-m-d H:i")
    return day if by is None else f"{by} · {day}"
