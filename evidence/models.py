"""Photos and what is known of them. Personal values: erased whole, what they proved stays as it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.public_ids import new_public_id
from evidence import purposes
from evidence.bands import BANDS

MOST_THUMBNAIL_TRIES = 3


class PhotoQuerySet(models.QuerySet["Photo"]):
    def of(self, citizen_id: int) -> "PhotoQuerySet":
        return self.filter(citizen_id=citizen_id)

    def drafts(self) -> "PhotoQuerySet":
        """Those that belong to nothing yet."""
        return self.filter(used_at=None)

    def without_thumbnail(self) -> "PhotoQuerySet":
        return self.filter(thumbnail="", thumbnail_tries__lt=MOST_THUMBNAIL_TRIES)


def random_name(_photo: "Photo", _given: str) -> str:
    """Where a picture is stored: nothing of what the sender called it, and nothing that an address shows."""
    return f"photos/{new_public_id()}.jpg"


class Photo(models.Model):
    """A clean picture, and what its camera said of time and place before that was taken out of it."""

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(_("purpose"), max_length=16, choices=purposes.choices)
    file = models.FileField(_("file"), upload_to=random_name)
    thumbnail = models.FileField(_("thumbnail"), upload_to=random_name, blank=True)
    thumbnail_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    size_bytes = models.PositiveIntegerField(_("size in bytes"))
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    # Where its camera does not say when it was taken: when there was such a picture already.
    existed_at = models.DateTimeField(_("taken before"), null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    is_uniform = models.BooleanField(_("shows nearly nothing"))
    received_at = models.DateTimeField(_("received"))
    used_at = models.DateTimeField(_("in use since"), null=True, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        db_table = "activities_photo"
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [
            models.Index(fields=["citizen", "-id"], name="photo_citizen_latest"),
            models.Index(fields=["id"], condition=Q(thumbnail=""), name="photo_without_thumbnail"),
            models.Index(fields=["received_at"], condition=Q(used_at=None), name="photo_draft"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="photo_place_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class PhotoHash(models.Model):
    """How a picture, or a trim of it, looks: 64 bits of its brightness across and 64 down, near for pictures alike."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="hashes")
    across = models.BigIntegerField(_("bits across"))
    down = models.BigIntegerField(_("bits down"))
    is_whole = models.BooleanField(_("of the whole picture"))

    class Meta:
        db_table = "activities_photohash"
        verbose_name = _("look of a photo")
        verbose_name_plural = _("looks of photos")
        indexes = [models.Index(band.expression(), name=f"look_band_{number}") for number, band in enumerate(BANDS)]

    def __str__(self) -> str:
        return f"{self.photo_id}"
