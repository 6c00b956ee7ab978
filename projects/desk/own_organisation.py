"""Nobody at the desk decides for an organisation of their own: who gains does not grant.

Whoever is only invited may decide: an organisation would choose its judges by whom it invites.
"""

from accounts.models import User
from projects.models import Organisation, Seat
from projects.refusals import OwnOrganisation


def refusal(user: User, organisation: Organisation) -> OwnOrganisation | None:
    """Why somebody decides nothing for an organisation: they sit in it or have applied for it."""
    sits = Seat.objects.current().filter(organisation=organisation.pk, user=user.pk)
    is_own = sits.exists() or Organisation.objects.filter(pk=organisation.pk, applicant=user.pk).exists()
    return OwnOrganisation(organisation=str(organisation)) if is_own else None


def check(by: User, organisation: Organisation) -> None:
    """Raises `OwnOrganisation`. Under the organisation's lock nobody begins to sit there meanwhile."""
    if refused := refusal(by, organisation):
        raise refused
