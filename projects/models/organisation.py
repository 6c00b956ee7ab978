"""Organisations of the second path: those that own projects, hold units or verify, and who acts for them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CharField, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.public_ids import new_public_id
from common.texts import in_reader_language
from common.typed.phones import A_PHONE
from projects.models.kept import stays
from seals.guards import set_after_the_seal

_PUBLIC_ID = Func(
    template="substr(translate(gen_random_uuid()::text, '01-', 'xy'), 1, 16)", output_field=CharField(max_length=16)
)
"""For seats that the version before this one makes, in the letters of `common.public_ids`."""


class OrganisationStatus(models.TextChoices):
    APPLIED = "applied", _("Applied")
    APPROVED = "approved", _("Approved")
    SUSPENDED = "suspended", _("Suspended")
    REFUSED = "refused", _("Refused")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="OrganisationEvent",
    meta={"verbose_name": _("change to an organisation"), "verbose_name_plural": _("changes to organisations")},
)
class Organisation(models.Model):
    """An enterprise or public body. The ledger knows it by its public id.

    `group` is what it belongs to, by the name of the group's head: a verifier of a project's own group is refused.
    `accreditation` is the document by which it verifies. One that was refused gives its code free for another.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.JSONField(_("name"))
    licence = models.CharField(_("unified social credit code"), max_length=18)
    group = models.CharField(_("group of companies"), max_length=100, blank=True, default="", db_default="")
    is_verifier = models.BooleanField(_("accredited verifier"), default=False, db_default=False)
    accreditation = models.CharField(
        _("document of the accreditation"), max_length=32, blank=True, default="", db_default=""
    )
    status = models.CharField(
        _("status"), max_length=9, choices=OrganisationStatus.choices, default=OrganisationStatus.APPLIED
    )
    status_at = models.DateTimeField(_("status since"), null=True)
    refusal = models.CharField(_("why it was refused"), max_length=300, blank=True, default="", db_default="")
    suspension = models.CharField(_("why it was suspended"), max_length=300, blank=True, default="", db_default="")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("applicant")
    )
    applied_at = models.DateTimeField(_("applied"))

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        permissions = [
            ("approve_organisation", _("Can approve and suspend organisations")),
            ("accredit_organisation", _("Can accredit verifiers")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["licence"],
                condition=~Q(status=OrganisationStatus.REFUSED),
                name="one_organisation_of_a_licence",
            ),
            models.CheckConstraint(
                condition=Q(status=OrganisationStatus.REFUSED) ^ Q(refusal=""),
                name="organisation_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status=OrganisationStatus.SUSPENDED) ^ Q(suspension=""),
                name="organisation_suspended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name)

    @property
    def is_approved(self) -> bool:
        return self.status == OrganisationStatus.APPROVED

    @property
    def reason(self) -> str:
        """Why it may not act; empty where nobody said so."""
        return self.refusal or self.suspension


class Part(models.TextChoices):
    """What somebody may do for an organisation."""

    OWNER = "owner", pgettext_lazy("of an organisation", "Owner")
    EDITOR = "editor", _("Editor")
    RELEASER = "releaser", _("Releaser")


class Contact(models.Model):
    """Who answers for an organisation. A name and a phone: kept apart, so that no trail has them."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("contact person"), max_length=40)
    phone = models.CharField(_("phone"), max_length=20, validators=[A_PHONE])

    class Meta:
        verbose_name = _("contact person of an organisation")
        verbose_name_plural = _("contact persons of organisations")

    def __str__(self) -> str:
        return str(self.organisation_id)


SEATED = ("public_id", "organisation_id", "user_id", "part", "begun_at")
"""Who acts for whom, from when on: what was done in the name of an organisation is proven by it."""


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self) -> "SeatQuerySet":
        """Of those who have accepted and not left."""
        return self.filter(user__isnull=False, ended_at=None)

    def invited(self) -> "SeatQuerySet":
        return self.filter(user=None, ended_at=None)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["phone"],
    model_name="SeatEvent",
    meta={
        "verbose_name": _("change to a seat in an organisation"),
        "verbose_name_plural": _("changes to seats in organisations"),
    },
)
class Seat(models.Model):
    """Somebody acts for an organisation, from one moment until another. Rows stay: past deeds keep their name.

    Until they accept, the phone stands for them; then it is forgotten.
    """

    public_id = models.CharField(
        max_length=16, unique=True, default=new_public_id, db_default=_PUBLIC_ID, editable=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="seats", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("user"),
    )
    phone = models.CharField(
        _("invited phone"), max_length=16, blank=True, default="", db_default="", help_text="E.164"
    )
    part = models.CharField(_("part"), max_length=8, choices=Part.choices)
    invited_at = models.DateTimeField(_("invited"), null=True)
    begun_at = models.DateTimeField(_("since"), null=True)
    ended_at = models.DateTimeField(_("until"), null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in an organisation")
        verbose_name_plural = _("seats in organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(ended_at=None), name="one_seat_in_an_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "phone"],
                condition=Q(ended_at=None) & ~Q(phone=""),
                name="one_seat_offered_to_a_phone",
            ),
            models.CheckConstraint(
                condition=Q(user=None, begun_at=None) | Q(user__isnull=False, begun_at__isnull=False, phone=""),
                name="seated_without_a_phone",
            ),
        ]
        indexes = [models.Index(fields=["phone"], condition=~Q(phone=""), name="seat_invited_phone")]
        triggers = [
            stays("whose_seat_it_is_stays", SEATED, unless="OLD.begun_at IS NULL"),
            set_after_the_seal("begun_at"),
            set_after_the_seal("ended_at"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part}"

    @property
    def is_current(self) -> bool:
        return self.user_id is not None and self.ended_at is None
