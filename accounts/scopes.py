"""What an access token may be used for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    SUBMIT = "submit", _("Submit acts")
    READ = "read", _("Read acts and redemptions")
    INBOX = "inbox", _("Read the inbox")
    SPEND = "spend", _("Redeem credits, read the codes of vouchers, give them back")
    TILL = "till", _("Take vouchers at a till where you work")


def every_scope() -> list[str]:
    """What tokens of before scopes may do."""
    return list(Scope.values)
