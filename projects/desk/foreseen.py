"""What agreeing to a proposal comes to, with the serial numbers as they would be."""

from typing import NamedTuple

from projects.desk.proposing import block_of
from projects.models import Issuance, Proposal, ProposalKind
from projects.registry import issuing, keeping
from projects.registry.moving import as_range
from projects.serials import Numbers, serial


class Foreseen(NamedTuple):
    """Units that come to be or cease to be, by serial number; of an issuance what is set aside and carried on."""

    tonnes: int
    serials: list[str]
    buffer_tonnes: int = 0
    buffer_serial: str = ""
    carried_before_kg: int = 0
    carried_kg: int = 0


def foreseen(proposal: Proposal) -> Foreseen:
    """Raises what the deed would be refused for."""
    match proposal.kind:
        case ProposalKind.ISSUE:
            return _issued(proposal)
        case ProposalKind.CANCEL:
            block = block_of(proposal)
            return Foreseen(block.tonnes, [block.serial])
        case _:
            assert proposal.tonnes is not None
            taken = keeping.taken_for(proposal.project, proposal.tonnes)
            serials = [serial(block.issuance, as_range(numbers)) for block, numbers in taken]
            return Foreseen(proposal.tonnes, serials)


def _issued(proposal: Proposal) -> Foreseen:
    assert proposal.kilograms is not None
    assert proposal.vintage is not None
    project = proposal.project
    tonnes, buffer_tonnes, carried_kg = issuing.foresee(project, kilograms=proposal.kilograms)
    first = issuing.next_number()
    border, after = first + tonnes - buffer_tonnes, first + tonnes
    would_be = Issuance(project=project, vintage=proposal.vintage, nth=project.issuances.count() + 1)
    held = [serial(would_be, as_range(Numbers(first, border)))] if border > first else []
    aside = serial(would_be, as_range(Numbers(border, after))) if buffer_tonnes else ""
    return Foreseen(tonnes, held, buffer_tonnes, aside, issuing.carried(project), carried_kg)
