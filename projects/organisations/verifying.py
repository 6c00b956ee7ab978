"""Which organisation may validate or verify for which owner."""

from projects.models import Organisation
from projects.organisations.groups import are_of_one_group
from projects.refusals import NotAVerifier, NotIndependent


def may_verify(verifier: Organisation, owner: Organisation) -> bool:
    """Whether `check_may_verify` would let it."""
    try:
        check_may_verify(verifier, owner)
    except (NotAVerifier, NotIndependent):
        return False
    return True


def check_may_verify(verifier: Organisation, owner: Organisation) -> None:
    """An approved and accredited organisation, not the owner and not of its group.

    Raises `NotAVerifier`, `NotIndependent`.
    """
    if not (verifier.is_verifier and verifier.is_approved):
        raise NotAVerifier(name=str(verifier))
    if are_of_one_group(verifier, owner):
        raise NotIndependent(name=str(verifier))
