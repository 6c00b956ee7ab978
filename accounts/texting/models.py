"""How each gateway of text messages is doing, for all processes alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GatewayState(models.Model):
    """A gateway that has failed of late; there is no row of one that never has (`accounts/texting/circuits.py`)."""

    name = models.CharField(_("gateway"), max_length=16, primary_key=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failed_at = models.DateTimeField(_("last failure"))
    reason = models.CharField(_("reason"), max_length=60)
    """A short code of the gateway's, or a word of ours; nothing of the message."""
    shut_until = models.DateTimeField(_("passed over until"), null=True)

    class Meta:
        verbose_name = _("text message gateway")
        verbose_name_plural = _("text message gateways")

    def __str__(self) -> str:
        return self.name
