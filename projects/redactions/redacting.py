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


@transaction.atomic
def redact(*, number: str, reason: str, by: User, now: datetime, edition: str | None = None) -> Redaction:
    """Locks the organisation, so that nobody begins to sit in it meanwhile.

    Raises `NothingPublic`, `OwnOrganisation`, `RedactedAlready`, `WordsMissing`, `ChangedMeanwhile`, `NothingShown`.
    """
    thing = found(number)
    owner = Organisation.objects.select_for_update(no_key=True).get(pk=owner_of(thing).pk)
    own_organisation.check(by, owner)
    if not reason.strip():
        raise WordsMissing
    of: dict[str, Any] = {"order": thing} if isinstance(thing, Order) else {"version": thing}
    if Redaction.objects.filter(**of).exists():
        raise RedactedAlready
    editions.check(edition, *shown_of(thing, reason))
    made = Redaction.objects.create(**of, by=by, words=reason.strip(), redacted_at=now)
    telling.redacted(made, owner, now=now)
    return made


def shown_of(thing: Redactable, reason: str) -> tuple[str, str, str]:
    """What whoever redacts goes by."""
    return type(thing).__name__, thing.public_id, reason.strip()


def _versions() -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.select_related(
        "document__project__owner", "document__design__owner", "document__event__owner"
    )
