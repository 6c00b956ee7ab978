"""What credits can be exchanged for: offers with their stock, codes of transit tickets, and causes to donate to."""

from datetime import date, datetime

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.public_ids import new_public_id
from common.texts import in_reader_language, listed
from merchants.models.merchant import Merchant, MerchantStatus, Shop


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="CauseEvent",
    meta={"verbose_name": _("change to a cause"), "verbose_name_plural": _("changes to causes")},
)
class Cause(models.Model):
    """Something good for the climate that credits can be given to. The ledger knows it by its public id."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.JSONField(_("name"))
    summary = models.JSONField(_("summary"))

    class Meta:
        verbose_name = _("cause")
        verbose_name_plural = _("causes")

    def __str__(self) -> str:
        return in_reader_language(self.name)

    def summary_text(self) -> str:
        return in_reader_language(self.summary)


class OfferKind(models.TextChoices):
    GOODS = "goods", _("Goods")
    DISCOUNT = "discount", _("Discount")
    BILL = "bill", _("Off a bill")
    TRANSIT = "transit", _("Transit ticket")
    DONATION = "donation", _("Donation")


AT_ONCE = (OfferKind.TRANSIT, OfferKind.DONATION)
"""Spent at once: no shop takes them, on no weekday."""


LONGEST_TERMS = 1000
FEW = 20
"""Pieces, of which an offer says among others how many are left."""


class OfferStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for the desk")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Taken off")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


def names_of(weekdays: list[int]) -> list[str]:
    """In the reader's language; empty where they are all seven."""
    if len(set(weekdays)) == len(Weekday):
        return []
    return [str(Weekday(number).label) for number in sorted(set(weekdays))]


def every_weekday() -> list[int]:
    return list(Weekday.values)


class Picture(models.TextChoices):
    """The drawings that an offer can carry: each a scene in `static/rewards/`, and small a template among the icons."""

    GIFT = "gift", _("A gift")
    BOWL = "bowl", _("A bowl")
    CUP = "cup", _("A cup of tea")
    BOOK = "book", _("Books")
    BAG = "bag", _("A shopping bag")
    LEAF = "leaf", _("A leaf")
    METRO = "metro", _("A metro")
    BUS = "bus", _("A bus")
    WHEEL = "wheel", _("A bicycle")
    LAMP = "lamp", _("A lamp")
    DROP = "drop", _("A drop of water")
    PLUG = "plug", _("A plug")


def taken_at(shops: models.QuerySet[Shop], *, offer: str = "pk", merchant: str = "merchant") -> Q:
    """One of the offer's own shops is among these; where it names none, any shop of the merchant.

    `offer` and `merchant` name their columns on the rows that are asked for.
    """
    named = Offer.shops.through.objects.filter(offer=OuterRef(offer))
    any_of_merchant = ~Exists(named) & Exists(shops.filter(merchant=OuterRef(merchant)))
    return Q(Exists(named.filter(shop__in=shops))) | Q(any_of_merchant)


def has_till(*, offer: str = "pk", merchant: str = "merchant", kind: str = "kind") -> Q:
    """An open shop takes its vouchers, or it needs none; columns as in `taken_at`. `mall.standing` says it in SQL."""
    is_spent_at_once = Q(**{f"{kind}__in": [str(kind) for kind in AT_ONCE]})
    return is_spent_at_once | taken_at(Shop.objects.filter(is_open=True), offer=offer, merchant=merchant)


