"""Changes of a citizen's phone: asked for, waiting, done or stopped. The numbers stand apart and can be erased."""

from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from seals.guards import after_the_seal, set_after_the_seal

LONGEST_REFERENCE = 100
FIXED = "citizen_id, way, asked_at, due_at, tells_old, by_id, shown, reference"


class Way(models.TextChoices):
    """How somebody has shown that they may."""

    BOTH = "both", _("the owner showed both numbers")
    WAITED = "waited", _("the owner showed the new number and another way in, and waits")
    DESK = "desk", _("the desk, for an owner who has lost the number")
    PASSED_ON = "passed_on", _("the number belongs to somebody else now")


class Stopped(models.TextChoices):
    """Why a change that waited was not made."""

    SIGNED_IN = "signed_in", _("by somebody signed in to the account")
    OLD_NUMBER = "old_number", _("from the old number")
    DESK = "desk", _("by the city’s staff")
    TAKEN = "taken", _("the new number opens another account by now")
    CLOSED = "closed", _("the account was closed meanwhile")


class Shown(models.TextChoices):
    """What somebody showed the desk to be the owner of an account whose number is lost."""

    CONTRACT = "contract", _("identity card, and the old number’s contract in the same name")
    RECORD = "record", _("identity card, and a record of the carrier that the old number was theirs")
    VOUCHERS = "vouchers", _("identity card, and receipts of what was redeemed from this account")


class PhoneChangeQuerySet(models.QuerySet["PhoneChange"]):
    def waiting(self) -> "PhoneChangeQuerySet":
        """Those that are neither done nor stopped."""
        return self.filter(done_at=None, stopped_at=None)

    def due(self, now: datetime) -> "PhoneChangeQuerySet":
        """Those that have waited long enough, and that a second official has agreed to where one must."""
        agreed = Q(tells_old=True) | ~Q(way=Way.DESK) | Q(agreed_by__isnull=False)
        return self.waiting().filter(agreed, due_at__lte=now)

    def lacking_agreement(self) -> "PhoneChangeQuerySet":
        """Those of the desk where no old number could object, and that no second official has agreed to."""
        return self.waiting().filter(way=Way.DESK, tells_old=False, agreed_by=None)

    def for_another(self, official_id: int) -> "PhoneChangeQuerySet":
        """Those that this official may decide on: neither proposed by them nor their own."""
        return self.exclude(Q(by=official_id) | Q(citizen=official_id))


# Who did what and when; no number, so that the trail outlives an erasure.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["public_id", "way", "due_at", "by", "agreed_by", "done_at", "stopped_at", "stopped"],
    model_name="PhoneChangeEvent",
    meta={"verbose_name": _("step of a change of phone"), "verbose_name_plural": _("steps of changes of phone")},
)
class PhoneChange(models.Model):
    """A citizen's phone becomes another, or none. One waits at a time; what is over stays as it is."""

    public_id = models.CharField(_("public id"), max_length=16, unique=True, default=new_public_id, editable=False)
    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="phone_changes", verbose_name=_("citizen")
    )
    way = models.CharField(_("how"), max_length=12, choices=Way)
    asked_at = models.DateTimeField(_("asked for"))
    due_at = models.DateTimeField(_("made at the earliest"))
    tells_old = models.BooleanField(_("the old number was told"))
    """By text message, with the way to stop it."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    shown = models.CharField(_("what was shown"), max_length=12, choices=Shown, blank=True)
    reference = models.CharField(_("reference"), max_length=LONGEST_REFERENCE, blank=True)
    """Under which the office keeps what it has seen; nothing personal."""
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agreed by"),
    )
    done_at = models.DateTimeField(_("number changed"), null=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True)
    stopped = models.CharField(_("why it was stopped"), max_length=12, choices=Stopped, blank=True)

    objects = PhoneChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of phone")
        verbose_name_plural = _("changes of phone")
        permissions = [
            ("set_lost_phone", _("Can set the number of who has lost theirs, and stop it")),
            ("agree_lost_phone", _("Can agree to another number, or stop it")),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None, stopped_at=None), name="phone_change_waiting")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen"], condition=Q(done_at=None, stopped_at=None), name="one_waiting_phone_change"
            ),
            models.CheckConstraint(
                name="phone_change_is_over_once",
                condition=Q(done_at=None) | Q(stopped_at=None),
            ),
            models.CheckConstraint(name="phone_change_waits", condition=Q(done_at=None) | Q(done_at__gte=F("due_at"))),
            models.CheckConstraint(
                name="phone_change_stopped_for_a_reason",
                condition=Q(stopped_at=None, stopped="") | Q(stopped_at__isnull=False) & ~Q(stopped=""),
            ),
            models.CheckConstraint(
                name="phone_change_of_the_desk_says_what_it_saw",
                condition=Q(way=Way.DESK, by__isnull=False, shown__in=Shown.values) & ~Q(reference="")
                | ~Q(way=Way.DESK) & Q(by=None, agreed_by=None, shown="", reference=""),
            ),
            # Nobody for themselves, and where no old number can object, two: in the database, too.
            models.CheckConstraint(
                name="phone_change_by_another",
                condition=(Q(by=None) | ~Q(by=F("citizen")))
                & (Q(agreed_by=None) | ~Q(agreed_by=F("citizen")) & ~Q(agreed_by=F("by"))),
            ),
            models.CheckConstraint(
                name="phone_change_agreed_where_nobody_was_told",
                condition=Q(done_at=None)
                | Q(tells_old=True)
                | Q(way__in=[Way.BOTH, Way.WAITED, Way.PASSED_ON])
                | Q(agreed_by__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="phone_changes_stay", operation=pgtrigger.Delete),
            never_emptied("no_phone_change_goes", "the history of numbers"),
            after_the_seal("asked_at"),
            set_after_the_seal("done_at"),
            set_after_the_seal("stopped_at"),
            pgtrigger.Protect(
                name="phone_changes_keep_what_was_asked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.done_at IS NOT NULL OR OLD.stopped_at IS NOT NULL"
                    " OR OLD.agreed_by_id IS NOT NULL AND NEW.agreed_by_id IS DISTINCT FROM OLD.agreed_by_id"
                    f" OR ROW({', '.join(f'OLD.{name}' for name in FIXED.split(', '))})"
                    f" IS DISTINCT FROM ROW({', '.join(f'NEW.{name}' for name in FIXED.split(', '))})"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def lacks_agreement(self) -> bool:
        """Whether a second official must agree: nobody at the old number could object."""
        return self.way == Way.DESK and not self.tells_old and self.agreed_by_id is None


class ChangedNumbers(models.Model):
    """What is personal of a change: erased without touching it. Numbers that are over are pseudonyms and masks."""

    change = models.OneToOneField(PhoneChange, on_delete=models.PROTECT, primary_key=True, related_name="numbers")
    old = models.UUIDField(null=True, db_index=True)
    """Pseudonym of the number before (`accounts.pseudonyms`), so that its owner of then is found by it."""
    old_masked = models.CharField(_("old number"), max_length=16, blank=True)
    new = models.UUIDField(null=True)
    new_masked = models.CharField(_("new number"), max_length=16, blank=True)
    awaited = models.CharField(_("number that waits"), max_length=16, blank=True)
    """E.164, while the change waits; nothing afterwards."""
    stop_code = models.UUIDField(null=True, db_index=True, editable=False)
    """Pseudonym of the code that the text to the old number holds."""

    class Meta:
        verbose_name = _("numbers of a change")
        verbose_name_plural = _("numbers of changes")

    def __str__(self) -> str:
        return f"{self.old_masked or '—'} → {self.new_masked or '—'}"
