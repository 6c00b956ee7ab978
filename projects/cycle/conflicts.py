"""Who may not judge a project or event: whom it belongs to, its group, and who acts for its owner or verifier."""

from accounts.models import User
from projects.models import Event, ProjectDesign, Seat
from projects.refusals import OwnProject


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
