"""How long it takes to look for copies of a photo among 10,000 and 100,000 others, by the index and by a scan of all.

    bin/manage shell --no-imports -c "from benchmarks import photo_hashes; photo_hashes.main()"

Works in transactions that are rolled back. Prints medians and the slowest search in milliseconds, each photo sought
both ways in turn. A scan is what a portal would do without the bands; both must find the same.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from evidence import likeness
from evidence.bands import MOST_DIFFERENT_BITS
from evidence.developing import TRIMS
from evidence.models import Photo, PhotoHash

PHOTOS = (10_000, 100_000)
SEARCHES = 30
SCAN = """
    SELECT found.photo_id
    FROM (
        SELECT theirs.photo_id,
               bit_count((theirs.across # %(across)s)::bit(64)) + bit_count((theirs.down # %(down)s)::bit(64)) AS bits
        FROM activities_photohash AS theirs
        UNION ALL
        SELECT theirs.photo_id,
               bit_count((theirs.across # ours.across)::bit(64)) + bit_count((theirs.down # ours.down)::bit(64))
        FROM activities_photohash AS theirs, unnest(%(acrosses)s::bigint[], %(downs)s::bigint[]) AS ours (across, down)
        WHERE theirs.is_whole
    ) AS found
    WHERE found.bits <= %(most)s AND found.photo_id <> %(photo)s
"""


def main(*sizes: int) -> None:
    for photos in sizes or PHOTOS:
        with transaction.atomic():
            began = time.perf_counter()
            made = make(photos)
            took_s = time.perf_counter() - began
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE activities_photo, activities_photohash")
            sys.stdout.write(f"{photos:,} photos, kept in {took_s / photos * 1000:.2f} ms each, {sizes_of_tables()}\n")
            compare(random.sample(made, SEARCHES))
            transaction.set_rollback(True)


def compare(photos: list[Photo]) -> None:
    by_index, by_scan = [], []
    for photo in photos:
        found, index_ms = timed(partial(search, photo))
        scanned, scan_ms = timed(partial(scan, photo))
        assert found == scanned
        by_index.append(index_ms)
        by_scan.append(scan_ms)
    for name, took in (("index", by_index), ("scan", by_scan)):
        sys.stdout.write(f"  {name}: median {statistics.median(took):.1f} ms, slowest {max(took):.1f} ms\n")
    sys.stdout.write(f"  scan / index: {statistics.median(by_scan) / statistics.median(by_index):.1f}\n")


def make(photos: int) -> list[Photo]:
    """Photos in use, each with random hashes: no two are alike."""
    citizen, now = User.objects.create_citizen(), timezone.now()
    blank = {"width": 640, "height": 480, "size_bytes": 1, "is_uniform": False, "received_at": now, "used_at": now}
    rows = [Photo(citizen=citizen, purpose=PHOTO_REPORT.code, file="none", **blank) for _ in range(photos)]
    made = Photo.objects.bulk_create(rows, batch_size=2_000)
    for first in range(0, photos, 500):
        hashes = [
            PhotoHash(photo=photo, across=bits(), down=bits(), is_whole=place == 0)
            for photo in made[first : first + 500]
            for place in range(len(TRIMS))
        ]
        PhotoHash.objects.bulk_create(hashes)
    return made


def bits() -> int:
    return random.getrandbits(64) - 2**63


def search(photo: Photo) -> set[int]:
    return {one.photo.pk for one in likeness.look_alikes(photo)}


def scan(photo: Photo) -> set[int]:
    whole, *trims = PhotoHash.objects.filter(photo=photo).order_by("-is_whole", "pk")
    ours = {"across": whole.across, "down": whole.down}
    trimmed = {"acrosses": [trim.across for trim in trims], "downs": [trim.down for trim in trims]}
    with connection.cursor() as cursor:
        cursor.execute(SCAN, {**ours, **trimmed, "photo": photo.pk, "most": MOST_DIFFERENT_BITS})
        return {photo_id for (photo_id,) in cursor.fetchall()}


def sizes_of_tables() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_table_size('activities_photohash'), pg_indexes_size('activities_photohash')")
        table, indexes = cursor.fetchone()
    return f"looks {table / 1e6:.0f} MB, their indexes {indexes / 1e6:.0f} MB"


def timed(work: Callable[[], set[int]]) -> tuple[set[int], float]:
    began = time.perf_counter()
    return work(), (time.perf_counter() - began) * 1000
