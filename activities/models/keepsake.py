"""What citizens take away of a year: a picture of it that they show to everybody, and a certificate of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.public_ids import new_public_id

LONGEST_NICKNAME = 12


class SharedPictureQuerySet(models.QuerySet["SharedPicture"]):
    def of(self, citizen_id: int) -> "SharedPictureQuerySet":
        return self.filter(citizen_id=citizen_id)


class SharedPicture(models.Model):
    """What a citizen chose to show of a month or year, as it was on that day: `told` holds that and nothing else.

    Never changed. Whoever takes it back removes it: its address leads nowhere, and no trace of the nickname is left.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(_("month or year"), max_length=7)
    until = models.DateField(_("figures until"))
    told = models.JSONField(_("what is shown"))
    nickname = models.CharField(_("nickname"), max_length=LONGEST_NICKNAME, blank=True)
    shared_at = models.DateTimeField(_("shared"))

    objects = SharedPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared picture")
        verbose_name_plural = _("shared pictures")
        indexes = [models.Index(fields=["citizen", "period", "-id"], name="shared_picture_citizen")]
        triggers = [pgtrigger.Protect(name="shared_picture_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("portal:shared", args=[self.public_id])


class CertificateEnd(models.TextChoices):
    REPLACED = "replaced", _("Replaced by a corrected one")
    WITHDRAWN = "withdrawn", _("Withdrawn by its holder")


class YearCertificateQuerySet(models.QuerySet["YearCertificate"]):
    def of(self, citizen_id: int) -> "YearCertificateQuerySet":
        return self.filter(citizen_id=citizen_id)

    def current(self) -> "YearCertificateQuerySet":
        return self.filter(ended_at=None)


class YearCertificate(models.Model):
    """What a citizen's acts of a year came to on the day on which it was made: grams, credits, acts and days.

    `revoked` is how many acts of the year had been taken back by then: with one more it does not stand any longer. Its
    public id is its number. It names nobody, is never changed and never removed; it ends once.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(_("year"))
    until = models.DateField(_("figures until"))
    grams = models.BigIntegerField(_("grams"))
    credits = models.BigIntegerField(_("credits"))
    acts = models.PositiveIntegerField(_("acts"))
    days = models.PositiveSmallIntegerField(_("days"))
    revoked = models.PositiveIntegerField(_("acts taken back before"))
    made_at = models.DateTimeField(_("drawn up"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_as = models.CharField(_("why it holds no more"), max_length=9, choices=CertificateEnd.choices, blank=True)

    objects = YearCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of a year")
        verbose_name_plural = _("certificates of years")
        indexes = [models.Index(fields=["citizen", "year", "-id"], name="year_certificate_citizen")]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "year"], condition=Q(ended_at=None), name="one_current_certificate_of_a_year"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="certificate_ends_in_a_way",
            ),
            models.CheckConstraint(
                condition=Q(grams__gte=0, credits__gte=0, acts__gte=1), name="certificate_of_something"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="certificate_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="certificate_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="certificate_says_the_same",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["ended_at", "ended_as"]),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("portal:year_certificate", args=[self.public_id])
