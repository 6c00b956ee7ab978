"""Who may be in teams: an adult says so; for a child a parent or guardian decides, from an account of their own.

The portal knows nobody's birthday and checks no kinship: what is kept is who said so, when, and to which text.
"""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from accounts import citizens
from accounts.inbox.telling import News, tell
from accounts.models import User
from campaigns.models import Team, TeamConsent, TeamMember, WayOut
from campaigns.teams import leaving
from campaigns.teams.refusals import LinkOver, NotYourChild, UnfitGuardian
from common import editions

EDITION = "2026-11"
"""Of the text that the pages show; a consent keeps the edition that it was given to."""
LINK_LASTS = timedelta(days=7)
"""How long a parent or guardian can open what a child sent them."""
SALT = "campaigns.teams.guardian"


def standing(citizen: User) -> TeamConsent | None:
    return TeamConsent.objects.standing().filter(citizen=citizen).first()


def is_child(citizen: User) -> bool:
    """Whether somebody else decided for them; then others read no nickname of theirs."""
    consent = standing(citizen)
    return consent is not None and consent.guardian_id is not None


def decided_by(guardian: User) -> QuerySet[TeamConsent]:
    """What somebody has decided for children and could take back."""
    return TeamConsent.objects.standing().filter(guardian=guardian).select_related("citizen__profile").order_by("pk")


@transaction.atomic
def give(*, citizen: User, now: datetime) -> TeamConsent:
    """An adult's own. Agreeing twice is agreeing once."""
    return _given(citizen, None, now)


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
    """A parent's or guardian's, for a child. Raises `UnfitGuardian`: a child for itself, or one decided for."""
    if child.pk == guardian.pk or TeamConsent.objects.standing().filter(citizen=guardian, guardian__isnull=False):
        raise UnfitGuardian
    consent = _given(child, guardian, now)
    tell([News(child.pk, "team_guardian_agreed", f"team_consent:{consent.pk}", "/teams/")], now=now)
    return consent


def _given(citizen: User, guardian: User | None, now: datetime) -> TeamConsent:
    citizens.lock(citizen.pk)
    known = standing(citizen)
    facts = {"citizen": citizen, "guardian": guardian, "edition": EDITION, "given_at": now}
    return known or TeamConsent.objects.create(**facts)


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


def withdraw(*, citizen: User, edition: str | None = None, now: datetime) -> None:
    """No team any more, from now on. Withdrawing twice is withdrawing once.

    Raises what `common.editions.check` does, where other teams would end than were shown.
    """
    editions.check(edition, *_shown(citizen))
    while not _ended(citizen, now):
        for member in TeamMember.objects.current().filter(citizen=citizen).order_by("team"):
            leaving.leave(member=member, way_out=WayOut.CONSENT, now=now)


@transaction.atomic
def _ended(citizen: User, now: datetime) -> bool:
    """Ends the consent where no team is left: who joins one at this moment has it still, or finds it ended."""
    citizens.lock(citizen.pk)
    if TeamMember.objects.current().filter(citizen=citizen).exists():
        return False
    TeamConsent.objects.standing().filter(citizen=citizen).update(ended_at=now)
    return True


def child_decided_for(*, child_id: str, guardian: User) -> User:
    """Whom a guardian decided for, and can take it back. Raises `NotYourChild`."""
    consent = decided_by(guardian).filter(citizen__public_id=child_id).first()
    if consent is None:
        raise NotYourChild
    return consent.citizen


def withdraw_for(*, child_id: str, guardian: User, edition: str | None = None, now: datetime) -> None:
    """What a guardian decided, they end. Raises `NotYourChild`, and what `withdraw` does."""
    withdraw(citizen=child_decided_for(child_id=child_id, guardian=guardian), edition=edition, now=now)
