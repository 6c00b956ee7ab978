"""The index of looks finds every look-alike that a scan of all finds, and asks no other photo to wait."""

import random
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from evidence import likeness
from evidence.bands import BANDS, MOST_DIFFERENT_BITS, MOST_IN_A_BAND
from evidence.models import Photo, PhotoHash
from evidence.refusals import SamePhoto
from evidence.using import put_to_use
from tests.at_once import at_once
from tests.conftest import NOW

Look = tuple[int, int]
WHOLE_HALF = (1 << 64) - 1


def test_bands_are_the_whole_look_and_nothing_twice():
    assert sum(band.across for band in BANDS) == WHOLE_HALF
    assert sum(band.down for band in BANDS) == WHOLE_HALF
    assert not any(band.across & band.down for band in BANDS)
    # Were there one more in each band, there were more than may differ.
    assert len(BANDS) * (MOST_IN_A_BAND + 1) > MOST_DIFFERENT_BITS


def test_of_looks_that_differ_in_few_bits_some_band_differs_in_fewer():
    chance = random.Random(20)
    for _pair in range(20_000):
        across, down = halves(chance.sample(range(128), chance.randint(0, MOST_DIFFERENT_BITS)))
        assert min(((across & band.across) | (down & band.down)).bit_count() for band in BANDS) <= MOST_IN_A_BAND


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_index_finds_what_a_scan_finds(alice, seed):
    chance = random.Random(seed)
    looks = [kept(alice, *(some_look(chance) for _place in range(3))) for _photo in range(20)]
    for photo in looks[:10]:
        mine = PhotoHash.objects.filter(photo=photo).order_by("-is_whole", "pk")
        for base in mine:
            for bits in (*range(14, 24), *[MOST_DIFFERENT_BITS] * 5):
                near = differing(chance, (base.across, base.down), bits)
                kept(alice, *((near, some_look(chance)) if chance.random() < 0.5 else (some_look(chance), near)))

    found = {photo.pk: {one.photo.pk: one.bits for one in every(photo)} for photo in Photo.objects.all()}

    every_look = list(PhotoHash.objects.all())
    assert found == {photo.pk: scanned(photo, every_look) for photo in Photo.objects.all()}
    assert sum(bits == MOST_DIFFERENT_BITS for each in found.values() for bits in each.values()) >= 50


@pytest.mark.django_db
def test_twenty_bits_spread_over_all_bands_are_found(alice, bob):
    base = some_look(random.Random(1))
    flips = [place for band in BANDS for place in list(places_of(band.across, band.down))[:3]][:MOST_DIFFERENT_BITS]
    photo, copy = kept(alice, base), kept(bob, flipped(base, flips))

    assert [(one.photo, one.bits) for one in likeness.look_alikes(copy)] == [(photo, MOST_DIFFERENT_BITS)]


@pytest.mark.django_db
def test_search_reads_no_look_but_by_an_index(alice):
    chance = random.Random(3)
    photo = kept(alice, some_look(chance), some_look(chance))
    others = Photo.objects.bulk_create(unmade(alice, used_at=NOW) for _photo in range(1000))
    looks = ((one, place == 0, some_look(chance)) for one in others for place in range(11))
    PhotoHash.objects.bulk_create(
        PhotoHash(photo=one, is_whole=whole, across=across, down=down) for one, whole, (across, down) in looks
    )
    with CaptureQueriesContext(connection) as asked:
        likeness.look_alikes(photo)
    search = next(query["sql"] for query in asked if "OFFSET 0" in query["sql"])

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE activities_photo, activities_photohash")
        cursor.execute("EXPLAIN " + search)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Seq Scan on activities_photohash" not in plan
    for number in range(len(BANDS)):
        assert len(re.findall(rf"Index Scan (?:using|on) look_band_{number}\b", plan)) == 2, plan


@pytest.mark.django_db(transaction=True)
def test_photos_that_are_not_alike_do_not_wait_for_each_other(alice, bob):
    chance = random.Random(4)
    one, other = draft(alice, some_look(chance)), draft(bob, some_look(chance))

    with transaction.atomic():
        put_to_use(photo=one, now=NOW)
        used = elsewhere(lambda: put_to_use(photo=other, now=NOW))

    assert used.used_at == NOW


@pytest.mark.django_db(transaction=True)
def test_of_many_copies_at_once_one_is_used(alice, bob):
    chance = random.Random(5)
    for _round in range(4):
        base = some_look(chance)
        # Each is near the first; two of the others may not be near each other.
        copies = [draft(alice, base), *(draft(bob, differing(chance, base, 9)) for _copy in range(7))]

        answers = at_once([lambda photo=photo: used(photo) for photo in copies])

        assert sorted(type(answer).__name__ for answer in answers) == ["Photo", *["SamePhoto"] * 7]


