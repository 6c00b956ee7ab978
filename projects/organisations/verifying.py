"""Which organisation may validate or verify for which owner."""

from projects.models import Organisation
from projects.refusals import NotAVerifier, NotIndependent


def check_may_verify(verifier: Organisation, owner: Organisation) -> None:
    """An approved and accredited organisation, not the owner and not of its group.

    Raises `NotAVerifier`, `NotIndependent`.
    """
    if not (verifier.is_verifier and verifier.is_approved):
        raise NotAVerifier(name=str(verifier))
    if verifier.pk == owner.pk or (verifier.group and verifier.group == owner.group):
        raise NotIndependent(name=str(verifier))