class OfferQuerySet(models.QuerySet["Offer"]):
    def in_the_mall(self) -> "OfferQuerySet":
        """Published, of a merchant in good standing with a shop that takes them, or of a cause."""
        in_good_standing = Q(merchant=None) | Q(merchant__status=MerchantStatus.APPROVED)
        return self.filter(has_till(), in_good_standing, status=OfferStatus.PUBLISHED)

    def on_show(self, today: date) -> "OfferQuerySet":
        """In the mall, and within their dates."""
        return self.in_the_mall().filter(starts_on__lte=today, ends_on__gte=today)

    def with_till(self) -> "OfferQuerySet":
        """Each with `has_till`: whether an open shop takes its vouchers, or it needs none."""
        return self.annotate(has_till=has_till())

    def with_stock(self, now: datetime) -> "OfferQuerySet":
        """Each with `left`, what can be taken now, and `more_at`, when the next part of its stock is released."""
        releases = StockRelease.objects.filter(offer=models.OuterRef("pk"))
        opened = releases.filter(opens_at__lte=now).order_by().values("offer")
        left = opened.annotate(left=models.Sum(F("quantity") - F("taken"))).values("left")
        later = releases.filter(opens_at__gt=now).order_by("opens_at").values("opens_at")[:1]
        return self.annotate(left=models.Subquery(left), more_at=models.Subquery(later))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="OfferEvent",
    meta={"verbose_name": _("change to an offer"), "verbose_name_plural": _("changes to offers")},
)
class Offer(models.Model):
    """Something for a price in credits: a merchant's goods, discount or transit ticket, or a donation to a cause.

    The merchant is paid `settlement_fen` for each capture. Both prices are copied when a citizen redeems: later
    changes touch no voucher.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=OfferKind.choices)
    merchant = models.ForeignKey(
        Merchant,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("merchant"),
        help_text=_("Empty for a donation"),
    )
    cause = models.ForeignKey(
        Cause,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("cause"),
        help_text=_("Only for a donation"),
    )
    title = models.JSONField(_("title"))
    terms = models.JSONField(_("terms"))
    picture = models.CharField(_("picture"), max_length=10, choices=Picture.choices, default=Picture.GIFT)
    photo = models.CharField(_("photo"), max_length=32, blank=True, editable=False)
    price = models.PositiveIntegerField(_("price in credits"))
    settlement_fen = models.PositiveIntegerField(
        _("settlement price in fen"), default=0, help_text=_("What the scheme owes the merchant for each use")
    )
    value_fen = models.PositiveIntegerField(
        _("fen off a bill"),
        default=0,
        db_default=0,
        help_text=_("Only for what is taken off a bill, all at once or part by part"),
    )
    rest_stays = models.BooleanField(
        _("the rest stays on the voucher"),
        default=True,
        db_default=True,
        help_text=_("Else what a bill does not need comes back as credits at once"),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices), verbose_name=_("weekdays"), default=every_weekday
    )
    shops = models.ManyToManyField(
        Shop, blank=True, related_name="+", verbose_name=_("shops"), help_text=_("Empty: every shop of the merchant")
    )
    voucher_days = models.PositiveSmallIntegerField(
        _("days to use a voucher"), default=7, help_text=_("Never beyond the last day of the offer")
    )
    is_limited = models.BooleanField(_("limited stock"), default=True, help_text=_("Only what is released can be had"))
    limit_count = models.PositiveSmallIntegerField(_("most for one person"), null=True, blank=True)
    limit_days = models.PositiveSmallIntegerField(
        _("within so many days"), null=True, blank=True, help_text=_("Empty: over the whole time of the offer")
    )
    status = models.CharField(
        _("status"), max_length=9, choices=OfferStatus.choices, default=OfferStatus.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField(_("sent to the desk"), null=True, editable=False)
    sent_back = models.JSONField(_("why it was sent back"), default=dict, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        permissions = [("publish_offer", _("Can publish and withdraw offers"))]
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="offer_costs_something"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="offer_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(voucher_days__gt=0), name="offer_gives_time_to_use_it"),
            models.CheckConstraint(
                condition=Q(kind=OfferKind.DONATION, merchant=None, cause__isnull=False, settlement_fen=0)
                | (~Q(kind=OfferKind.DONATION) & Q(merchant__isnull=False, cause=None)),
                name="offer_of_a_merchant_or_of_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(kind=OfferKind.BILL, value_fen__gt=0) | (~Q(kind=OfferKind.BILL) & Q(value_fen=0)),
                name="offer_takes_something_off_a_bill",
            ),
            models.CheckConstraint(
                condition=~Q(status=OfferStatus.SUBMITTED) | Q(submitted_at__isnull=False), name="offer_waits_since"
            ),
        ]
        triggers = [
            # Vouchers follow their offer's kind, and the books its merchant or cause.
            pgtrigger.Protect(
                name="what_was_on_show_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.published_at IS NOT NULL AND (OLD.kind, OLD.merchant_id, OLD.cause_id)"
                    " IS DISTINCT FROM (NEW.kind, NEW.merchant_id, NEW.cause_id)"
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(status="published"), name="offer_published"),
            models.Index(fields=["photo"], condition=~Q(photo=""), name="offer_photo"),
            models.Index(fields=["submitted_at"], condition=Q(status="submitted"), name="offer_submitted"),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.title)

    def get_absolute_url(self) -> str:
        return reverse("merchants:offer", args=[self.public_id])

    def open_shops(self) -> list[Shop]:
        """Where its vouchers are taken; nowhere when all the shops that it names are closed."""
        if self.merchant is None:
            return []
        named = list(self.shops.order_by("district", "pk"))
        shops = named or self.merchant.shops.order_by("district", "pk")
        return [shop for shop in shops if shop.is_open]

    def terms_text(self) -> str:
        return in_reader_language(self.terms)

    def sent_back_text(self) -> str:
        return in_reader_language(self.sent_back) if self.sent_back else ""

    @property
    def icon(self) -> str:
        """The name of its small drawing, in one colour."""
        return self.picture

    @property
    def scene(self) -> str:
        """The static file of its drawing in colours, shown where there is no photo."""
        return f"rewards/{self.picture}.svg"

    @property
    def giver(self) -> Merchant | Cause:
        """Who stands behind it."""
        giver = self.merchant or self.cause
        assert giver is not None
        return giver

    @property
    def is_donation(self) -> bool:
        return self.kind == OfferKind.DONATION

    @property
    def is_off_a_bill(self) -> bool:
        return self.kind == OfferKind.BILL

    @property
    def is_draft(self) -> bool:
        return self.status == OfferStatus.DRAFT

    @property
    def is_sold_out(self) -> bool:
        """Needs `with_stock`."""
        return self.is_limited and not getattr(self, "left", 0)

    @property
    def is_scarce(self) -> bool:
        """Few are left: worth a word before somebody sets out for one. Needs `with_stock`."""
        return self.is_limited and 0 < (getattr(self, "left", 0) or 0) <= FEW

    def weekdays_in_words(self) -> str:
        """The days on which vouchers are taken; empty when it is every day."""
        return listed(names_of(self.weekdays))


class Absence(models.Model):
    """An offer that was on show and cannot be had now: taken off, its merchant suspended, or its shops closed."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, primary_key=True, related_name="absence")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.offer_id} {self.since:%Y-%m-%d %H:%M}"


