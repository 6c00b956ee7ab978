"""Freezes: for a while a citizen earns nothing, spends nothing, or both, until it is lifted or has run out."""

from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.standing.words import REASONS
from common.public_ids import new_public_id
from common.texts import in_reader_language

LONGEST_NOTE = 500


class FreezeQuerySet(models.QuerySet["Freeze"]):
    def open(self) -> "FreezeQuerySet":
        """Those that are neither lifted nor settled after their end."""
        return self.filter(over_at=None)

    def in_force(self, now: datetime) -> "FreezeQuerySet":
        return self.open().filter(ends_at__gt=now)

    def due(self, now: datetime) -> "FreezeQuerySet":
        """Those that have run out and are not settled."""
        return self.open().filter(ends_at__lte=now)


# Who froze and lifted what and when; neither citizen nor note, so that the trail outlives an erasure.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["public_id", "earning", "spending", "reason", "ends_at", "by", "over_at", "lifted_by", "overturned_by"],
    model_name="FreezeEvent",
    meta={"verbose_name": _("change to a freeze"), "verbose_name_plural": _("changes to freezes")},
)
class Freeze(models.Model):
    """What a citizen may not do until `ends_at`, and why. One is open at a time."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="freezes", verbose_name=_("citizen")
    )
    earning = models.BooleanField(_("earns nothing"))
    spending = models.BooleanField(_("spends nothing"))
    reason = models.CharField(_("reason"), max_length=24)
    note = models.CharField(_("note of the desk"), max_length=LONGEST_NOTE, blank=True)
    begun_at = models.DateTimeField(_("frozen since"))
    ends_at = models.DateTimeField(_("frozen until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("by")
    )
    over_at = models.DateTimeField(_("over since"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("lifted by"),
    )
    """Nobody where it ran out."""
    overturned_at = models.DateTimeField(_("undone"), null=True)
    overturned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("undone by"),
    )
    """Who found afterwards that it should not have stayed to its end."""

    objects = FreezeQuerySet.as_manager()

    class Meta:
        verbose_name = _("freeze")
        verbose_name_plural = _("freezes")
        permissions = [("freeze_user", _("Can freeze what citizens earn and spend, and lift it"))]
        indexes = [models.Index(fields=["ends_at"], condition=Q(over_at=None), name="freeze_open")]
        constraints = [
            models.UniqueConstraint(fields=["citizen"], condition=Q(over_at=None), name="one_open_freeze"),
            models.CheckConstraint(condition=Q(earning=True) | Q(spending=True), name="freeze_of_something"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begun_at")), name="freeze_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | Q(over_at__lt=F("ends_at")), name="freeze_lifted_before_its_end"
            ),
            # Who is frozen neither freezes nor lifts: in the database, too.
            models.CheckConstraint(
                condition=~Q(by=F("citizen")) & (Q(lifted_by=None) | ~Q(lifted_by=F("citizen"))),
                name="freeze_by_another",
            ),
            models.CheckConstraint(
                condition=Q(overturned_at=None, overturned_by=None)
                | Q(overturned_at__isnull=False, overturned_by__isnull=False, over_at__isnull=False, lifted_by=None)
                & ~Q(overturned_by=F("citizen"))
                & ~Q(overturned_by=F("by")),
                name="freeze_overturned_by_another",
            ),
        ]
        triggers = [pgtrigger.Protect(name="freezes_stay", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reason_in_words(self) -> str:
        return in_reader_language(REASONS.at(self.reason, self.begun_at))
