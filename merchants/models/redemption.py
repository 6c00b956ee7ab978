"""Redemptions: credits exchanged for an offer, the steps of each, and the wrong codes that tills were given."""

from collections.abc import Iterable
from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.public_ids import new_public_id
from merchants.models.merchant import Membership, Merchant, Shop
from merchants.models.offer import Offer, OfferKind, StockRelease, has_till
from seals.guards import after_the_seal


class RedemptionStatus(models.TextChoices):
    HELD = "held", _("Ready to use")
    REDEEMED = "redeemed", _("Used")
    RETURNED = "returned", _("Given back")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled by the merchant")
    REFUNDED = "refunded", _("Refunded")
    USED_UP = "used_up", _("Used up")
    UNDONE = "undone", _("Use undone")


RELEASED = (
    RedemptionStatus.RETURNED,
    RedemptionStatus.EXPIRED,
    RedemptionStatus.CANCELLED,
    RedemptionStatus.REFUNDED,
)
"""Four ways for credits to go back to their citizen: three for held ones, the last for what was used."""


def can_be_used(status: str, expires_at: datetime, now: datetime) -> bool:
    """Whether a till may take a voucher."""
    return status == RedemptionStatus.HELD and now < expires_at


def hold_reference(redemption_id: int) -> str:
    """The prefix of the transfers that set its credits aside, or gave them away."""
    return f"hold:{redemption_id}"


def capture_reference(redemption_id: int, captures: int) -> str:
    """The prefix of the transfers of its capture of a number; an undone one is followed by the next."""
    return f"capture:{redemption_id}:{captures}"


class RedemptionQuerySet(models.QuerySet["Redemption"]):
    def of(self, citizen_id: int) -> "RedemptionQuerySet":
        return self.filter(citizen_id=citizen_id)

    def held(self) -> "RedemptionQuerySet":
        return self.filter(status=RedemptionStatus.HELD)

    def vouchers(self) -> "RedemptionQuerySet":
        """Without parts of others."""
        return self.filter(part_of=None)

    def counted(self) -> "RedemptionQuerySet":
        """Those that count towards a person's limit: what was given back untouched does not, nor what was cancelled."""
        untouched = Q(status__in=RELEASED, taken_price=0) | Q(status=RedemptionStatus.CANCELLED)
        return self.vouchers().exclude(untouched)

    def with_offer(self) -> "RedemptionQuerySet":
        return self.select_related("offer__merchant", "offer__cause", "shop")

    def taken_somewhere(self) -> "RedemptionQuerySet":
        """Those that an open shop takes, or that need none."""
        return self.filter(has_till(offer="offer", merchant="merchant", kind="offer__kind"))

    def taken_nowhere(self) -> "RedemptionQuerySet":
        return self.filter(~has_till(offer="offer", merchant="merchant", kind="offer__kind"))

    def with_standing(self) -> "RedemptionQuerySet":
        """Each with `has_till`: an open shop takes it, or it needs none; and `works_there`: its citizen is staff."""
        staff = Membership.objects.current().filter(merchant=OuterRef("merchant"), user=OuterRef("citizen"))
        till = has_till(offer="offer", merchant="merchant", kind="offer__kind")
        return self.annotate(has_till=till, works_there=Exists(staff))


