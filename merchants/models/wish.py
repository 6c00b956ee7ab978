"""Who wishes to be told when an offer that is all taken can be had again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merchants.models.offer import Offer


class RestockWish(models.Model):
    """Of one citizen for one offer. Gone once they were told, changed their mind, or the offer is over."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="wishes", db_index=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("asked"))

    class Meta:
        verbose_name = _("wish to be told of new stock")
        verbose_name_plural = _("wishes to be told of new stock")
        constraints = [models.UniqueConstraint(fields=["offer", "citizen"], name="one_wish_of_a_citizen")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.asked_at:%Y-%m-%d %H:%M}"
