"""A guardian whose account is closed, merged away or out of reach: the desk frees their child or has another decide.

It is a grant of power over a child, so one of the desk asks at proof and another agrees, some days after all whom it
concerns were told. Then the child's teams end, as with any consent: whoever decides from then on begins anew.

Locks: the change, the child's teams, then citizens by number.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from accounts import citizens
from accounts.inbox.telling import News, tell
from accounts.models import User
from campaigns.models import GuardianChange, Team, TeamConsent
from campaigns.teams import consenting, leaving
from campaigns.teams.refusals import (
    ChangeComes,
    ChangeDecided,
    ChangeWaits,
    NobodyDecides,
    OwnChange,
    SameGuardian,
    UnfitChild,
    UnfitGuardian,
)
from common import editions

WAITS = timedelta(days=3)
"""Between the asking, which all are told of, and the agreeing. Proposed, nobody's rule."""
NO_TEXT = ""
"""The edition of a consent that somebody was bound by and has not agreed to."""


class Ends(NamedTuple):
    """What an agreed change ends: who decides now, and the child's teams."""

    guardian_id: int | None
    teams: list[Team]


def guardian_of(child: User) -> User | None:
    """Who decides for somebody, also after ending it."""
    consent = TeamConsent.objects.guarded().filter(citizen=child).select_related("guardian").first()
    return consent.guardian if consent else None


def ends(change: GuardianChange) -> Ends:
    guardian = guardian_of(change.child)
    return Ends(guardian.pk if guardian else None, consenting.teams_of(change.child))


def edition_of(change: GuardianChange) -> str:
    return editions.edition_of(*_shown(change))


def ask(*, child: User, to: User | None, reason: str, reference: str, by: User, now: datetime) -> GuardianChange:
    """Asks for it, and tells the child, its guardian and whoever is to decide.

    Raises `NobodyDecides`, `SameGuardian`, `OwnChange`, `ChangeWaits`, `UnfitGuardian`, `UnfitChild`; then nothing is
    done.
    """
    with transaction.atomic():
        for pk in sorted({child.pk, *([to.pk] if to else [])}):
            citizens.lock(pk)
        guardian = guardian_of(child)
        if guardian is None:
            raise NobodyDecides
        _check(child, guardian, to)
        if by.pk in (child.pk, guardian.pk, to and to.pk):
            raise OwnChange
        if GuardianChange.objects.waiting().filter(child=child).exists():
            raise ChangeWaits
        change = GuardianChange.objects.create(
            child=child,
            guardian=guardian,
            to=to,
            reason=reason,
            reference=reference,
            asked_by=by,
            asked_at=now,
            due_at=now + WAITS,
        )
        _tell(change, "guardian_change_asked", now)
    return change


def agree(*, change: GuardianChange, by: User, edition: str | None = None, now: datetime) -> GuardianChange:
    """Ends the child's teams and frees it, or has `to` decide; tells all of them.

    Raises `ChangeDecided`, `OwnChange`, `ChangeComes`, `NobodyDecides`, `UnfitGuardian`, `UnfitChild`, and what
    `common.editions.check` does; then nothing is done.
    """
    with transaction.atomic():
        found = _locked(change, by)
        if now < found.due_at:
            raise ChangeComes(since=found.due_at)
        for team in consenting.teams_of(found.child):
            leaving.locked(team.pk)
        for pk in sorted({found.child_id, found.guardian_id, *([found.to_id] if found.to_id else [])}):
            citizens.lock(pk)
        if guardian_of(found.child) != found.guardian:
            raise NobodyDecides
        _check(found.child, found.guardian, found.to)
        editions.check(edition, *_shown(found))
        consenting.withdraw(citizen=found.child, now=now)
        TeamConsent.objects.guarded().filter(citizen=found.child, guardian=found.guardian).update(released_at=now)
        if found.to:
            TeamConsent.objects.create(
                citizen=found.child, guardian=found.to, edition=NO_TEXT, given_at=now, ended_at=now
            )
        return _decided(found, by, now, is_agreed=True)


def refuse(*, change: GuardianChange, by: User, now: datetime) -> GuardianChange:
    """It stays as it is. Raises `ChangeDecided`, `OwnChange`."""
    with transaction.atomic():
        return _decided(_locked(change, by), by, now, is_agreed=False)


def check_decider(change: GuardianChange, by: User) -> None:
    """Raises `OwnChange`."""
    if by.pk in (change.asked_by_id, change.child_id, change.guardian_id, change.to_id):
        raise OwnChange


def _check(child: User, guardian: User, to: User | None) -> None:
    guarded = TeamConsent.objects.guarded()
    if guarded.filter(guardian=child).exists():
        raise UnfitChild
    if to is None:
        return
    if to.pk == guardian.pk:
        raise SameGuardian
    if to.pk == child.pk or not to.is_active or guarded.filter(citizen=to).exists():
        raise UnfitGuardian


def _locked(change: GuardianChange, by: User) -> GuardianChange:
    rows = GuardianChange.objects.select_related("child", "guardian", "to")
    found = rows.select_for_update(no_key=True, of=("self",)).get(pk=change.pk)
    if found.decided_at is not None:
        raise ChangeDecided
    check_decider(found, by)
    return found


def _decided(change: GuardianChange, by: User, now: datetime, *, is_agreed: bool) -> GuardianChange:
    change.is_agreed, change.decided_by, change.decided_at = is_agreed, by, now
    change.save(update_fields=["is_agreed", "decided_by", "decided_at"])
    _tell(change, "guardian_changed" if is_agreed else "guardian_change_refused", now)
    return change


def _shown(change: GuardianChange) -> tuple[object, ...]:
    return change.pk, guardian_of(change.child), consenting.edition_of(change.child)


def _tell(change: GuardianChange, code: str, now: datetime) -> None:
    facts = {
        "child": change.child.public_id,
        "is_freed": change.to_id is None,
        "reason": change.reason,
        "due_at": change.due_at.isoformat(),
    }
    whom = [pk for pk in (change.child_id, change.guardian_id, change.to_id) if pk]
    tell((News(pk, code, f"guardian_change:{change.pk}:{code}", "/teams/", facts) for pk in whom), now=now)
