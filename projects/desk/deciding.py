"""Which organisations act: the desk approves, refuses with a reason, suspends, and accredits those that verify.

`seen` is the edition that the page showed. Each raises `OwnOrganisation`, `ChangedMeanwhile`, `NothingShown`.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from common import document_numbers, editions
from projects.desk import own_organisation
from projects.models import Contact, Organisation, OrganisationStatus
from projects.organisations import telling
from projects.refusals import LicenceTaken, NotApplied, NotApproved, WordsMissing


def shown_of(organisation: Organisation) -> list[Any]:
    """What whoever decides goes by."""
    contact = Contact.objects.filter(organisation=organisation).first()
    said = [organisation.name, organisation.licence, organisation.group, organisation.applied_at]
    whom = [contact.name, contact.phone] if contact else []
    return [*said, *whom, organisation.status, organisation.is_verifier, organisation.accreditation]


@transaction.atomic
def approve(*, organisation: Organisation, by: User, now: datetime, seen: str | None = None) -> Organisation:
    """It may act, or may again; twice changes nothing. Raises `LicenceTaken`, too: its code may be another's by now."""
    return _set(_lock(organisation, by, seen), OrganisationStatus.APPROVED, now)


@transaction.atomic
def suspend(
    *, organisation: Organisation, reason: str, by: User, now: datetime, seen: str | None = None
) -> Organisation:
    """Nothing is done in its name until it is approved again; what it holds stays, and its owners read why.

    Raises `NotApproved`, `WordsMissing`, too. Suspending twice changes nothing.
    """
    locked = _lock(organisation, by, seen)
    if locked.status not in (OrganisationStatus.APPROVED, OrganisationStatus.SUSPENDED):
        raise NotApproved(name=str(locked))
    if not reason.strip():
        raise WordsMissing
    return _set(locked, OrganisationStatus.SUSPENDED, now, suspension=reason.strip())


@transaction.atomic
def refuse(
    *, organisation: Organisation, reason: str, by: User, now: datetime, seen: str | None = None
) -> Organisation:
    """Says no to an application, with a reason that the applicant reads. Raises `NotApplied`, `WordsMissing`, too."""
    locked = _lock(organisation, by, seen)
    if locked.status != OrganisationStatus.APPLIED:
        raise NotApplied
    if not reason.strip():
        raise WordsMissing
    return _set(locked, OrganisationStatus.REFUSED, now, refusal=reason.strip())


@transaction.atomic
def accredit(
    *, organisation: Organisation, document: str, by: User, now: datetime, seen: str | None = None
) -> Organisation:
    """It may verify, by a document of the city. Raises `NotADocumentNumber`, `NotApproved`, too."""
    locked = _lock(organisation, by, seen)
    if not locked.is_approved:
        raise NotApproved(name=str(locked))
    locked.is_verifier, locked.accreditation = True, document_numbers.read(document)
    locked.save(update_fields=["is_verifier", "accreditation"])
    return locked


@transaction.atomic
def end_accreditation(*, organisation: Organisation, by: User, now: datetime, seen: str | None = None) -> Organisation:
    """It verifies nothing from now on; the trail keeps the document."""
    locked = _lock(organisation, by, seen)
    locked.is_verifier, locked.accreditation = False, ""
    locked.save(update_fields=["is_verifier", "accreditation"])
    return locked


def _set(
    locked: Organisation, status: OrganisationStatus, now: datetime, *, refusal: str = "", suspension: str = ""
) -> Organisation:
    if locked.status != status:
        locked.status, locked.status_at = status, now
        locked.refusal, locked.suspension = refusal, suspension
        try:
            with transaction.atomic():
                locked.save(update_fields=["status", "status_at", "refusal", "suspension"])
        except IntegrityError as error:
            if Organisation.objects.exclude(pk=locked.pk).filter(licence=locked.licence).exists():
                raise LicenceTaken from error
            raise
        telling.decided(locked, now=now)
    return locked


def _lock(organisation: Organisation, by: User, seen: str | None) -> Organisation:
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    own_organisation.check(by, locked)
    editions.check(seen, *shown_of(locked))
    return locked
