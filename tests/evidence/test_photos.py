"""Photos taken in: read, stripped and kept, or refused with a reason and nothing kept."""

import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image

from activities import proofs
from activities.models import Activity, ActivityPhoto
from common.city_time import CITY_ZONE
from common.errors import DomainError
from common.pictures import cleaning, refusals
from common.pictures.cleaning import Unusable
from evidence import darkroom, photos
from evidence.models import Photo, PhotoHash
from evidence.refusals import TooManyPhotos
from tests.conftest import NOW, record, walk
from tests.evidence.conftest import take, use
from tests.evidence.pictures import as_file, bomb, drawn, sample

pytestmark = pytest.mark.django_db

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def kept(photo: Photo) -> bytes:
    with photo.file.open("rb") as file:
        return file.read()


def zipped() -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("run.js", "alert(1)")
    return archive.getvalue()


def test_time_and_place_of_a_real_photo_are_read(alice):
    photo = take(alice, sample("gps_DSCN0010.jpg"))

    assert photo.taken_at == datetime(2008, 10, 22, 16, 28, 39, tzinfo=CITY_ZONE)
    assert (photo.latitude, photo.longitude) == (Decimal("43.467448"), Decimal("11.885127"))
    assert (photo.width, photo.height) == (640, 480)


def test_nothing_of_the_exif_is_left_in_what_is_kept(alice):
    sent = sample("gps_DSCN0010.jpg")
    photo = take(alice, sent)

    assert all(word in sent for word in (b"Exif", b"NIKON", b"WGS-84"))
    assert not any(word in kept(photo) for word in (b"Exif", b"NIKON", b"WGS-84", b"http", b"Photoshop"))
    with Image.open(BytesIO(kept(photo))) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_heic_of_an_iphone_is_kept_as_jpeg(alice):
    photo = take(alice, sample("samplefilehub.heif"))

    assert (photo.width, photo.height) == (640, 426)
    assert kept(photo).startswith(b"\xff\xd8\xff")


def test_photo_that_lies_on_its_side_is_set_upright(alice):
    photo = take(alice, sample("orient_landscape_6.jpg"))

    assert (photo.width, photo.height) == (600, 450)


def test_photo_without_exif_has_neither_time_nor_place(alice):
    photo = take(alice, sample("no_exif.jpg"))

    assert (photo.taken_at, photo.latitude, photo.longitude) == (None, None, None)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_common_formats_are_taken_whatever_they_are_called(alice, kind):
    photo = take(alice, as_file(drawn(), kind))

    assert (photo.width, photo.height) == (640, 480)
    assert kept(photo).startswith(b"\xff\xd8\xff")


def test_large_photo_is_made_smaller(alice):
    photo = take(alice, as_file(drawn(size=(4000, 3000))))

    assert (photo.width, photo.height) == (2048, 1536)


@pytest.mark.parametrize(
    ("size", "kind"),
    [
        ((8160, 6144), "JPEG"),
        ((8192, 6144), "JPEG"),
        ((6144, 8192), "PNG"),
        ((8192, 6144), "WEBP"),
        ((9280, 6944), "JPEG"),
    ],
)
def test_photo_of_a_phone_with_fifty_million_pixels_is_taken(alice, size, kind):
    photo = take(
        alice, as_file(Image.new("RGB", size, (90, 120, 60)), kind, **({"method": 0} if kind == "WEBP" else {}))
    )

    assert max(photo.width, photo.height) == 2048
    assert (photo.width > photo.height) == (size[0] > size[1])


def test_photo_beyond_the_bound_is_told_the_bound(alice):
    with pytest.raises(refusals.TooManyPixels) as refused:
        take(alice, bomb(8_063, 8_063))

    with translation.override("en"):
        assert f"more than {cleaning.MOST_PIXELS // 1_000_000} million pixels" in refused.value.sentence
    with translation.override("zh-hans"):
        assert f"超过 {cleaning.MOST_PIXELS // 10_000:,} 万像素" in refused.value.sentence


def test_transparent_parts_become_white(alice):
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))

    photo = take(alice, as_file(clear, "PNG"))

    with Image.open(BytesIO(kept(photo))) as picture:
        assert picture.getpixel((150, 150)) == (255, 255, 255)


def test_time_in_the_future_is_not_believed(alice):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2031:01:01 00:00:00"

    assert take(alice, as_file(drawn(), exif=exif)).taken_at is None


def test_time_keeps_the_offset_that_the_camera_wrote(alice):
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: "2026:11:22 08:30:00", 0x9011: "+09:00"})

    photo = take(alice, as_file(drawn(), exif=exif))

    assert photo.taken_at == datetime(2026, 11, 22, 7, 30, tzinfo=CITY_ZONE)


@pytest.mark.parametrize("offset", ["+16:00", "-23:59", "+08:00:30", "+08:00:00.5", "+99:00", "W47"])
def test_offset_of_a_camera_that_the_database_would_not_take_leaves_no_time(alice, offset):
    """The moment could be any, so it is none: neither guessed nor a fault."""
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: "2026:11:20 08:30:00", 0x9011: offset})

    photo = take(alice, as_file(drawn(), exif=exif))

    photo.refresh_from_db()
    assert (photo.taken_at, photo.existed_at) == (None, None)


