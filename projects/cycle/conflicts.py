"""Who may not judge a project or event: whom it belongs to, its group, and who acts for its owner or verifier."""

from accounts.models import User
from projects.models import Event, Organisation, ProjectDesign, Seat
from projects.refusals import NotAVerifier, NotIndependent, OwnProject


def check_verifier(judged: ProjectDesign | Event, verifier: Organisation) -> None:
    """An approved and accredited organisation, not the owner and not of its group.

    Raises `NotAVerifier`, `NotIndependent`.
    """
    if not (verifier.is_verifier and verifier.is_approved):
        raise NotAVerifier(name=str(verifier))
    owner = judged.owner
    if verifier.pk == owner.pk or (verifier.group and verifier.group == owner.group):
        raise NotIndependent(name=str(verifier))


def check_impartial(design: ProjectDesign, by: User) -> None:
    """Whoever decides at the desk acts neither for the owner nor for a verifier of it. Raises `OwnProject`."""
    judged = [design.owner_id, design.verifier_id, design.wanted_verifier_id]
    if acts_for(by, judged):
        raise OwnProject


def check_only_verifies(judged: ProjectDesign | Event, by: User) -> None:
    """Whoever gives the opinion does not act for the owner as well. Raises `OwnProject`."""
    if acts_for(by, [judged.owner_id]):
        raise OwnProject


def acts_for(user: User, organisations: list[int | None]) -> bool:
    return Seat.objects.current().filter(user=user, organisation__in=[one for one in organisations if one]).exists()
