"""Which account of which platform is a citizen's: as little of it as is needed to know them again."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.public_ids import new_public_id


class Platform(models.TextChoices):
    """Where a citizen may come from."""

    WECHAT = "wechat", _("WeChat")
    ALIPAY = "alipay", _("Alipay")
    WEIBO = "weibo", _("Weibo")
    DOUYIN = "douyin", _("Douyin")

    @property
    def mark(self) -> str:
        """The letter that stands for it: of its Chinese name the one that no other has."""
        return {"wechat": "信", "alipay": "支", "weibo": "博", "douyin": "抖"}[self.value]


# Who linked and unlinked which platform; none of the platform's ids, so that the trail outlives an unlinking.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["public_id", "citizen", "platform"],
    model_name="LinkEvent",
    meta={
        "verbose_name": _("change to a linked platform"),
        "verbose_name_plural": _("changes to linked platforms"),
    },
)
class Link(models.Model):
    """An account of a platform is a citizen's: one of each platform at the most, and each of one citizen alone.

    Deleted when it is unlinked: what the platform told goes with it.
    """

    LONGEST_ID = 128

    public_id = models.CharField(_("public id"), max_length=16, unique=True, default=new_public_id, editable=False)
    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="links", verbose_name=_("citizen")
    )
    platform = models.CharField(_("platform"), max_length=8, choices=Platform)
    unionid = models.CharField(max_length=LONGEST_ID, null=True, editable=False)  # noqa: DJ001, unique where there is one
    """By which all apps of one operator know the account; none where the platform has told none."""
    shown_as = models.CharField(_("shown as"), max_length=16, blank=True)
    """The masked name of the account there, by which its owner tells it from another of theirs."""
    linked_at = models.DateTimeField(_("linked"))

    class Meta:
        verbose_name = _("linked platform")
        verbose_name_plural = _("linked platforms")
        constraints = [
            models.UniqueConstraint(fields=["citizen", "platform"], name="link_once_a_platform"),
            models.UniqueConstraint(fields=["platform", "unionid"], name="unionid_of_one_citizen"),
            models.CheckConstraint(condition=Q(platform__in=Platform.values), name="link_of_a_known_platform"),
            models.CheckConstraint(condition=~Q(unionid=""), name="unionid_is_one_or_none"),
        ]

    def __str__(self) -> str:
        return f"{self.get_platform_display()} {self.public_id}"


class Openid(models.Model):
    """By what one app of ours on a platform knows a linked account: each app is told another id of the same person."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="openids")
    platform = models.CharField(max_length=8, choices=Platform)
    app_id = models.CharField(max_length=64)
    openid = models.CharField(max_length=Link.LONGEST_ID)

    class Meta:
        verbose_name = _("id of a linked account")
        verbose_name_plural = _("ids of linked accounts")
        constraints = [
            models.UniqueConstraint(fields=["platform", "app_id", "openid"], name="openid_of_one_citizen"),
            models.UniqueConstraint(fields=["link", "app_id"], name="one_openid_an_app"),
            models.CheckConstraint(condition=~Q(openid=""), name="openid_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.app_id}"


class PlatformState(models.Model):
    """A platform that has failed to answer one of our doors of late (`platforms/troubles.py`)."""

    LONGEST_REASON = 60

    platform = models.CharField(_("platform"), max_length=8, choices=Platform)
    door = models.CharField(_("door"), max_length=12)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failed_at = models.DateTimeField(_("last failure"))
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("state of a platform")
        verbose_name_plural = _("states of platforms")
        constraints = [models.UniqueConstraint(fields=["platform", "door"], name="one_state_a_door")]

    def __str__(self) -> str:
        return f"{self.platform} {self.door}"
