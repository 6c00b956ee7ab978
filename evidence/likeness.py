"""Finds photos that show the same picture, whoever sent them, also when one is a trimmed or smaller copy."""

from dataclasses import dataclass

from django.db import connection, transaction

from common import pg_arrays
from evidence.bands import BANDS, MOST_DIFFERENT_BITS
from evidence.models import Photo, PhotoHash

MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class Likeness:
    """A photo that shows the same, and by how many of 128 bits its look differs."""

    photo: Photo
    bits: int


def look_alikes(photo: Photo) -> list[Likeness]:
    """Photos in use that show the same picture, the nearest first; none for a picture that shows nearly nothing."""
    bits = _found(photo)
    photos = Photo.objects.filter(pk__in=bits, used_at__isnull=False)
    found = [Likeness(photo, bits[photo.pk]) for photo in photos]
    return sorted(found, key=lambda one: (one.bits, one.photo.pk))[:MOST_FOUND]


def hold_with_look_alikes(photo: Photo) -> None:
    """Locks the photo and all that show the same, drafts too, until this transaction ends, in id order.

    So uses of photos that are alike come one after the other, and whoever holds them and then looks sees what was used
    before; uses of others do not wait. A photo that was kept after the look for what to lock may be missing here; then
    it finds this one, and waits for it or is found in use by the look that follows. Each must have been committed
    before the transaction that uses it, or two might not know of each other.
    """
    assert transaction.get_connection().in_atomic_block
    every = Photo.objects.filter(pk__in=[photo.pk, *_found(photo)]).order_by("pk")
    list(every.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def _found(photo: Photo) -> dict[int, int]:
    """The other photos, in use or not, that show the same, and by how many bits each differs."""
    hashes = list(PhotoHash.objects.filter(photo=photo).order_by("-is_whole", "pk"))
    if not hashes:
        return {}
    whole, *trims = hashes
    with connection.cursor() as cursor:
        cursor.execute(
            _SEARCH,
            {
                "across": [whole.across],
                "down": [whole.down],
                "acrosses": [trim.across for trim in trims],
                "downs": [trim.down for trim in trims],
                "most": MOST_DIFFERENT_BITS,
                "photo": photo.pk,
                **{f"flips_{number}": pg_arrays.numbers(band.flips()) for number, band in enumerate(BANDS)},
            },
        )
        return dict(cursor.fetchall())


def _near(looks: str, condition: str) -> str:
    """SQL for the looks that differ from one of ours by few bits: those that an index has of its bands.

    One look into an index for every way a band may be: `OFFSET 0` and one condition leave the planner no other
    index to read whole, also where it knows nothing of the table yet.
    """
    return " UNION ALL ".join(
        f"""
        SELECT theirs.photo_id,
               bit_count((theirs.across # ours.across)::bit(64)) + bit_count((theirs.down # ours.down)::bit(64)) AS bits
        FROM {looks}, unnest(%(flips_{number})s::bigint[]) AS flip, LATERAL (
            SELECT photo_id, across, down, is_whole FROM activities_photohash AS look
            WHERE {band.sql("look")} = {band.sql("ours")} # flip OFFSET 0
        ) AS theirs
        WHERE {condition}
        """  # noqa: S608, expressions of this program alone
        for number, band in enumerate(BANDS)
    )


# The photo's whole picture against the trims of the others, and its trims against the wholes of the others: either of
# the two may be the copy.
_SEARCH = f"""
    SELECT found.photo_id, min(found.bits)
    FROM (
        {_near("unnest(%(across)s::bigint[], %(down)s::bigint[]) AS ours (across, down)", "true")}
        UNION ALL
        {_near("unnest(%(acrosses)s::bigint[], %(downs)s::bigint[]) AS ours (across, down)", "theirs.is_whole")}
    ) AS found
    WHERE found.bits <= %(most)s AND found.photo_id <> %(photo)s
    GROUP BY found.photo_id
"""  # noqa: S608, expressions of this program alone
