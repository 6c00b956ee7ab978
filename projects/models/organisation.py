"""Organisations of the second path: those that own projects, hold units or verify, and who acts for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.public_ids import new_public_id
from common.texts import in_reader_language


class OrganisationStatus(models.TextChoices):
    APPLIED = "applied", _("Applied")
    APPROVED = "approved", _("Approved")
    SUSPENDED = "suspended", _("Suspended")
    REFUSED = "refused", _("Refused")


class Organisation(models.Model):
    """An enterprise or public body. The ledger knows it by its public id.

    `group` is what it belongs to, by the name of the group's head: a verifier of a project's own group is refused.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.JSONField(_("name"))
    licence = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    group = models.CharField(_("group of companies"), max_length=100, blank=True, default="", db_default="")
    is_verifier = models.BooleanField(_("accredited verifier"), default=False, db_default=False)
    status = models.CharField(
        _("status"), max_length=9, choices=OrganisationStatus.choices, default=OrganisationStatus.APPLIED
    )
    refusal = models.CharField(_("why it was refused"), max_length=300, blank=True, default="", db_default="")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("applicant")
    )
    applied_at = models.DateTimeField(_("applied"))

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=OrganisationStatus.REFUSED) ^ Q(refusal=""),
                name="organisation_refused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name)

    @property
    def is_approved(self) -> bool:
        return self.status == OrganisationStatus.APPROVED


class Part(models.TextChoices):
    """What somebody may do for an organisation."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    RELEASER = "releaser", _("Releaser")


class Seat(models.Model):
    """Somebody acts for an organisation, from one moment until another. Rows stay: past deeds keep their name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(_("part"), max_length=8, choices=Part.choices)
    begun_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name = _("seat in an organisation")
        verbose_name_plural = _("seats in organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(ended_at=None), name="one_seat_in_an_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part}"
