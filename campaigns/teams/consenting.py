"""Who may be in teams: an adult says so; for a child a parent or guardian decides, from an account of their own.

The portal knows nobody's birthday and checks no kinship: what is kept is who said so, when, and to which text.

Locks: teams by number, then citizens by number.
"""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from accounts import citizens
from accounts.inbox.telling import News, tell
from accounts.models import User
from accounts.phones import mask_phone
from campaigns.models import NameReport, Team, TeamConsent, TeamMember, WayOut
from campaigns.teams import leaving
from campaigns.teams.refusals import (
    AnotherDecides,
    GuardianDecides,
    LinkOver,
    NotYourChild,
    UnfitChild,
    UnfitGuardian,
)
from common import editions
from common.public_ids import is_public_id

EDITION = "2026-11"
"""Of the text that the pages show; a consent keeps the edition that it was given to."""
LINK_LASTS = timedelta(days=7)
"""How long a parent or guardian can open what a child sent them."""
SALT = "campaigns.teams.guardian"


def standing(citizen: User) -> TeamConsent | None:
    return TeamConsent.objects.standing().filter(citizen=citizen).first()


def is_child(citizen: User) -> bool:
    """Whether somebody else decided for them, and has not released them; then others read no nickname of theirs."""
    return TeamConsent.objects.guarded().filter(citizen=citizen).exists()


def decided_by(guardian: User) -> QuerySet[TeamConsent]:
    """What somebody has decided last for each child, also what they have ended since."""
    decisions = TeamConsent.objects.guarded().filter(guardian=guardian).select_related("citizen__profile")
    return decisions.order_by("citizen", "-pk").distinct("citizen")


def known_as(child: User) -> str:
    """What a parent or guardian knows a child by: its number with the middle hidden.

    What citizens call themselves is for nobody but them.
    """
    profile = getattr(child, "profile", None)
    return mask_phone(profile.phone) if profile and profile.phone else "—"


@transaction.atomic
def give(*, citizen: User, now: datetime) -> TeamConsent:
    """An adult's own. Agreeing twice is agreeing once. Raises `GuardianDecides` once another account has decided."""
    citizens.lock(citizen.pk)
    if is_child(citizen):
        raise GuardianDecides
    return standing(citizen) or _kept(citizen, None, now)


def link_word(child: User) -> str:
    """What a child's link to a parent or guardian carries."""
    return signing.dumps(child.public_id, salt=SALT)


