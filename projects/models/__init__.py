"""The tables of the second path, a file for each subject."""

from projects.models.documents import Document, DocumentVersion, FileKind
from projects.models.organisation import Contact, Organisation, OrganisationStatus, Part, Seat
from projects.models.project import CarbonProject
from projects.models.proposal import Proposal, ProposalKind, ProposalStatus
from projects.models.units import (
    FOR_GOOD,
    BlockStatus,
    Issuance,
    MoveKind,
    Order,
    OrderKind,
    OrderStatus,
    Purpose,
    UnitBlock,
    UnitMove,
)

__all__ = [
    "FOR_GOOD",
    "BlockStatus",
    "CarbonProject",
    "Contact",
    "Document",
    "DocumentVersion",
    "FileKind",
    "Issuance",
    "MoveKind",
    "Order",
    "OrderKind",
    "OrderStatus",
    "Organisation",
    "OrganisationStatus",
    "Part",
    "Proposal",
    "ProposalKind",
    "ProposalStatus",
    "Purpose",
    "Seat",
    "UnitBlock",
    "UnitMove",
]
