"""Somebody applies for an organisation: they own its room from then on, and the desk decides whether it may act.

Locks: the citizen, so that of two applications sent at once one is made; then the organisation.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from common.texts import Text
from projects.models import Contact, Organisation, OrganisationStatus, Part, Seat
from projects.refusals import AppliedAlready, LicenceTaken, NothingToCorrect

OPEN = (OrganisationStatus.APPLIED, OrganisationStatus.REFUSED)
"""A refused application stays open: it can be corrected and sent again."""


@dataclass(frozen=True, slots=True)
class Application:
    """What an applicant says of the organisation, and whom the desk asks for."""

    name: Text
    licence: str
    group: str
    contact: str
    phone: str


def open_application_of(citizen: User) -> Organisation | None:
    """The organisation that somebody has applied for and that the desk has not approved."""
    return Organisation.objects.filter(applicant=citizen, status__in=OPEN).order_by("-pk").first()


@transaction.atomic
def apply(*, citizen: User, application: Application, now: datetime) -> Organisation:
    """Makes the organisation, owned by the applicant. Raises `AppliedAlready`, `LicenceTaken`."""
    User.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    if open_application_of(citizen) is not None:
        raise AppliedAlready
    organisation = Organisation(applicant=citizen, applied_at=now)
    _write(organisation, application, now)
    Seat.objects.create(organisation=organisation, user=citizen, part=Part.OWNER, begun_at=now)
    return organisation


@transaction.atomic
def correct(*, organisation: Organisation, application: Application, now: datetime) -> Organisation:
    """A refused application is sent again, as it reads now. Raises `NothingToCorrect`, `LicenceTaken`."""
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if locked.status != OrganisationStatus.REFUSED:
        raise NothingToCorrect
    locked.applied_at = now
    _write(locked, application, now)
    return locked


def _write(organisation: Organisation, application: Application, now: datetime) -> None:
    organisation.name, organisation.licence = application.name, application.licence
    organisation.group = application.group
    organisation.status, organisation.status_at, organisation.refusal = OrganisationStatus.APPLIED, now, ""
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        if Organisation.objects.exclude(pk=organisation.pk).filter(licence=application.licence).exists():
            raise LicenceTaken from error
        raise
    said = {"name": application.contact, "phone": application.phone}
    Contact.objects.update_or_create(organisation=organisation, defaults=said)
