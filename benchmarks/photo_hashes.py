"""How long it takes to look for copies of a photo among 10,000 others.

    bin/manage shell --no-imports -c "from benchmarks import photo_hashes; photo_hashes.main()"

Works in a transaction that is rolled back. Prints the median and the slowest search in milliseconds.
"""

import random
import statistics
import sys
import time

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from evidence import likeness
from evidence.developing import TRIMS
from evidence.models import Photo, PhotoHash

PHOTOS = 10_000
SEARCHES = 50


def main(photos: int = PHOTOS) -> None:
    with transaction.atomic():
        made = make(photos)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE activities_photo, activities_photohash")
        took = sorted(search_ms(photo) for photo in random.sample(made, SEARCHES))
        transaction.set_rollback(True)
    line = f"{photos:,} photos: median {statistics.median(took):.1f} ms, slowest {took[-1]:.1f} ms a search\n"
    sys.stdout.write(line)


def make(photos: int) -> list[Photo]:
    """Photos in use, each with random hashes: no two are alike."""
    citizen, now = User.objects.create_citizen(), timezone.now()
    blank = {"width": 640, "height": 480, "size_bytes": 1, "is_uniform": False, "received_at": now, "used_at": now}
    rows = [Photo(citizen=citizen, purpose=PHOTO_REPORT.code, file="none", **blank) for _ in range(photos)]
    made = Photo.objects.bulk_create(rows, batch_size=2_000)
    hashes = (
        PhotoHash(photo=photo, across=bits(), down=bits(), is_whole=place == 0)
        for photo in made
        for place in range(len(TRIMS))
    )
    PhotoHash.objects.bulk_create(hashes, batch_size=5_000)
    return made


def bits() -> int:
    return random.getrandbits(64) - 2**63


def search_ms(photo: Photo) -> float:
    began = time.perf_counter()
    likeness.look_alikes(photo)
    return (time.perf_counter() - began) * 1000