UNUSABLE = {
    "an SVG": (lambda: SVG, refusals.MoreThanAPhoto),
    "a quiet SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', refusals.NotAPhoto),
    "a text": (lambda: "你好".encode(), refusals.NotAPhoto),
    "nothing": (lambda: b"", refusals.NotAPhoto),
    "a GIF": (lambda: as_file(drawn().convert("P"), "GIF"), refusals.NotAPhoto),
    "a bomb": (bomb, refusals.TooManyPixels),
    "a picture that is a web page too": (
        lambda: as_file(drawn()) + b"<html><SCRIPT>alert(1)</script>",
        refusals.MoreThanAPhoto,
    ),
    "a picture that is an archive too": (lambda: as_file(drawn()) + zipped(), refusals.MoreThanAPhoto),
    "half a JPEG": (lambda: as_file(drawn())[:9_000], refusals.UnreadablePhoto),
    "half a PNG": (lambda: as_file(drawn(), "PNG")[:9_000], refusals.UnreadablePhoto),
    "half a WebP": (lambda: as_file(drawn(), "WEBP")[:3_000], refusals.UnreadablePhoto),
    "half a HEIC": (lambda: sample("samplefilehub.heif")[:9_000], refusals.UnreadablePhoto),
    "a picture that moves": (
        lambda: as_file(drawn(1), "WEBP", save_all=True, append_images=[drawn(2)]),
        refusals.MovingPicture,
    ),
    "a preview": (lambda: sample("Canon_40D.jpg"), refusals.TooSmallAPhoto),
    "a tiny picture with broken EXIF": (lambda: sample("invalid_image01551.jpg"), refusals.TooSmallAPhoto),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_is_no_photo_is_refused_and_nothing_is_kept(alice, files, case):
    content, refusal = UNUSABLE[case]

    with pytest.raises(refusal):
        take(alice, content())

    assert not Photo.objects.exists()
    assert not PhotoHash.objects.exists()
    assert files() == []


@pytest.mark.parametrize("junk", [b"", b"II*\x00\x08\x00\x00\x00\xff\xff" + b"\xff" * 40, b"MM\x00*" + b"\x00" * 20])
def test_picture_with_broken_exif_is_kept_without_it(alice, junk):
    photo = take(alice, as_file(drawn(), exif=b"Exif\x00\x00" + junk))

    assert (photo.taken_at, photo.latitude, photo.longitude) == (None, None, None)


def test_trailing_bytes_are_not_kept(alice):
    photo = take(alice, as_file(drawn()) + b"what a phone keeps behind its photo" * 50)

    assert kept(photo).endswith(b"\xff\xd9")
    assert b"what a phone" not in kept(photo)


def test_file_beyond_the_bound_is_refused(alice, files, settings):
    settings.PHOTO_MAX_BYTES = 1024**2

    with pytest.raises(refusals.PhotoTooLarge) as refused:
        take(alice, bytes(1024**2 + 1))

    assert refused.value.facts == {"megabytes": 1}
    assert files() == []


def test_decoder_that_dies_takes_only_its_own_process_along():
    with pytest.raises(Unusable) as unusable:
        darkroom.develop(as_file(drawn()), program=("-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"))

    assert unusable.value.reason == "unreadable_photo"


def test_decoder_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hidden")

    told = "import os, json; print(json.dumps({'unusable': str('SECRET_KEY' in os.environ)}))"

    with pytest.raises(Unusable) as unusable:
        darkroom.develop(b"", program=("-c", told))

    assert unusable.value.reason == "False"


def test_every_reason_of_the_decoder_has_its_sentence():
    source = Path(cleaning.__file__).read_text(encoding="utf-8")

    assert {code for code in refusals.UNUSABLE if f'Unusable("{code}")' in source} == set(refusals.UNUSABLE)


def test_thirty_first_photo_of_a_day_is_refused(alice, bob, files, monkeypatch):
    monkeypatch.setattr(photos, "MOST_A_DAY", 2)
    take(alice, as_file(drawn(1)))
    take(alice, as_file(drawn(2)))

    with pytest.raises(TooManyPhotos):
        take(alice, as_file(drawn(3)), now=NOW + timedelta(hours=23))

    assert (Photo.objects.count(), len(files())) == (2, 2)
    take(bob, as_file(drawn(3)))
    take(alice, as_file(drawn(3)), now=NOW + timedelta(hours=25))


@pytest.mark.django_db(transaction=True)
def test_forgotten_photo_leaves_its_act(catalogue, alice, files):
    [outcome] = record(alice, walk(8000))
    photo = use(take(alice, as_file(drawn())))
    proofs.tie(photo=photo, activity_id=outcome.activity.pk)

    photos.forget(photo)

    assert files() == []
    assert not Photo.objects.exists()
    assert not PhotoHash.objects.exists()
    assert not ActivityPhoto.objects.exists()
    assert Activity.objects.get() == outcome.activity


@pytest.mark.django_db(transaction=True)
def test_photo_that_was_never_used_is_forgotten_after_a_week(alice, files):
    used = use(take(alice, as_file(drawn(1))))
    take(alice, as_file(drawn(2)))
    fresh = take(alice, as_file(drawn(3)), now=NOW + timedelta(days=1))

    assert photos.forget_stale_drafts(now=NOW + timedelta(days=7, seconds=1)) == 1

    assert set(Photo.objects.all()) == {used, fresh}
    assert len(files()) == 2


def test_errors_are_sentences():
    for kind in refusals.UNUSABLE.values():
        assert issubclass(kind, DomainError)
        assert kind().sentence.endswith((".", "。"))
