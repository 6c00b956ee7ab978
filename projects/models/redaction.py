"""What the desk has taken out of public sight: for whom a retirement was, or a document. The rest stays public."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.documents import DocumentVersion
from projects.models.kept import never_changed
from projects.models.units import Order

LONGEST_REASON = 300


class Redaction(models.Model):
    """One text or file that the public doesn't read any more, for a reason that its organisation reads.

    Of a retirement these are the words for whom and what for; of a document its title, name and content. Tonnes, serial
    number and hash stay public. It is never undone: whoever hid by mistake has said so with their name.
    """

    order = models.OneToOneField(
        Order, on_delete=models.PROTECT, null=True, related_name="redaction", verbose_name=_("retirement")
    )
    version = models.OneToOneField(
        DocumentVersion,
        on_delete=models.PROTECT,
        null=True,
        related_name="redaction",
        verbose_name=_("version of a document"),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.CharField(_("reason"), max_length=LONGEST_REASON)
    redacted_at = models.DateTimeField(_("redacted"))

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        permissions = [("make_redaction", _("Can redact texts and documents of the public registry"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=False) ^ Q(version__isnull=False), name="redaction_is_of_one_thing"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="redacted_for_a_reason"),
        ]
        indexes = [models.Index(fields=["redacted_at"], name="redaction_redacted")]
        triggers = [
            *never_changed("redactions_stay", "the registry", "redacted_at"),
            pgtrigger.Trigger(
                name="redacts_what_is_public",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.order_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (SELECT FROM projects_order WHERE id = NEW.order_id
                                   AND kind = 'retire' AND status = 'released') THEN
                        RAISE EXCEPTION 'only what is public is redacted' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def number(self) -> str:
        """Of the certificate, or of the version of a document: what its address ends in."""
        return (self.order or self.version).public_id  # type: ignore[union-attr]
