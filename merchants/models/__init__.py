"""The tables of this app, a file for each subject.

No personal value but the phone of somebody who was invited, and name and phone of who answers for a merchant.
"""

from merchants.models.business import BankAccount, Contact
from merchants.models.cause_report import CauseReport, ReportUnit
from merchants.models.merchant import (
    OPEN_APPLICATIONS,
    Membership,
    MembershipQuerySet,
    Merchant,
    MerchantStatus,
    Role,
    Shop,
)
from merchants.models.offer import (
    AT_ONCE,
    Absence,
    Cause,
    Offer,
    OfferKind,
    OfferQuerySet,
    OfferStatus,
    StockRelease,
    TransitCode,
)
from merchants.models.redemption import (
    RELEASED,
    Redemption,
    RedemptionQuerySet,
    RedemptionStatus,
    RedemptionStep,
    Step,
    WrongCode,
)
from merchants.models.refund import Refund
from merchants.models.settlement import (
    LineKind,
    Statement,
    StatementLine,
    StatementStatus,
    StatementStep,
    StatementStepKind,
)
from merchants.models.wish import RestockWish

__all__ = [
    "AT_ONCE",
    "OPEN_APPLICATIONS",
    "RELEASED",
    "Absence",
    "BankAccount",
    "Cause",
    "CauseReport",
    "Contact",
    "LineKind",
    "Membership",
    "MembershipQuerySet",
    "Merchant",
    "MerchantStatus",
    "Offer",
    "OfferKind",
    "OfferQuerySet",
    "OfferStatus",
    "Redemption",
    "RedemptionQuerySet",
    "RedemptionStatus",
    "RedemptionStep",
    "Refund",
    "ReportUnit",
    "RestockWish",
    "Role",
    "Shop",
    "Statement",
    "StatementLine",
    "StatementStatus",
    "StatementStep",
    "StatementStepKind",
    "Step",
    "StockRelease",
    "TransitCode",
    "WrongCode",
]