class StockRelease(models.Model):
    """A part of an offer's stock that can be taken from a moment on: a schedule has one for each day."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="releases", verbose_name=_("offer"))
    opens_at = models.DateTimeField(_("available from"))
    quantity = models.PositiveIntegerField(_("pieces"))
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)

    class Meta:
        verbose_name = _("release of stock")
        verbose_name_plural = _("releases of stock")
        constraints = [
            models.UniqueConstraint(fields=["offer", "opens_at"], name="one_release_at_a_moment"),
            models.CheckConstraint(condition=Q(taken__lte=F("quantity")), name="stock_is_not_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.offer} {self.opens_at:%Y-%m-%d %H:%M}"


class TransitCode(models.Model):
    """A ticket's code, imported in bulk; given to one redemption and to no other."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="codes", verbose_name=_("offer"))
    code = models.CharField(_("ticket code"), max_length=64)
    imported_at = models.DateTimeField(_("imported"))
    redemption = models.OneToOneField(
        "merchants.Redemption", on_delete=models.PROTECT, null=True, related_name="ticket", editable=False
    )

    class Meta:
        verbose_name = _("ticket code")
        verbose_name_plural = _("ticket codes")
        constraints = [models.UniqueConstraint(fields=["offer", "code"], name="ticket_code_once")]
        indexes = [
            models.Index(fields=["offer", "id"], condition=Q(redemption=None), name="ticket_code_free"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.pk}"