def child_of(word: str) -> User:
    """Whose link it is. Raises `LinkOver`."""
    try:
        public_id = signing.loads(word, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature as error:
        raise LinkOver(days=LINK_LASTS.days) from error
    return User.objects.select_related("profile").get(public_id=public_id)


@transaction.atomic
def give_for(*, child: User, guardian: User, now: datetime) -> TeamConsent:
    """A parent's or guardian's, for a child; it takes the place of a child's own word to be an adult.

    Who has decided once decides on, also after ending it, until they release the child. Raises `UnfitGuardian`: a
    child for itself, or one decided for; `UnfitChild`: one who decides for others; `AnotherDecides`.
    """
    citizens.lock_each([child.pk, guardian.pk])
    _check_both(child, guardian)
    known = standing(child)
    if known and known.guardian_id:
        return known
    if known:
        _take_back_own_word(known, now)
    consent = _kept(child, guardian, now)
    tell([News(child.pk, "team_guardian_agreed", f"team_consent:{consent.pk}", "/teams/")], now=now)
    return consent


def teams_of(citizen: User) -> list[Team]:
    """Those that end with the consent, and who leads them; what a page shows before it ends."""
    current = TeamMember.objects.current().filter(citizen=citizen).select_related("team")
    return [member.team for member in current.order_by("team")]


def edition_of(citizen: User) -> str:
    """Of what is ended, as a page shows it."""
    return editions.edition_of(*_shown(citizen))


def _shown(citizen: User) -> list[object]:
    consent = standing(citizen)
    return [consent and consent.pk, *((team.pk, team.captain_id == citizen.pk) for team in teams_of(citizen))]


def withdraw(*, citizen: User, edition: str | None = None, by: User | None = None, now: datetime) -> None:
    """No team any more, from now on. Withdrawing twice is withdrawing once. Who did not do it themselves is told.

    Raises what `common.editions.check` does, where other teams would end than were shown.
    """
    is_done = False
    while not is_done:
        is_done = _withdrawn(citizen, edition, by or citizen, now)


def child_decided_for(*, child_id: str, guardian: User) -> User:
    """Whom a guardian decided for, and can take it back. Raises `NotYourChild`."""
    return _decision(child_id, guardian, is_ended=False).citizen


def withdraw_for(*, child_id: str, guardian: User, edition: str | None = None, now: datetime) -> None:
    """What a guardian decided, they end. Raises `NotYourChild`, and what `withdraw` does."""
    child = child_decided_for(child_id=child_id, guardian=guardian)
    withdraw(citizen=child, edition=edition, by=guardian, now=now)


@transaction.atomic
def release(*, child_id: str, guardian: User, now: datetime) -> None:
    """Whose guardian has ended it decides for themselves from now on, or another adult does. Raises `NotYourChild`."""
    child = _decision(child_id, guardian, is_ended=True).citizen
    citizens.lock(child.pk)
    if standing(child):
        raise NotYourChild
    TeamConsent.objects.guarded().filter(citizen=child, guardian=guardian).update(released_at=now)


def _check_both(child: User, guardian: User) -> None:
    guarded = TeamConsent.objects.guarded()
    if child.pk == guardian.pk or guarded.filter(citizen=guardian).exists():
        raise UnfitGuardian
    if guarded.filter(guardian=child).exists():
        raise UnfitChild
    if guarded.filter(citizen=child).exclude(guardian=guardian).exists():
        raise AnotherDecides


def _take_back_own_word(consent: TeamConsent, now: datetime) -> None:
    """A child has no nickname; its teams it keeps."""
    TeamConsent.objects.filter(pk=consent.pk).update(ended_at=now)
    members = TeamMember.objects.current().filter(citizen=consent.citizen_id)
    NameReport.objects.filter(member__in=members).update(name="")
    members.update(nickname="")


def _kept(citizen: User, guardian: User | None, now: datetime) -> TeamConsent:
    return TeamConsent.objects.create(citizen=citizen, guardian=guardian, edition=EDITION, given_at=now)


@transaction.atomic
def _withdrawn(citizen: User, edition: str | None, by: User, now: datetime) -> bool:
    """Locks teams before the citizen, as whoever joins does; nothing is done where there is a team more by then.

    Raises what `common.editions.check` does, of what is so under the locks.
    """
    current = TeamMember.objects.current().filter(citizen=citizen).order_by("team")
    teams = list(current.values_list("team", flat=True))
    for team in teams:
        leaving.locked(team)
    citizens.lock(citizen.pk)
    editions.check(edition, *_shown(citizen))
    members = list(current)
    if not {member.team_id for member in members} <= set(teams):
        return False
    for member in members:
        leaving.leave(member=member, way_out=WayOut.CONSENT, now=now)
    consent = standing(citizen)
    if consent and by != citizen:
        tell([News(citizen.pk, "team_guardian_ended", f"team_consent_ended:{consent.pk}", "/teams/")], now=now)
    TeamConsent.objects.standing().filter(citizen=citizen).update(ended_at=now)
    return True


def _decision(child_id: str, guardian: User, *, is_ended: bool) -> TeamConsent:
    rows = TeamConsent.objects.guarded().filter(guardian=guardian, ended_at__isnull=not is_ended)
    found = rows.filter(citizen__public_id=child_id).select_related("citizen")
    consent = found.first() if is_public_id(child_id) else None
    if consent is None:
        raise NotYourChild
    return consent