class Redemption(models.Model):
    """One citizen's exchange of credits for an offer, at the prices of that moment.

    Of a voucher that is taken off bills each part is a row of its own, cut off it (`part_of`) and used at its till:
    whoever reads what was used finds parts beside whole vouchers. The voucher says how much they took of it.
    """

    public_id = models.CharField(_("public id"), max_length=16, unique=True, default=new_public_id, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+", verbose_name=_("offer"))
    merchant = models.ForeignKey(
        Merchant, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("merchant")
    )
    release = models.ForeignKey(StockRelease, on_delete=models.PROTECT, null=True, related_name="+")
    price = models.PositiveIntegerField(_("price in credits"))
    settlement_fen = models.PositiveIntegerField(_("settlement price in fen"))
    status = models.CharField(_("status"), max_length=9, choices=RedemptionStatus.choices)
    number = models.CharField(_("first half of the code"), max_length=6, blank=True)
    secret = models.BinaryField(editable=False)
    held_at = models.DateTimeField(_("redeemed"))
    expires_at = models.DateTimeField(_("usable until"))
    captured_at = models.DateTimeField(_("used"), null=True)
    captures = models.PositiveSmallIntegerField(_("times taken at a till"), default=0)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("shop"))
    released_at = models.DateTimeField(_("given back"), null=True)
    value_fen = models.PositiveIntegerField(_("fen off a bill"), default=0, db_default=0)
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="parts", db_index=False, verbose_name=_("part of")
    )
    taken_price = models.PositiveIntegerField(_("credits taken by parts"), default=0, db_default=0)
    taken_fen = models.PositiveIntegerField(_("fen off bills taken by parts"), default=0, db_default=0)

    objects = RedemptionQuerySet.as_manager()
    own_parts: list["Redemption"]
    """Where a page was given them."""

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        indexes = [
            models.Index(fields=["citizen", "-id"], name="redemption_citizen_latest"),
            models.Index(fields=["citizen", "offer"], name="redemption_citizen_offer"),
            models.Index(fields=["merchant", "number", "-id"], name="redemption_number"),
            models.Index(fields=["merchant", "captured_at"], name="redemption_captured"),
            models.Index(fields=["merchant", "held_at", "id"], name="redemption_held"),
            models.Index(fields=["expires_at"], condition=Q(status="held"), name="redemption_due"),
            models.Index(fields=["part_of", "id"], condition=Q(part_of__isnull=False), name="redemption_parts"),
        ]
        constraints = [
            # A till finds a voucher by the first half of its code.
            models.UniqueConstraint(
                fields=["merchant", "number"], condition=Q(status="held"), name="one_held_voucher_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(status="held", captured_at=None, released_at=None)
                | Q(status="redeemed", captured_at__isnull=False, released_at=None)
                | Q(status__in=[str(status) for status in RELEASED], captured_at=None, released_at__isnull=False)
                | Q(status__in=["used_up", "undone"], captured_at=None),
                name="redemption_times_fit_its_status",
            ),
            models.CheckConstraint(
                condition=Q(taken_price=0, taken_fen=0)
                | Q(part_of=None, taken_price__lte=F("price"), taken_fen__lte=F("value_fen")),
                name="parts_are_within_their_voucher",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("merchants:voucher", args=[self.public_id])

    @property
    def is_donation(self) -> bool:
        return self.offer.kind == OfferKind.DONATION

    @property
    def is_ticket(self) -> bool:
        return self.offer.kind == OfferKind.TRANSIT

    @property
    def has_ticket(self) -> bool:
        """Whether a code was given to it: a voucher whose offer became a ticket later, as once could be, has none."""
        return self.is_ticket and hasattr(self, "ticket")

    def is_usable(self, now: datetime) -> bool:
        """Whether a till may take it."""
        return can_be_used(self.status, self.expires_at, now)

    @property
    def left(self) -> int:
        """Credits that no part has taken."""
        return self.price - self.taken_price

    @property
    def left_fen(self) -> int:
        """Of what it takes off bills, what no part has taken."""
        return self.value_fen - self.taken_fen

    def hold_reference(self) -> str:
        return hold_reference(self.pk)

    def capture_reference(self) -> str:
        """Of its latest capture."""
        return capture_reference(self.pk, self.captures)

    def release_reference(self) -> str:
        """The prefix of the transfers that gave its credits back."""
        return f"release:{self.pk}"


STEPS_OF_REFERENCES = ("hold", "capture", "release")


def redemption_of(reference: str) -> int | None:
    """The redemption that a transfer's reference names; `None` for a transfer of another kind."""
    step, _colon, rest = reference.partition(":")
    return int(rest.partition(":")[0]) if step in STEPS_OF_REFERENCES else None


def vouchers_behind(references: Iterable[str]) -> dict[str, Redemption]:
    """The vouchers for which credits were held or came back, by the references of the transfers; others have none."""
    numbers = {reference: redemption_of(reference) for reference in references}
    wanted = {number for number in numbers.values() if number is not None}
    found = Redemption.objects.select_related("offer").in_bulk(wanted) if wanted else {}
    return {reference: found[number] for reference, number in numbers.items() if number is not None}


class Step(models.TextChoices):
    HELD = "held", _("Redeemed")
    CAPTURED = "captured", _("Used")
    UNDONE = "undone", _("Use undone")
    RELEASED = "released", _("Given back")


class RedemptionStep(models.Model):
    """What happened to a redemption, never changed. Who asked for it named it by a key: the same key does it once.

    A citizen's keys of redeeming and a cashier's keys of taking vouchers find the redemption again, so each is single.
    """

    redemption = models.ForeignKey(Redemption, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(_("step"), max_length=8, choices=Step.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.CharField(_("key"), max_length=80)
    happened_at = models.DateTimeField(_("happened"))

    class Meta:
        verbose_name = _("step of a redemption")
        verbose_name_plural = _("steps of redemptions")
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], condition=Q(step="held"), name="one_hold_for_a_key"),
            models.UniqueConstraint(
                fields=["membership", "key"], condition=Q(step="captured"), name="one_capture_for_a_key"
            ),
        ]
        indexes = [
            # What a cashier has taken lately.
            models.Index(
                fields=["membership", "shop", "-id"], condition=Q(step="captured"), name="step_captures_at_shop"
            ),
            # What a merchant's tills have undone, by day.
            models.Index(fields=["shop", "happened_at"], condition=Q(step="undone"), name="step_undone_at_shop"),
        ]
        triggers = [
            pgtrigger.Protect(name="step_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            after_the_seal("happened_at"),
        ]

    def __str__(self) -> str:
        return f"{self.redemption_id} {self.step}"


class WrongCode(models.Model):
    """A code that a till was given and that is no voucher's; counted so that codes cannot be guessed."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.CharField(max_length=6)
    tried_at = models.DateTimeField()

    class Meta:
        verbose_name = _("wrong code")
        verbose_name_plural = _("wrong codes")
        indexes = [
            models.Index(fields=["membership", "tried_at"], name="wrong_code_membership"),
            models.Index(fields=["number", "tried_at"], name="wrong_code_number"),
            models.Index(fields=["tried_at"], name="wrong_code_tried"),
        ]

    def __str__(self) -> str:
        return self.number
