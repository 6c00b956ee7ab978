"""Units: whole tonnes of CO₂e, each with a number of its own in one row of numbers for the whole registry.

Which numbers exist, where they are and how they came there: issuances, blocks, moves. That no number is twice is the
database's to hold, whoever writes.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from projects.models.kept import never_changed, stays
from projects.models.organisation import Organisation
from projects.models.project import CarbonProject
from projects.models.waiting import order_binding
from projects.serials import Numbers, serial
from seals.guards import after_the_seal, set_after_the_seal

COUNTED = Q(numbers__isempty=False, numbers__lower_inc=True, numbers__upper_inc=False, numbers__startswith__gte=1) & Q(
    numbers__upper_inf=False
)
"""Of a range of numbers: it has a first and a last."""


class Issuance(models.Model):
    """Units that a project was issued for a year, by a decision of two people.

    `kilograms` were verified; with what was carried on from the project's issuance before, they are `tonnes` and
    `carried_kg`. `buffer_tonnes` of them, the last numbers, were set aside. Of less than a tonne there are no numbers:
    it is all carried on.
    """

    project = models.ForeignKey(CarbonProject, on_delete=models.PROTECT, related_name="issuances")
    nth = models.PositiveSmallIntegerField(_("of the project's issuances"))
    vintage = models.PositiveSmallIntegerField(_("year of the reductions"))
    report = models.ForeignKey(
        "projects.MonitoringReport",
        on_delete=models.PROTECT,
        null=True,
        related_name="issuances",
        verbose_name=_("monitoring report"),
    )
    document = models.CharField(_("number of the decision"), max_length=80)
    kilograms = models.PositiveBigIntegerField(_("kilograms verified"))
    tonnes = models.PositiveIntegerField(_("tonnes issued"))
    buffer_tonnes = models.PositiveIntegerField(_("of these set aside"))
    carried_kg = models.PositiveSmallIntegerField(_("kilograms carried on"))
    numbers = BigIntegerRangeField(_("numbers"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("agreed by")
    )
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("issuance")
        verbose_name_plural = _("issuances")
        constraints = [
            models.UniqueConstraint(fields=["project", "nth"], name="issuance_of_a_project"),
            models.UniqueConstraint(fields=["report", "vintage"], name="year_of_a_report_issued_once"),
            ExclusionConstraint(name="issued_once", expressions=[("numbers", RangeOperators.OVERLAPS)]),
            models.CheckConstraint(condition=COUNTED | Q(tonnes=0, numbers__isempty=True), name="issuance_counts"),
            models.CheckConstraint(
                condition=Q(numbers__endswith=F("numbers__startswith") + F("tonnes")), name="issuance_is_its_numbers"
            ),
            models.CheckConstraint(condition=Q(buffer_tonnes__lte=F("tonnes")), name="buffer_is_of_the_issuance"),
            models.CheckConstraint(condition=Q(carried_kg__lt=1000), name="carried_is_less_than_a_tonne"),
            models.CheckConstraint(condition=~Q(by=F("agreed_by")), name="issued_by_two"),
        ]
        triggers = [
            *never_changed("issuances_stay", "the registry", "issued_at"),
            pgtrigger.Trigger(
                name="issued_as_verified",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.report_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM projects_verifiedyear AS y
                        JOIN projects_verificationstatement AS s ON s.id = y.statement_id
                        JOIN projects_monitoringreport AS r ON r.id = s.report_id
                        WHERE r.id = NEW.report_id AND r.project_id = NEW.project_id
                          AND y.year = NEW.vintage AND y.kilograms = NEW.kilograms
                    ) THEN
                        RAISE EXCEPTION 'not what was verified' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.nth}"

    @property
    def serial(self) -> str:
        """Empty where all was carried on."""
        return serial(self, self.numbers) if self.tonnes else ""


class BlockStatus(models.TextChoices):
    HELD = "held", _("Units held")
    BUFFER = "buffer", _("Units set aside for reversals")
    RETIRED = "retired", _("Units retired")
    CANCELLED = "cancelled", _("Units cancelled")


FOR_GOOD = (BlockStatus.RETIRED, BlockStatus.CANCELLED)
"""Where units come to an end."""


class UnitBlock(models.Model):
    """Consecutive units of one issuance that are in one place. A part that goes elsewhere keeps its numbers."""

    issuance = models.ForeignKey(Issuance, on_delete=models.PROTECT, related_name="blocks")
    numbers = BigIntegerRangeField(_("numbers"))
    status = models.CharField(_("status"), max_length=9, choices=BlockStatus.choices)
    holder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="blocks", verbose_name=_("holder")
    )
    is_frozen = models.BooleanField(_("frozen"), default=False, db_default=False)

    class Meta:
        verbose_name = _("block of units")
        verbose_name_plural = _("blocks of units")
        permissions = [("freeze_unitblock", _("Can freeze units and release them from a freeze"))]
        constraints = [
            ExclusionConstraint(name="each_number_in_one_block", expressions=[("numbers", RangeOperators.OVERLAPS)]),
            models.CheckConstraint(condition=COUNTED, name="block_counts"),
            models.CheckConstraint(
                condition=Q(status=BlockStatus.HELD, holder__isnull=False)
                | Q(~Q(status=BlockStatus.HELD), holder=None, is_frozen=False),
                name="what_is_held_has_a_holder",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="block_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="what_is_used_up_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status IN ('retired', 'cancelled') OR OLD.issuance_id <> NEW.issuance_id"
                ),
            ),
            never_emptied("blocks_stay", "the registry"),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def serial(self) -> str:
        return serial(self.issuance, self.numbers)

    @property
    def tonnes(self) -> int:
        return Numbers.of(self.numbers).tonnes


class MoveKind(models.TextChoices):
    ISSUED = "issued", _("Units issued")
    TRANSFERRED = "transferred", _("Units transferred")
    RETIRED = "retired", _("Units retired")
    CANCELLED = "cancelled", _("Units cancelled")
    LOST = "lost", _("Lost by the sink")
    FROZEN = "frozen", _("Frozen")
    THAWED = "thawed", _("Released from a freeze")


class UnitMove(models.Model):
    """What happened to units, never changed: which, from whom, to whom, by whom. All but a freeze move the ledger."""

    issuance = models.ForeignKey(Issuance, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(_("kind"), max_length=11, choices=MoveKind.choices)
    numbers = BigIntegerRangeField(_("numbers"))
    status = models.CharField(_("status after"), max_length=9, choices=BlockStatus.choices)
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    taker = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("agreed by")
    )
    words = models.CharField(_("words"), max_length=300, blank=True)
    happened_at = models.DateTimeField(_("happened"))

    class Meta:
        verbose_name = _("move of units")
        verbose_name_plural = _("moves of units")
        constraints = [
            models.CheckConstraint(condition=COUNTED, name="move_counts"),
            models.CheckConstraint(condition=~Q(by=F("agreed_by")), name="move_by_two"),
        ]
        indexes = [
            models.Index(fields=["happened_at"], name="unit_move_happened"),
            GistIndex(fields=["numbers"], name="unit_move_numbers"),
        ]
        triggers = never_changed("moves_stay", "the registry", "happened_at")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def reference(self) -> str:
        """Of its transfer."""
        return f"units:{self.pk}"

    @property
    def tonnes(self) -> int:
        return Numbers.of(self.numbers).tonnes


class OrderKind(models.TextChoices):
    TRANSFER = "transfer", _("Transfer")
    RETIRE = "retire", _("Retirement")
    CANCEL = "cancel", _("Cancellation")


class OrderStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for a second person")
    RELEASED = "released", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Refused by the second person")


class Purpose(models.TextChoices):
    """What units are retired for (消纳用途)."""

    EVENT = "event", _("Neutrality of an event")
    ENTERPRISE = "enterprise", _("Neutrality of an enterprise")
    RESTORATION = "restoration", _("Compensation ordered by a court or agency")
    GIFT = "gift", _("For the public good")


ORDERED = (
    "public_id",
    "kind",
    "holder_id",
    "numbers",
    "taker_id",
    "beneficiary",
    "purpose",
    "year",
    "words",
    "by_id",
    "ordered_at",
)
"""What an order asks for, from its first moment on: a day's seal covers it before it is decided."""


