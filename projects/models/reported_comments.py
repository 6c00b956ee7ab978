"""A reader finds a comment unfit, and the desk keeps it, in words. What it takes off the page instead is a hiding."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from projects.models.design import LONGEST_WORDS, Comment
from projects.models.kept import never_changed

LONGEST_REASON = 300


class CommentReportQuerySet(models.QuerySet["CommentReport"]):
    def waiting(self) -> "CommentReportQuerySet":
        """Of comments that are on the page and that nobody has decided to keep since."""
        kept = KeptComment.objects.filter(comment=OuterRef("comment"), kept_at__gte=OuterRef("reported_at"))
        return self.filter(~Exists(kept), comment__hiding=None)


class CommentReport(models.Model):
    """Why somebody finds a comment unfit: once for each reader. Its author never learns who said so."""

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="reports", db_index=False, verbose_name=_("comment")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.CharField(_("reason"), max_length=LONGEST_REASON)
    reported_at = models.DateTimeField(_("reported"))

    objects = CommentReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a comment")
        verbose_name_plural = _("reports of comments")
        constraints = [
            models.UniqueConstraint(fields=["comment", "by"], name="comment_reported_once_by_a_reader"),
            models.CheckConstraint(condition=~Q(words=""), name="comment_reported_for_a_reason"),
        ]
        triggers = never_changed("comment_reports_stay", "the registry", "reported_at")

    def __str__(self) -> str:
        return f"{self.comment_id}"


class KeptComment(models.Model):
    """The desk looked at what was reported of a comment by then, and lets it stand."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="keepings", verbose_name=_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.CharField(_("reason"), max_length=LONGEST_WORDS)
    kept_at = models.DateTimeField(_("kept"))

    class Meta:
        verbose_name = _("comment that was kept")
        verbose_name_plural = _("comments that were kept")
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="comment_kept_for_a_reason")]
        triggers = never_changed("kept_comments_stay", "the registry", "kept_at")

    def __str__(self) -> str:
        return f"{self.comment_id}"
