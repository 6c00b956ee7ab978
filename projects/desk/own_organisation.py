"""Nobody at the desk decides for an organisation of their own: who gains does not grant.

Whoever is only invited may decide: an organisation would choose its judges by whom it invites.
"""

from accounts.models import User
from projects.models import Organisation, Seat
from projects.refusals import OwnOrganisation


def refusal(user: User, *organisations: Organisation) -> OwnOrganisation | None:
    """Why somebody decides nothing for organisations: they sit in one of them or have applied for it."""
    return next((OwnOrganisation(organisation=str(one)) for one in organisations if _is_own(user, one)), None)


def check(by: User, *organisations: Organisation) -> None:
    """Raises `OwnOrganisation`. Under an organisation's lock nobody begins to sit there meanwhile."""
    if refused := refusal(by, *organisations):
        raise refused


def _is_own(user: User, organisation: Organisation) -> bool:
    sits = Seat.objects.current().filter(organisation=organisation.pk, user=user.pk)
    return sits.exists() or Organisation.objects.filter(pk=organisation.pk, applicant=user.pk).exists()
