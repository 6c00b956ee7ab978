"""Merchants, their shops, and who works for them in which role."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.public_ids import new_public_id
from common.texts import chinese_beside, in_reader_language
from common.typed.phones import A_PHONE
from common.way_there import way_there


class MerchantStatus(models.TextChoices):
    APPLIED = "applied", _("Applied")
    APPROVED = "approved", _("Approved")
    SUSPENDED = "suspended", _("Suspended")
    REFUSED = "refused", _("Refused")
    LEFT = "left", _("Left")


OPEN_APPLICATIONS = (MerchantStatus.APPLIED, MerchantStatus.REFUSED)
"""A refused application stays open: it can be corrected and sent again."""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="MerchantEvent",
    meta={"verbose_name": _("change to a merchant"), "verbose_name_plural": _("changes to merchants")},
)
class Merchant(models.Model):
    """An organisation that takes credits. The ledger knows it by its public id.

    One that a citizen applied for knows its applicant by number; name and phone stay in the profile.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.JSONField(_("name"))
    status = models.CharField(
        _("status"), max_length=10, choices=MerchantStatus.choices, default=MerchantStatus.APPLIED, editable=False
    )
    status_at = models.DateTimeField(_("status since"), editable=False)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("applicant"),
    )
    business = models.CharField(_("kind of business"), max_length=200, blank=True, editable=False)
    licence_number = models.CharField(_("licence number"), max_length=18, blank=True, db_default="", default="")
    legal_name = models.CharField(_("legal name"), max_length=100, blank=True, db_default="", default="")
    refusal = models.JSONField(_("why it was refused"), default=dict, editable=False)
    leaving_at = models.DateTimeField(_("leaving since"), null=True, editable=False)
    leaving_by = models.ForeignKey(
        "merchants.Membership",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("owner who leaves"),
    )

    class Meta:
        verbose_name = _("merchant")
        verbose_name_plural = _("merchants")
        permissions = [("approve_merchant", _("Can approve and suspend merchants"))]
        indexes = [
            models.Index(fields=["licence_number"], condition=~Q(licence_number=""), name="merchant_licence"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(status__in=[str(status) for status in OPEN_APPLICATIONS]),
                name="one_open_application_of_a_citizen",
            ),
            models.CheckConstraint(
                condition=(Q(status=MerchantStatus.REFUSED) & ~Q(refusal={}))
                | (~Q(status=MerchantStatus.REFUSED) & Q(refusal={})),
                name="merchant_refused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name)

    def refusal_text(self) -> str:
        return in_reader_language(self.refusal) if self.refusal else ""

    def first_shop(self) -> "Shop | None":
        """The one that was applied for with it."""
        return self.shops.order_by("pk").first()

    @property
    def is_approved(self) -> bool:
        return self.status == MerchantStatus.APPROVED

    @property
    def is_leaving(self) -> bool:
        """It takes what citizens have, and gives nothing new."""
        return self.leaving_at is not None and self.status != MerchantStatus.LEFT


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ShopEvent",
    meta={"verbose_name": _("change to a shop"), "verbose_name_plural": _("changes to shops")},
)
class Shop(models.Model):
    """A place where a merchant's vouchers are taken."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="shops", verbose_name=_("merchant"))
    name = models.JSONField(_("name"))
    district = models.CharField(_("district"), max_length=16, choices=District.choices)
    address = models.JSONField(_("address"))
    phone = models.CharField(
        _("phone"), max_length=20, blank=True, db_default="", validators=[A_PHONE], help_text=_("For customers")
    )
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    is_open = models.BooleanField(_("open"), default=True)

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None) | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="shop_hours_are_whole",
            )
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name)

    def address_text(self) -> str:
        return in_reader_language(self.address)

    @property
    def hours(self) -> str:
        """Every day's, by the city's clock; empty where the merchant has not said."""
        return f"{self.opens_at:%H:%M}–{self.closes_at:%H:%M}" if self.opens_at and self.closes_at else ""

    @property
    def dialled(self) -> str:
        """Its phone as a link dials it."""
        return "".join(each for each in self.phone if each.isdigit() or each == "+")

    @property
    def chinese(self) -> str:
        """What stands on the sign and in a taxi's map, for readers of other languages."""
        return " · ".join(filter(None, (chinese_beside(self.name), chinese_beside(self.address))))

    @property
    def way_there(self) -> str:
        return way_there(self.address["zh-hans"], self.name["zh-hans"])


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    CASHIER = "cashier", _("Cashier")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        """Those who have accepted and not left."""
        return self.filter(user__isnull=False, ended_at=None)

    def invited(self) -> "MembershipQuerySet":
        return self.filter(user=None, ended_at=None)


class Membership(models.Model):
    """Somebody's role at a merchant. Until they accept, the phone stands for them; then it is forgotten."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    merchant = models.ForeignKey(
        Merchant, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("merchant")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("user")
    )
    phone = models.CharField(_("invited phone"), max_length=16, blank=True, help_text="E.164")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    invited_at = models.DateTimeField(_("invited"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["merchant", "user"], condition=Q(ended_at=None), name="one_membership_at_a_merchant"
            ),
            models.UniqueConstraint(
                fields=["merchant", "phone"],
                condition=Q(ended_at=None) & ~Q(phone=""),
                name="one_invitation_of_a_phone",
            ),
            models.CheckConstraint(
                condition=Q(user=None, accepted_at=None) | Q(user__isnull=False, accepted_at__isnull=False, phone=""),
                name="accepted_by_somebody_without_a_phone",
            ),
        ]
        indexes = [models.Index(fields=["phone"], condition=~Q(phone=""), name="membership_invited_phone")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_current(self) -> bool:
        return self.user_id is not None and self.ended_at is None
