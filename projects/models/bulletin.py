"""The bulletin: who offers units at which price, who has taken them up, and what was done about it.

An offer stands until a day; a deal is a part of it, or all of it, at its price. Money is written down here, never
posted: what was paid, the seller's bank knows. A deal is over with the move of exactly its numbers.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from projects.models.organisation import Organisation
from projects.models.units import COUNTED, Issuance, UnitMove
from projects.models.waiting import rebinding
from projects.serials import Numbers, serial
from seals.guards import after_the_seal

REFUSED = "RAISE EXCEPTION '{0}' USING ERRCODE = 'check_violation';"


class OfferStatus(models.TextChoices):
    ASKED = "asked", _("Waiting for a second person")
    OPEN = "open", pgettext_lazy("units", "On offer")
    SOLD = "sold", _("Sold")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    REFUSED = "refused", _("Refused by the second person")


STANDING = (OfferStatus.ASKED, OfferStatus.OPEN)
"""While an offer does, all of its units wait with it."""


class UnitOfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> "UnitOfferQuerySet":
        return self.filter(status=OfferStatus.OPEN)


class Offer(models.Model):
    """Units of one block that a holder offers at a price per tonne, whole or in parts of at least so many tonnes.

    One person asks, another lists. The holder is named to everybody only where it wants that. `payment` says to which
    account, and whom to ask, for whoever has taken it up alone.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers", verbose_name=_("seller"))
    issuance = models.ForeignKey(Issuance, on_delete=models.PROTECT, related_name="offers")
    numbers = BigIntegerRangeField(_("numbers"))
    price_fen = models.PositiveIntegerField(_("fen per tonne"))
    minimum_tonnes = models.PositiveIntegerField(_("at least so many tonnes"))
    until = models.DateField(_("until the end of"))
    words = models.CharField(_("words"), max_length=300, blank=True)
    payment = models.CharField(_("how to pay"), max_length=300, default="", db_default="")
    names_holder = models.BooleanField(_("the seller is named"), default=False)
    status = models.CharField(_("status"), max_length=9, choices=OfferStatus.choices, default=OfferStatus.ASKED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    asked_at = models.DateTimeField(_("asked"))
    listed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    listed_at = models.DateTimeField(_("listed"), null=True)

    objects = UnitOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of units")
        verbose_name_plural = _("offers of units")
        constraints = [
            models.CheckConstraint(condition=COUNTED, name="offer_counts"),
            models.CheckConstraint(condition=Q(price_fen__gt=0), name="offer_has_a_price"),
            models.CheckConstraint(
                condition=Q(
                    minimum_tonnes__gt=0, numbers__endswith__gte=F("numbers__startswith") + F("minimum_tonnes")
                ),
                name="least_part_is_of_the_offer",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "refused", "withdrawn", "expired"], listed_by=None, listed_at=None)
                | Q(
                    Q(status__in=["open", "sold", "withdrawn", "expired"]),
                    Q(listed_by__isnull=False, listed_at__isnull=False),
                    ~Q(listed_by=F("by")),
                ),
                name="listed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(status="open"), name="offer_open_until")]
        triggers = [
            pgtrigger.Protect(name="offer_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="offer_stays_as_it_was_made",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status NOT IN ('asked', 'open') OR"
                    " ROW(OLD.holder_id, OLD.issuance_id, OLD.numbers, OLD.price_fen, OLD.minimum_tonnes, OLD.until,"
                    " OLD.words, OLD.payment, OLD.names_holder, OLD.by_id, OLD.asked_at) IS DISTINCT FROM"
                    " ROW(NEW.holder_id, NEW.issuance_id, NEW.numbers, NEW.price_fen, NEW.minimum_tonnes, NEW.until,"
                    " NEW.words, NEW.payment, NEW.names_holder, NEW.by_id, NEW.asked_at)"
                ),
            ),
            rebinding("offer_binds", "NEW.id"),
            never_emptied("offers_stay", "the bulletin"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def serial(self) -> str:
        return serial(self.issuance, self.numbers)

    @property
    def tonnes(self) -> int:
        return Numbers.of(self.numbers).tonnes


class DealStatus(models.TextChoices):
    ACCEPTED = "accepted", _("To be paid")
    PAID = "paid", _("Said to be paid")
    DISPUTED = "disputed", _("In dispute")
    DELIVERED = "delivered", _("Delivered")
    LAPSED = "lapsed", _("Lapsed: not paid in time")
    ENDED = "ended", _("Ended by the desk")
    RETRACTED = "retracted", _("Withdrawn before it was paid")


PENDING = (DealStatus.ACCEPTED, DealStatus.PAID, DealStatus.DISPUTED)
"""While a deal is, its units wait with it."""


class DealQuerySet(models.QuerySet["Deal"]):
    def pending(self) -> "DealQuerySet":
        return self.filter(status__in=PENDING)

    def delivered(self) -> "DealQuerySet":
        return self.filter(status=DealStatus.DELIVERED)


class Deal(models.Model):
    """A part of an offer that somebody has taken up, at the offer's price. `fen` are to be paid outside the portal.

    `is_related` says that buyer and seller are of one group or have somebody in common: such a price is no market's.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="deals", verbose_name=_("offer"))
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deals", verbose_name=_("buyer"))
    numbers = BigIntegerRangeField(_("numbers"))
    tonnes = models.PositiveIntegerField(_("tonnes"))
    price_fen = models.PositiveIntegerField(_("fen per tonne"))
    fen = models.PositiveBigIntegerField(_("sum in fen"))
    names_buyer = models.BooleanField(_("the buyer is named"), default=False)
    is_related = models.BooleanField(_("between related parties"), default=False)
    pay_by = models.DateField(_("to be paid by"))
    status = models.CharField(_("status"), max_length=9, choices=DealStatus.choices, default=DealStatus.ACCEPTED)
    moved_at = models.DateTimeField(_("status since"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted"))
    move = models.OneToOneField(UnitMove, on_delete=models.PROTECT, null=True, related_name="deal")

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = _("deal in units")
        verbose_name_plural = _("deals in units")
        permissions = [("end_deal", _("Can end deals in units"))]
        constraints = [
            ExclusionConstraint(
                name="units_are_in_one_deal",
                expressions=[("numbers", RangeOperators.OVERLAPS)],
                condition=Q(status__in=PENDING),
            ),
            models.CheckConstraint(condition=COUNTED, name="deal_counts"),
            models.CheckConstraint(
                condition=Q(numbers__endswith=F("numbers__startswith") + F("tonnes")), name="deal_is_its_numbers"
            ),
            models.CheckConstraint(
                # In 64 bits: PostgreSQL multiplies two numbers of 32 bits in 32.
                condition=Q(fen=Cast("tonnes", models.BigIntegerField()) * F("price_fen")),
                name="deal_is_tonnes_by_price",
            ),
            models.CheckConstraint(
                condition=Q(status=DealStatus.DELIVERED) ^ Q(move=None), name="delivered_by_its_move"
            ),
        ]
        indexes = [
            models.Index(fields=["pay_by"], condition=Q(status="accepted"), name="deal_to_be_paid"),
            models.Index(fields=["moved_at"], condition=Q(status="delivered"), name="deal_delivered"),
        ]
        triggers = [
            pgtrigger.Protect(name="deal_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="deal_stays_as_it_was_made",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status IN ('delivered', 'lapsed', 'ended', 'retracted') OR"
                    " ROW(OLD.offer_id, OLD.buyer_id, OLD.numbers, OLD.price_fen, OLD.names_buyer, OLD.is_related,"
                    " OLD.pay_by, OLD.by_id, OLD.accepted_at) IS DISTINCT FROM"
                    " ROW(NEW.offer_id, NEW.buyer_id, NEW.numbers, NEW.price_fen, NEW.names_buyer, NEW.is_related,"
                    " NEW.pay_by, NEW.by_id, NEW.accepted_at)"
                ),
            ),
            pgtrigger.Trigger(
                name="deal_is_of_what_is_offered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (
                        SELECT FROM projects_offer AS o
                        JOIN projects_boundunits AS bound ON bound.offer_id = o.id
                        WHERE o.id = NEW.offer_id AND o.status = 'open' AND o.price_fen = NEW.price_fen
                          AND o.holder_id <> NEW.buyer_id AND bound.numbers @> NEW.numbers
                    ) THEN
                        {REFUSED.format("a deal is of what an open offer has, at its price")}
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="what_is_said_paid_is_not_retracted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.status = 'retracted' AND OLD.status <> 'accepted'"),
            ),
            rebinding("deal_binds", "NEW.offer_id"),
            never_emptied("deals_stay", "the bulletin"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def serial(self) -> str:
        return serial(self.offer.issuance, self.numbers)

    @property
    def is_pending(self) -> bool:
        return self.status in PENDING

    @property
    def is_said_paid(self) -> bool:
        """By the buyer, with a reference; also where it is disputed since."""
        return self.steps.filter(kind=TradeStepKind.PAID).exists()


class TradeStepKind(models.TextChoices):
    ASKED = "asked", _("Offer written")
    LISTED = "listed", _("Offer listed")
    REFUSED = "refused", _("Offer refused by the second person")
    WITHDRAWN = "withdrawn", _("Offer withdrawn")
    EXPIRED = "expired", _("Offer expired")
    HIDDEN = "hidden", _("Words hidden by the desk")
    ACCEPTED = "accepted", pgettext_lazy("deal", "Accepted")
    PAID = "paid", _("Said to be paid")
    DISPUTED = "disputed", _("Disputed")
    DELIVERED = "delivered", _("Money confirmed, units delivered")
    LAPSED = "lapsed", _("Lapsed: not paid in time")
    ENDED = "ended", _("Ended by the desk")
    RETRACTED = "retracted", _("Withdrawn before it was paid")


OF_A_DEAL = (
    TradeStepKind.ACCEPTED,
    TradeStepKind.PAID,
    TradeStepKind.DISPUTED,
    TradeStepKind.DELIVERED,
    TradeStepKind.LAPSED,
    TradeStepKind.ENDED,
    TradeStepKind.RETRACTED,
)


class TradeStep(models.Model):
    """What was done about an offer or a deal, never changed. `by` is nobody where a day was over.

    Of a payment the bank's reference and day are kept as the buyer says them.
    """

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="steps")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, null=True, related_name="steps")
    kind = models.CharField(_("step"), max_length=9, choices=TradeStepKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    words = models.CharField(_("words"), max_length=300, blank=True)
    bank_reference = models.CharField(_("reference of the bank"), max_length=64, blank=True)
    paid_on = models.DateField(_("paid on"), null=True)
    happened_at = models.DateTimeField(_("happened"))

    class Meta:
        verbose_name = _("step of an offer or a deal")
        verbose_name_plural = _("steps of offers and deals")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OF_A_DEAL, deal__isnull=False) | Q(~Q(kind__in=OF_A_DEAL), deal=None),
                name="step_of_an_offer_or_a_deal",
            ),
            models.CheckConstraint(
                condition=Q(Q(kind="paid", paid_on__isnull=False), ~Q(bank_reference=""))
                | Q(~Q(kind="paid"), bank_reference="", paid_on=None),
                name="paid_with_reference_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["refused", "disputed", "ended", "retracted", "hidden"]) | ~Q(words=""),
                name="trade_stopped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["expired", "lapsed"], by=None)
                | Q(~Q(kind__in=["expired", "lapsed"]), by__isnull=False),
                name="trade_step_by_somebody_or_a_day",
            ),
        ]
        indexes = [models.Index(fields=["happened_at"], name="trade_step_happened")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("trade_steps_stay", "the bulletin"),
            after_the_seal("happened_at"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.kind}"