class Order(models.Model):
    """What one person of a holder asks for and another releases. The units wait with it, for nobody else.

    A retirement says for whom and what for, and for which year where it is for one; once it is released its public id
    is the certificate's.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=OrderKind.choices)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="orders")
    numbers = BigIntegerRangeField(_("numbers"))
    taker = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    beneficiary = models.CharField(_("for whom"), max_length=120, blank=True)
    purpose = models.CharField(_("purpose"), max_length=11, choices=Purpose.choices, blank=True)
    year = models.PositiveSmallIntegerField(_("for the year"), null=True)
    words = models.CharField(_("words"), max_length=300, blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=OrderStatus.choices, default=OrderStatus.WAITING, db_default="waiting"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    ordered_at = models.DateTimeField(_("ordered"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    answer = models.CharField(_("why it was refused"), max_length=300, blank=True, default="", db_default="")
    move = models.OneToOneField(UnitMove, on_delete=models.PROTECT, null=True, related_name="order")

    class Meta:
        verbose_name = _("order of a holder")
        verbose_name_plural = _("orders of holders")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=OrderKind.TRANSFER, taker__isnull=False, beneficiary="", purpose="")
                | Q(Q(kind=OrderKind.RETIRE, taker=None), ~Q(beneficiary=""), ~Q(purpose=""))
                | Q(Q(kind=OrderKind.CANCEL, taker=None, beneficiary="", purpose=""), ~Q(words="")),
                name="order_says_what_its_kind_needs",
            ),
            models.CheckConstraint(
                condition=Q(status=OrderStatus.REFUSED) ^ Q(answer=""), name="order_refused_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(status=OrderStatus.RELEASED, move__isnull=False, decided_by__isnull=False)
                & ~Q(by=F("decided_by"))
                | Q(~Q(status=OrderStatus.RELEASED), move=None),
                name="released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status=OrderStatus.WAITING, decided_by=None, decided_at=None)
                | Q(~Q(status=OrderStatus.WAITING), decided_by__isnull=False, decided_at__isnull=False),
                name="order_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["ordered_at"], name="order_ordered")]
        triggers = [
            stays("what_was_ordered_stays", ORDERED),
            never_emptied("orders_stay", "the registry"),
            after_the_seal("ordered_at"),
            set_after_the_seal("decided_at"),
            pgtrigger.Protect(name="order_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="decided_order_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status <> 'waiting'"),
            ),
            order_binding(),
        ]

    def __str__(self) -> str:
        return self.public_id
