"""Where somebody is signed in without a browser: an app, or a mini-program of a platform."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.public_ids import new_public_id


class AppWay(models.TextChoices):
    """By what an app has shown whose it is."""

    PHONE = "phone", _("By code")
    WECHAT = "wechat", _("In WeChat")
    ALIPAY = "alipay", _("In Alipay")
    DOUYIN = "douyin", _("In Douyin")


class AppSignIn(models.Model):
    """One sign-in of an app: the access token that it has now, and which renewal comes next. Deleted when it ends."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.OneToOneField("accounts.AccessToken", on_delete=models.CASCADE, related_name="app_sign_in")
    way = models.CharField(max_length=8, choices=AppWay)
    device = models.CharField(max_length=16)
    """A word of `accounts.devices.WORDS`."""
    seed = models.CharField(max_length=43, editable=False)
    """Random: with the server's key it gives every token of this sign-in, and without it none."""
    renewals = models.PositiveIntegerField(default=0)
    word_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    """Of the word that came with the last renewal; empty where none did."""
    at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("sign-in of an app")
        verbose_name_plural = _("sign-ins of apps")

    def __str__(self) -> str:
        return self.public_id
