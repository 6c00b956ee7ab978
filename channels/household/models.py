"""Cars, pledges to leave them, meters, and what their counters showed. Personal values: erased whole, acts stay."""

from collections.abc import Sequence
from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from channels.household.meter_methods import meter_methods
from channels.household.plates import Drive
from channels.household.review_words import REASONS
from common.public_ids import new_public_id
from common.texts import in_reader_language
from evidence.models import Photo
from methodologies.meter import PER_UNIT, MeterSaving

MOST_WORDS = 200


class VehicleQuerySet(models.QuerySet["Vehicle"]):
    def of(self, citizen_id: int) -> "VehicleQuerySet":
        return self.filter(citizen_id=citizen_id)

    def bound(self) -> "VehicleQuerySet":
        return self.filter(unbound_at=None)


class Vehicle(models.Model):
    """A car that a citizen bound by its plate; the plate is free again once it is unbound."""

    DRIVES = ((Drive.FUEL.value, _("Fuel")), (Drive.ELECTRIC.value, _("Electric")))

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    plate = models.CharField(_("number plate"), max_length=8)
    drive = models.CharField(_("drive"), max_length=8, choices=DRIVES)
    engine_ml = models.PositiveIntegerField(_("engine size in ml"), null=True, blank=True)
    # Where it usually is: empty for electric cars, which may always drive, and for those bound before it was asked.
    district = models.CharField(
        _("usual district"), max_length=16, choices=District.choices, blank=True, default="", db_default=""
    )
    bound_at = models.DateTimeField(_("bound"))
    unbound_at = models.DateTimeField(_("unbound"), null=True, blank=True)

    objects = VehicleQuerySet.as_manager()

    class Meta:
        db_table = "activities_vehicle"
        verbose_name = _("car")
        verbose_name_plural = _("cars")
        indexes = [models.Index(fields=["citizen", "-id"], name="vehicle_citizen_latest")]
        constraints = [
            models.UniqueConstraint(fields=["plate"], condition=Q(unbound_at=None), name="vehicle_plate_bound_once"),
            models.CheckConstraint(
                condition=Q(drive="fuel", engine_ml__isnull=False) | Q(drive="electric", engine_ml=None),
                name="vehicle_fuel_has_an_engine",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("household:vehicle", args=[self.public_id])

    @property
    def is_electric(self) -> bool:
        return self.drive == Drive.ELECTRIC


class PledgeStatus(models.TextChoices):
    DECLARED = "declared", _("Waiting for the first photo")
    PARKED = "parked", _("Parked")
    IN_REVIEW = "in_review", _("Waiting for a person")
    KEPT = "kept", _("Kept")
    REFUSED = "refused", _("Not accepted")
    ABANDONED = "abandoned", _("Abandoned")


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def of(self, citizen_id: int) -> "PledgeQuerySet":
        return self.filter(citizen_id=citizen_id)

    def open(self) -> "PledgeQuerySet":
        return self.filter(status__in=[PledgeStatus.DECLARED, PledgeStatus.PARKED])

    def closed(self) -> "PledgeQuerySet":
        return self.exclude(status__in=[PledgeStatus.DECLARED, PledgeStatus.PARKED])


class Pledge(models.Model):
    """A citizen's word to leave a fuel car for some days, and the two readings of its odometer that show it."""

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    vehicle = models.ForeignKey(Vehicle, on_delete=models.CASCADE, related_name="pledges")
    days = models.PositiveSmallIntegerField(_("days declared"))
    status = models.CharField(_("status"), max_length=12, choices=PledgeStatus.choices, default=PledgeStatus.DECLARED)
    declared_at = models.DateTimeField(_("declared"))
    started_at = models.DateTimeField(_("first photo received"), null=True, blank=True)
    start_m = models.BigIntegerField(_("first reading in m"), null=True, blank=True)
    start_photo = models.OneToOneField(Photo, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("second photo received"), null=True, blank=True)
    end_m = models.BigIntegerField(_("second reading in m"), null=True, blank=True)
    end_photo = models.OneToOneField(Photo, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Named, not referred to: the act outlives the pledge and knows nothing of it.
    activity_id = models.BigIntegerField(_("activity"), null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        db_table = "activities_pledge"
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        indexes = [models.Index(fields=["citizen", "-id"], name="pledge_citizen_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen"], condition=Q(status__in=["declared", "parked"]), name="pledge_open_once"
            ),
            models.CheckConstraint(
                condition=Q(status="declared", started_at=None, ended_at=None)
                | Q(status="parked", started_at__isnull=False, start_m__isnull=False, ended_at=None)
                | Q(
                    status__in=["kept", "in_review", "refused"],
                    start_m__isnull=False,
                    end_m__isnull=False,
                    ended_at__gt=models.F("started_at"),
                )
                | Q(status="abandoned", ended_at=None),
                name="pledge_goes_its_way",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("household:pledge", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.status in (PledgeStatus.DECLARED, PledgeStatus.PARKED)

    @property
    def photos(self) -> Sequence[Photo | None]:
        """The first and the second, as far as they have come and are kept."""
        return self.start_photo, self.end_photo


class OdometerReading(models.Model):
    """What the odometer of an electric car showed when its photo was received."""

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    vehicle = models.ForeignKey(Vehicle, on_delete=models.CASCADE, related_name="readings")
    photo = models.OneToOneField(Photo, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    odometer_m = models.BigIntegerField(_("reading in m"))
    read_at = models.DateTimeField(_("read"))
    # The act since the reading before, where there is one; named, not referred to.
    activity_id = models.BigIntegerField(_("activity"), null=True, blank=True)

    class Meta:
        db_table = "activities_odometerreading"
        verbose_name = _("odometer reading")
        verbose_name_plural = _("odometer readings")

    def __str__(self) -> str:
        return self.public_id


class ReviewStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for a person")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")


class OdometerReviewQuerySet(models.QuerySet["OdometerReview"]):
    def waiting(self) -> "OdometerReviewQuerySet":
        return self.filter(status=ReviewStatus.WAITING)

    def with_photos(self) -> "OdometerReviewQuerySet":
        return self.select_related(
            "citizen",
            "decided_by",
            "pledge__vehicle",
            "pledge__citizen",
            "pledge__start_photo",
            "pledge__end_photo",
            "reading__vehicle__citizen",
            "reading__photo",
        )


# Who decided what and when; neither car, photos nor citizen, so that the trail outlives an erasure.
@pghistory.track(
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("status")),
    fields=["public_id", "status", "reason", "decided_by"],
    model_name="OdometerReviewEvent",
    meta={
        "db_table": "activities_odometerreviewevent",
        "verbose_name": _("change to an odometer review"),
        "verbose_name_plural": _("changes to odometer reviews"),
    },
)
class OdometerReview(models.Model):
    """An act of a car that waits for a person to look at its two photos: one does not say when it was taken.

    The act is that of a pledge, or of an electric car between this reading and the one before.
    """

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, null=True, blank=True, related_name="review")
    reading = models.OneToOneField(
        OdometerReading, on_delete=models.CASCADE, null=True, blank=True, related_name="review"
    )
    status = models.CharField(_("status"), max_length=12, choices=ReviewStatus.choices, default=ReviewStatus.WAITING)
    sent_at = models.DateTimeField(_("sent"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(_("reason"), max_length=16, blank=True)
    note = models.CharField(_("note to the citizen"), max_length=MOST_WORDS, blank=True)

    objects = OdometerReviewQuerySet.as_manager()

    class Meta:
        db_table = "activities_odometerreview"
        verbose_name = _("odometer review")
        verbose_name_plural = _("odometer reviews")
        permissions = [("decide_odometerreview", _("Can accept and refuse what odometer photos prove"))]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(status="waiting"), name="odometer_review_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(pledge=None, reading__isnull=False) | Q(pledge__isnull=False, reading=None),
                name="odometer_review_of_one_act",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at=None, decided_by=None, reason="")
                | Q(status="accepted", decided_at__isnull=False, decided_by__isnull=False, reason="")
                | Q(status="refused", decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason=""),
                name="odometer_review_is_decided_once",
            ),
            # Who gains does not grant: in the database, too.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("citizen")), name="odometer_review_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def vehicle(self) -> Vehicle:
        if self.pledge is not None:
            return self.pledge.vehicle
        assert self.reading is not None
        return self.reading.vehicle

    @property
    def is_waiting(self) -> bool:
        return self.status == ReviewStatus.WAITING

    @property
    def reason_in_words(self) -> str:
        return in_reader_language(REASONS.at(self.reason, self.decided_at)) if self.reason else ""


class MeterQuerySet(models.QuerySet["Meter"]):
    def of(self, citizen_id: int) -> "MeterQuerySet":
        return self.filter(citizen_id=citizen_id)

    def bound(self) -> "MeterQuerySet":
        return self.filter(unbound_at=None)


class Meter(models.Model):
    """A household's meter of one kind, and how many people live behind it."""

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The code of the methodology that counts what it shows.
    kind = models.CharField(_("kind of meter"), max_length=32)
    number = models.CharField(_("meter number"), max_length=20)
    people = models.PositiveSmallIntegerField(_("people in the household"))
    bound_at = models.DateTimeField(_("bound"))
    unbound_at = models.DateTimeField(_("unbound"), null=True, blank=True)

    objects = MeterQuerySet.as_manager()

    class Meta:
        db_table = "activities_meter"
        verbose_name = _("meter")
        verbose_name_plural = _("meters")
        indexes = [models.Index(fields=["citizen", "-id"], name="meter_citizen_latest")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], condition=Q(unbound_at=None), name="meter_bound_once"),
            models.UniqueConstraint(
                fields=["citizen", "kind"], condition=Q(unbound_at=None), name="meter_one_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("household:meter", args=[self.public_id])

    @property
    def method(self) -> MeterSaving:
        return meter_methods()[self.kind]

    @property
    def name(self) -> str:
        return in_reader_language(self.method.meter)

    @property
    def unit(self) -> str:
        return in_reader_language(self.method.unit)


class MeterReading(models.Model):
    """What a meter showed on a city day, in thousandths of its unit."""

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    meter = models.ForeignKey(Meter, on_delete=models.CASCADE, related_name="readings")
    day = models.DateField(_("day"))
    amount = models.BigIntegerField(_("reading in thousandths"))
    photo = models.OneToOneField(Photo, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(_("entered"))
    # The act of the period that ends here, where there is one; named, not referred to.
    activity_id = models.BigIntegerField(_("activity"), null=True, blank=True)

    class Meta:
        db_table = "activities_meterreading"
        verbose_name = _("meter reading")
        verbose_name_plural = _("meter readings")
        constraints = [models.UniqueConstraint(fields=["meter", "day"], name="meter_read_once_a_day")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def shown(self) -> Decimal:
        """The reading in the unit of its meter."""
        return Decimal(self.amount) / PER_UNIT
