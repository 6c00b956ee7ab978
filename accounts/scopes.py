"""What an access token may be used for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    SUBMIT = "submit", _("Submit acts")
    READ = "read", _("Read acts, credits and redemptions")
    CLAIM = "claim", _("Tell what did not arrive, ask that a decision is looked at again")
    INBOX = "inbox", _("Read the inbox, mark it as read")
    PROFILE = "profile", _("Read and change your profile, bind cars and meters")
    CAMPAIGN = "campaign", _("Take part in campaigns, read your teams and trophies")
    TEAM = "team", _("Join and lead teams, decide for a child, show your trophies to everybody")
    SPEND = "spend", _("Redeem credits, read the codes of vouchers, give them back")
    TILL = "till", _("Take vouchers at a till where you work")


def every_scope() -> list[str]:
    """What tokens of before scopes may do."""
    return list(Scope.values)
