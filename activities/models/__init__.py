"""The tables of this app, a file for each subject. No personal value but what a form refused, for thirty days."""

from activities.models.act import (
    SHARDS,
    Activity,
    ActivityKey,
    ActivityPhoto,
    ActivityQuerySet,
    Assessment,
    QueuedAct,
    Recounting,
    Status,
)
from activities.models.attempt import RefusedAttempt
from activities.models.doubted import Came, Decision, Doubted
from activities.models.keepsake import (
    LONGEST_NICKNAME,
    CertificateEnd,
    SharedPicture,
    YearCertificate,
    YearCertificateQuerySet,
)
from activities.models.revocation import Reason, Reinstatement, Revocation
from activities.models.revocation_set import Outcome, RevocationSet, RevocationSetAct
from activities.models.thing import CountedStretch, Thing

__all__ = [
    "LONGEST_NICKNAME",
    "SHARDS",
    "Activity",
    "ActivityKey",
    "ActivityPhoto",
    "ActivityQuerySet",
    "Assessment",
    "Came",
    "CertificateEnd",
    "CountedStretch",
    "Decision",
    "Doubted",
    "Outcome",
    "QueuedAct",
    "Reason",
    "Recounting",
    "RefusedAttempt",
    "Reinstatement",
    "Revocation",
    "RevocationSet",
    "RevocationSetAct",
    "SharedPicture",
    "Status",
    "Thing",
    "YearCertificate",
    "YearCertificateQuerySet",
]
