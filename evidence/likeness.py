"""Finds photos that show the same picture, whoever sent them, also when one is a trimmed or smaller copy."""

from dataclasses import dataclass

from django.db import connection, transaction

from evidence.models import Photo, PhotoHash

MOST_DIFFERENT_BITS = 20
"""Of 128. Copies differ by at most 14, different pictures by 35 or more (measured in `developing`)."""
MOST_FOUND = 10
# One number for all photos; the locks of citizens are their own numbers and positive.
LOCK = -20_261_123

# The photo's whole picture against the trims of the others, and its trims against the wholes of the others: either of
# the two may be the copy. A scan of narrow rows: 10,000 photos take about 20 ms (benchmarks/photo_hashes.py).
SEARCH = """
    SELECT found.photo_id, min(found.bits)
    FROM (
        SELECT theirs.photo_id,
               bit_count((theirs.across # %(across)s)::bit(64)) + bit_count((theirs.down # %(down)s)::bit(64)) AS bits
        FROM activities_photohash theirs
        UNION ALL
        SELECT theirs.photo_id,
               bit_count((theirs.across # ours.across)::bit(64)) + bit_count((theirs.down # ours.down)::bit(64))
        FROM activities_photohash theirs, unnest(%(acrosses)s::bigint[], %(downs)s::bigint[]) AS ours (across, down)
        WHERE theirs.is_whole
    ) found
    JOIN activities_photo photo ON photo.id = found.photo_id
    WHERE found.bits <= %(most)s AND photo.used_at IS NOT NULL AND photo.id <> %(photo)s
    GROUP BY found.photo_id
    ORDER BY min(found.bits), found.photo_id
    LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A photo that shows the same, and by how many of 128 bits its look differs."""

    photo: Photo
    bits: int


def look_alikes(photo: Photo) -> list[Likeness]:
    """Photos in use that show the same picture, the nearest first; none for a picture that shows nearly nothing."""
    rows = _search(photo)
    photos = Photo.objects.in_bulk([photo_id for photo_id, _bits in rows])
    return [Likeness(photos[photo_id], bits) for photo_id, bits in rows]


def use_one_at_a_time() -> None:
    """Holds every other use of a photo back until this transaction ends: of two copies, the second meets the first."""
    assert transaction.get_connection().in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _search(photo: Photo) -> list[tuple[int, int]]:
    hashes = list(PhotoHash.objects.filter(photo=photo).order_by("-is_whole", "pk"))
    if not hashes:
        return []
    whole, *trims = hashes
    with connection.cursor() as cursor:
        cursor.execute(
            SEARCH,
            {
                "across": whole.across,
                "down": whole.down,
                "acrosses": [trim.across for trim in trims],
                "downs": [trim.down for trim in trims],
                "most": MOST_DIFFERENT_BITS,
                "photo": photo.pk,
                "limit": MOST_FOUND,
            },
        )
        return [(photo_id, bits) for photo_id, bits in cursor.fetchall()]