@pytest.mark.django_db(transaction=True)
def test_copy_that_came_while_the_first_was_being_used_is_refused(alice, bob):
    base = some_look(random.Random(6))
    photo = draft(alice, base)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        likeness.hold_with_look_alikes(photo)
        copy = draft_elsewhere(bob, base)
        answer = pool.submit(at_once, [lambda: used(copy)])
        sleep(0.3)
        put_to_use(photo=photo, now=NOW)

    assert isinstance(answer.result()[0], SamePhoto)


@pytest.mark.django_db(transaction=True)
def test_a_use_whose_process_dies_keeps_nothing_from_its_copies(alice, bob):
    base = some_look(random.Random(7))
    photo, copy = draft(alice, base), draft(bob, base)

    @transaction.atomic
    def use_and_die() -> None:
        put_to_use(photo=photo, now=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(DatabaseError):
        use_and_die()
    connection.close()

    assert elsewhere(lambda: put_to_use(photo=copy, now=NOW)).used_at == NOW
    assert isinstance(at_once([lambda: used(photo)])[0], SamePhoto)


def used(photo: Photo) -> Photo:
    with transaction.atomic():
        return put_to_use(photo=photo, now=NOW)


def draft_elsewhere(citizen: User, look: Look) -> Photo:
    """A draft that is committed at once."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(at_once, [lambda: draft(citizen, look)]).result()[0]


def elsewhere(work):
    """What it returns on another connection, which waits for no lock for long."""

    def run():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            return work()

    def closed():
        try:
            return run()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closed).result()


def every(photo: Photo) -> list[likeness.Likeness]:
    bits = likeness._found(photo)
    return [likeness.Likeness(each, bits[each.pk]) for each in Photo.objects.filter(pk__in=bits)]


def scanned(photo: Photo, looks: Iterable[PhotoHash]) -> dict[int, int]:
    """As one says it by hand: of all looks, the whole of the one against all of the other, and the other way round."""
    found: dict[int, int] = {}
    for mine in (look for look in looks if look.photo_id == photo.pk):
        others = (look for look in looks if look.photo_id != photo.pk)
        for theirs in others if mine.is_whole else (look for look in others if look.is_whole):
            bits = apart(mine.across, theirs.across) + apart(mine.down, theirs.down)
            if bits <= MOST_DIFFERENT_BITS:
                found[theirs.photo_id] = min(bits, found.get(theirs.photo_id, bits))
    return found


def apart(one: int, other: int) -> int:
    """By how many bits two halves differ."""
    return ((one ^ other) & WHOLE_HALF).bit_count()


def kept(citizen: User, *looks: Look) -> Photo:
    return made(citizen, looks, used_at=NOW)


def draft(citizen: User, *looks: Look) -> Photo:
    return made(citizen, looks, used_at=None)


def made(citizen: User, looks: Iterable[Look], **when) -> Photo:
    """A photo with these looks, the whole picture's first."""
    photo = unmade(citizen, **when)
    photo.save()
    for place, (across, down) in enumerate(looks):
        PhotoHash.objects.create(photo=photo, across=across, down=down, is_whole=place == 0)
    return photo


def unmade(citizen: User, **when) -> Photo:
    return Photo(
        citizen=citizen,
        purpose=PHOTO_REPORT.code,
        file="none",
        width=640,
        height=480,
        size_bytes=1,
        is_uniform=False,
        received_at=NOW,
        **when,
    )


def some_look(chance: random.Random) -> Look:
    return signed(chance.getrandbits(64)), signed(chance.getrandbits(64))


def differing(chance: random.Random, look: Look, bits: int) -> Look:
    return flipped(look, chance.sample(range(128), bits))


def flipped(look: Look, places: Iterable[int]) -> Look:
    across, down = halves(places)
    return signed(look[0] & WHOLE_HALF ^ across), signed(look[1] & WHOLE_HALF ^ down)


def halves(places: Iterable[int]) -> Look:
    bits = sum(1 << place for place in places)
    return bits & WHOLE_HALF, bits >> 64


def places_of(across: int, down: int) -> Iterable[int]:
    return (place for place in range(128) if (across | down << 64) >> place & 1)


def signed(bits: int) -> int:
    return bits - (1 << 64) if bits >> 63 else bits
