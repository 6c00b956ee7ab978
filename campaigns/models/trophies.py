"""Trophies: who has earned which, by which edition of its text, and which of them their owner shows to everybody."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.public_ids import new_public_id
from lists.models import Edition
from seals.guards import after_the_seal, set_after_the_seal


class TrophyAwardQuerySet(models.QuerySet["TrophyAward"]):
    def standing(self) -> "TrophyAwardQuerySet":
        return self.filter(revoked_at=None)


class TrophyAward(models.Model):
    """A citizen has earned a trophy once for its `subject`: a year, a team's month, or nothing for what is once.

    `edition` is the text by which it was earned and is judged, whatever the trophy asks later.
    """

    LONGEST_SUBJECT: ClassVar = 32

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    trophy = models.CharField(_("trophy"), max_length=40)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(_("for what"), max_length=LONGEST_SUBJECT, blank=True)
    earned_on = models.DateField(_("earned on"))
    awarded_at = models.DateTimeField(_("awarded"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = TrophyAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("trophy that was earned")
        verbose_name_plural = _("trophies that were earned")
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "trophy", "subject"], condition=Q(revoked_at=None), name="trophy_once"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("awarded_at")), name="trophy_is_revoked_after"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="awards_of_trophies_stay", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="trophies_are_only_revoked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.revoked_at IS NOT NULL OR"
                    " (OLD.public_id, OLD.citizen_id, OLD.trophy, OLD.edition_id, OLD.subject, OLD.earned_on,"
                    " OLD.awarded_at) IS DISTINCT FROM"
                    " (NEW.public_id, NEW.citizen_id, NEW.trophy, NEW.edition_id, NEW.subject, NEW.earned_on,"
                    " NEW.awarded_at)"
                ),
            ),
            after_the_seal("awarded_at"),
            set_after_the_seal("revoked_at"),
        ]

    def __str__(self) -> str:
        return f"{self.trophy} {self.subject}".strip()


class PublicationQuerySet(models.QuerySet["TrophyPublication"]):
    def standing(self) -> "PublicationQuerySet":
        return self.filter(withdrawn_at=None)


class TrophyPublication(models.Model):
    """A trophy that its owner shows at an address of its own; shown again, it has another one.

    The row's number is its place in the list of what is revoked (`campaigns/trophies/status.py`); `salt` is of the
    hash by which its owner, and nobody else, can say that it is theirs.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    award = models.ForeignKey(TrophyAward, on_delete=models.PROTECT, related_name="publications", db_index=False)
    salt = models.CharField(max_length=16, default=new_public_id, editable=False)
    published_at = models.DateTimeField(_("published"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published trophy")
        verbose_name_plural = _("published trophies")
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(withdrawn_at=None), name="trophy_published_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="publications_stay", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="publications_are_only_withdrawn",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.withdrawn_at IS NOT NULL OR (OLD.public_id, OLD.award_id, OLD.salt, OLD.published_at)"
                    " IS DISTINCT FROM (NEW.public_id, NEW.award_id, NEW.salt, NEW.published_at)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
