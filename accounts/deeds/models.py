"""Deeds at the desk: what somebody of the staff did that no other table of the trail would tell."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class DeedKind(models.TextChoices):
    """What was done."""

    LOOKED = "looked", _("Looked at what is personal")
    SEARCHED = "searched", _("Looked for a person")
    TOOK = "took", _("Took a list away")
    PASSWORD = "password", _("Set a password")
    UNLOCKED = "unlocked", _("Unlocked a sign-in")
    STOCKED = "stocked", _("Released stock")
    STARTED = "started", _("Started a job")


class Deed(models.Model):
    """Somebody did this to a row, or to none. Never changed and never removed; holds no personal value.

    Whom and what it is about are numbers without a constraint, so that it outlives them.
    """

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("who"),
    )
    kind = models.CharField(_("deed"), max_length=12, choices=DeedKind)
    table = models.CharField(max_length=60, blank=True)
    """Of the row, as `app.model`."""
    row = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    """More of it, by words of `accounts.deeds.words`."""

    class Meta:
        verbose_name = _("deed at the desk")
        verbose_name_plural = _("deeds at the desk")
        indexes = [
            models.Index(F("kind"), F("at").desc(), F("id").desc(), name="deeds_of_kind"),
            models.Index(F("by"), F("at").desc(), name="deeds_of_person"),
            models.Index(fields=["table", "row"], name="deeds_of_row"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.get_kind_display())
