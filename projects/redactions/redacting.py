"""The desk redacts for whom a retirement was, or a document: personal data or an offence, which a registry that forgets
nothing would show for ever.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common import editions
from projects.desk import own_organisation
from projects.documents.access import is_public
from projects.models import DocumentVersion, Order, Organisation, Redaction
from projects.public.reading import retirements
from projects.redactions import telling
from projects.refusals import NothingPublic, RedactedAlready, WordsMissing

Redactable = Order | DocumentVersion


def found(number: str) -> Redactable:
    """What everybody may read under a number. Raises `NothingPublic`."""
    if used := retirements().select_related("holder").filter(public_id=number).first():
        return used
    version = _versions().filter(public_id=number).first()
    if version is None or not is_public(version):
        raise NothingPublic
    return version


def owner_of(thing: Redactable) -> Organisation:
    return thing.holder if isinstance(thing, Order) else thing.document.owner


def copies_of(thing: Redactable) -> list[DocumentVersion]:
    """Public versions of the very same file, of whomever: one that stayed would tell what is redacted."""
    if isinstance(thing, Order):
        return []
    same = _versions().filter(sha256=thing.sha256, redaction=None).exclude(pk=thing.pk).order_by("pk")
    return [version for version in same if is_public(version)]


@transaction.atomic
def redact(*, number: str, reason: str, by: User, now: datetime, edition: str | None = None) -> Redaction:
    """With every copy of the file. Locks the organisations, so that nobody begins to sit in them meanwhile.

    Raises `NothingPublic`, `OwnOrganisation`, `RedactedAlready`, `WordsMissing`, `ChangedMeanwhile`, `NothingShown`.
    """
    things = [thing := found(number), *copies_of(thing)]
    wanted = {owner_of(one).pk for one in things}
    owners = Organisation.objects.select_for_update(no_key=True).order_by("pk").in_bulk(wanted)
    for owner in owners.values():
        own_organisation.check(by, owner)
    if not reason.strip():
        raise WordsMissing
    if Redaction.objects.filter(**_of(thing)).exists():
        raise RedactedAlready
    editions.check(edition, *shown_of(thing, reason))
    made = [_redacted(one, owners[owner_of(one).pk], reason.strip(), by, now) for one in things]
    return made[0]


def shown_of(thing: Redactable, reason: str) -> tuple[str, ...]:
    """What whoever redacts goes by."""
    return type(thing).__name__, thing.public_id, reason.strip(), *(copy.public_id for copy in copies_of(thing))


def _redacted(thing: Redactable, owner: Organisation, reason: str, by: User, now: datetime) -> Redaction:
    made = Redaction.objects.create(**_of(thing), by=by, words=reason, redacted_at=now)
    telling.redacted(made, owner, now=now)
    return made


def _of(thing: Redactable) -> dict[str, Any]:
    return {"order": thing} if isinstance(thing, Order) else {"version": thing}


def _versions() -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.select_related(
        "document__project__owner", "document__design__owner", "document__event__owner"
    )
