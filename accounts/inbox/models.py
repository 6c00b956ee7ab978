"""What a citizen was told: a code with its facts. The words come from the app that tells, in the reader's language."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.public_ids import new_public_id


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, citizen_id: int) -> "NoticeQuerySet":
        return self.filter(citizen_id=citizen_id)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def to_text(self) -> "NoticeQuerySet":
        """What is still to be told by text message."""
        return self.filter(text_is_due=True)


class Notice(models.Model):
    """One thing told to one citizen; `key` names the event, which is told once however often it is heard of."""

    LONGEST_KEY: ClassVar = 80

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    facts = models.JSONField()
    path = models.CharField(max_length=200, blank=True)
    """Where the thing is that it is about, on this portal; empty where there is none."""
    key = models.CharField(max_length=LONGEST_KEY)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    text_is_due = models.BooleanField(default=False, db_default=False)
    """A text message that says it is still to be sent."""
    text_tried_at = models.DateTimeField(null=True)
    """When every gateway failed to take it last."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["citizen", "-id"], name="notice_latest"),
            models.Index(fields=["citizen"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["told_at"], condition=Q(read_at__isnull=False), name="notice_read"),
            models.Index(fields=["id"], condition=Q(text_is_due=True), name="notice_to_text"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["citizen", "key"], name="notice_once"),
            # A reader is sent there: never to another host.
            models.CheckConstraint(condition=Q(path="") | Q(path__regex=r"^/([^/\\]|$)"), name="notice_path_is_here"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.public_id}"
