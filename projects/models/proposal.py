"""What one person of the desk proposes for the registry and another agrees to: an issuance, a cancellation, a loss."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import BigIntegerRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from projects.models.kept import stays
from projects.models.project import CarbonProject
from projects.models.units import Issuance
from seals.guards import after_the_seal, set_after_the_seal


class ProposalKind(models.TextChoices):
    ISSUE = "issue", _("Issue units")
    CANCEL = "cancel", _("Cancel units")
    LOSE = "lose", _("Loss of a sink")


class ProposalStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for another’s agreement")
    AGREED = "agreed", _("Agreed and done")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PROPOSED = (
    "public_id",
    "kind",
    "project_id",
    "document",
    "vintage",
    "kilograms",
    "report",
    "numbers",
    "tonnes",
    "words",
    "by_id",
    "proposed_at",
)
"""What a proposal says, from its first moment on: a day's seal covers it before it is decided."""
OPEN_OR_DONE = (ProposalStatus.WAITING, ProposalStatus.AGREED)


class Proposal(models.Model):
    """A deed for a project's units that waits for a second person of the desk. `document` is the city's decision.

    An issuance says `kilograms` and `vintage`, and by its public id the `report` in which they were verified; a
    cancellation says which `numbers`, a loss how many `tonnes`.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=ProposalKind.choices)
    project = models.ForeignKey(
        CarbonProject, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("project")
    )
    document = models.CharField(_("number of the decision"), max_length=80)
    vintage = models.PositiveSmallIntegerField(_("year of the reductions"), null=True)
    kilograms = models.PositiveBigIntegerField(_("kilograms verified"), null=True)
    report = models.CharField(_("monitoring report"), max_length=16, blank=True, default="", db_default="")
    numbers = BigIntegerRangeField(_("numbers"), null=True)
    tonnes = models.PositiveIntegerField(_("tonnes lost"), null=True)
    words = models.CharField(_("words"), max_length=300, blank=True, default="", db_default="")
    status = models.CharField(
        _("status"), max_length=9, choices=ProposalStatus.choices, default=ProposalStatus.WAITING, db_default="waiting"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    answer = models.CharField(_("why it was declined"), max_length=300, blank=True, default="", db_default="")
    issuance = models.OneToOneField(Issuance, on_delete=models.PROTECT, null=True, related_name="proposal")

    class Meta:
        verbose_name = _("proposal for the registry")
        verbose_name_plural = _("proposals for the registry")
        permissions = [
            ("propose_proposal", _("Can propose issuances, cancellations and losses of units")),
            ("agree_proposal", _("Can agree to issuances, cancellations and losses of units")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=ProposalKind.ISSUE,
                    vintage__isnull=False,
                    kilograms__gt=0,
                    numbers=None,
                    tonnes=None,
                    kilograms__isnull=False,
                )
                | Q(
                    Q(kind=ProposalKind.CANCEL, vintage=None, kilograms=None, numbers__isnull=False, tonnes=None),
                    ~Q(words=""),
                )
                | Q(
                    Q(
                        kind=ProposalKind.LOSE,
                        vintage=None,
                        kilograms=None,
                        numbers=None,
                        tonnes__gt=0,
                        tonnes__isnull=False,
                    ),
                    ~Q(words=""),
                ),
                name="proposal_says_what_its_kind_needs",
            ),
            models.CheckConstraint(
                condition=Q(status=ProposalStatus.WAITING, decided_by=None, decided_at=None)
                | Q(~Q(status=ProposalStatus.WAITING), decided_by__isnull=False, decided_at__isnull=False),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=ProposalStatus.AGREED) | ~Q(by=F("decided_by")), name="proposal_agreed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(status=ProposalStatus.DECLINED) ^ Q(answer=""), name="proposal_declined_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["report", "vintage"],
                condition=~Q(report="") & Q(status__in=[str(status) for status in OPEN_OR_DONE]),
                name="year_of_a_report_is_proposed_once",
            ),
        ]
        indexes = [models.Index(fields=["proposed_at"], name="proposal_proposed")]
        triggers = [
            stays("what_was_proposed_stays", PROPOSED),
            after_the_seal("proposed_at"),
            set_after_the_seal("decided_at"),
            pgtrigger.Protect(name="proposal_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="decided_proposal_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status <> 'waiting'"),
            ),
            never_emptied("proposals_stay", "the registry"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.project}"
