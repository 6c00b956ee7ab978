"""A photo is refused where something else would read it, and never for what chance has written into its pixels."""

import io
import random
import re
import struct
import tarfile
import zipfile
import zlib

import pytest
from PIL.PngImagePlugin import PngInfo

from common.pictures import jpeg, refusals
from common.pictures.polyglots import is_more_than_a_photo
from evidence.models import Photo
from tests.evidence.cameras import FORMATS
from tests.evidence.conftest import take
from tests.evidence.pictures import as_file, drawn, sample

REAL = ["Canon_40D.jpg", "gps_DSCN0010.jpg", "gps_DSCN0025.jpg", "no_exif.jpg", "orient_landscape_6.jpg"]
SHORT = [b"<html", b"%pdf-", b"<?php", b"%PDF-", b"<HtMl", b"<scrip", b"PK\x05\x06", b"PK\x03\x04", b"PK\x01\x02"]
"""What chance writes into one of some thousand photos."""
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42"
PAGE, PROGRAM = b"<html><body>hello</body></html>", b"<?php system($_GET['c']); ?>"
DOCUMENT = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n0\n%%EOF\n"


def zipped(**options) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", **options) as archive:
        archive.writestr("run.js", "alert(1)" * 50)
        archive.comment = b"a comment"
    return packed.getvalue()


def many_files() -> bytes:
    """More than the last record of an old archive can count."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(65_537):
            archive.writestr(str(number), "")
    return packed.getvalue()


def packed_tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("run.sh"))
    return packed.getvalue()


def with_comment(said: bytes) -> bytes:
    content = as_file(drawn())
    return content[:2] + b"\xff\xfe" + struct.pack(">H", len(said) + 2) + said + content[2:]


def png_with_text(said: str) -> bytes:
    info = PngInfo()
    info.add_text("Comment", said)
    return as_file(drawn(), "PNG", pnginfo=info)


def png_with_chunk(said: bytes) -> bytes:
    content = as_file(drawn(), "PNG")
    chunk = struct.pack(">I", len(said)) + b"prVt" + said + struct.pack(">I", zlib.crc32(b"prVt" + said))
    return content[:33] + chunk + content[33:]


POLYGLOTS = {
    "an archive behind": lambda picture: picture + zipped(),
    "a compressed archive behind": lambda picture: picture + zipped(compression=zipfile.ZIP_DEFLATED),
    "an archive behind other things": lambda picture: picture + FILM + bytes(200) + zipped(),
    "an archive with rubbish behind it": lambda picture: picture + zipped() + bytes(300),
    "an archive with a false end behind it": lambda picture: picture + zipped() + b"PK\x05\x06" + bytes(40),
    "the beginning of an archive": lambda picture: picture + zipped()[:60],
    "an empty archive": lambda picture: picture + b"PK\x05\x06" + bytes(18),
    "a RAR, as 图种 are made": lambda picture: picture + b"Rar!\x1a\x07\x01\x00" + bytes(60),
    "a RAR behind other things": lambda picture: picture + FILM + bytes(999) + b"Rar!\x1a\x07\x00" + bytes(60),
    "a 7z": lambda picture: picture + b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(60),
    "a gzipped tar": lambda picture: picture + packed_tar(),
    "a program of Linux": lambda picture: picture + b"\x7fELF\x02\x01\x01" + bytes(60),
    "a shell's program": lambda picture: picture + b"#!/bin/sh\nrm -rf /\n",
    "a class of Java": lambda picture: picture + b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(60),
    "an old document of Office": lambda picture: picture + b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60),
    "a document": lambda picture: picture + DOCUMENT,
    "a page": lambda picture: picture + PAGE,
    "a page with attributes": lambda picture: picture + b'<HTML lang="zh" title="\xe4\xbd\xa0\xe5\xa5\xbd">\n',
    "a page in Chinese": lambda picture: picture + "<html>你好，这里是成都碳惠天府".encode(),
    "a script": lambda picture: picture + b"<ScRiPt>alert(1)</script>",
    "a script from elsewhere": lambda picture: picture + b"<script\nsrc=//evil.example></script>",
    "a script without a blank": lambda picture: picture + b"<script/src=//evil.example></script>",
    "a program of PHP": lambda picture: picture + PROGRAM,
    "a program of PHP on its lines": lambda picture: picture + b"<?PHP\n\n$a = 1;\n",
}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("case", POLYGLOTS)
def test_file_that_goes_on_as_something_else_is_more_than_a_photo(kind, case):
    assert is_more_than_a_photo(POLYGLOTS[case](as_file(drawn(), kind)))


def test_archive_of_more_files_than_it_can_count_is_known():
    assert is_more_than_a_photo(as_file(drawn()) + FILM + many_files())


@pytest.mark.parametrize("said", [PAGE, PROGRAM, DOCUMENT, b"<script>alert(1)</script>"])
@pytest.mark.parametrize(
    "hidden",
    [
        with_comment,
        png_with_chunk,
        lambda said: png_with_text(said.decode()),
        lambda said: as_file(drawn(), "WEBP", exif=b"Exif\0\0" + said),
        lambda said: as_file(drawn(), "HEIF", xmp=said),
    ],
    ids=["a comment", "a chunk", "a text", "EXIF", "XMP"],
)
def test_tongue_within_the_picture_is_found(hidden, said):
    assert is_more_than_a_photo(hidden(said))


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["an archive behind other things", "a RAR, as 图种 are made", "a program of PHP"])
def test_more_than_a_photo_is_refused_and_nothing_is_kept(alice, files, case):
    with pytest.raises(refusals.MoreThanAPhoto):
        take(alice, POLYGLOTS[case](as_file(drawn())))

    assert (Photo.objects.count(), files()) == (0, [])


# By chance


@pytest.mark.parametrize("name", REAL)
def test_real_photo_is_a_photo(name):
    assert not is_more_than_a_photo(sample(name))


@pytest.mark.parametrize("kind", FORMATS)
def test_picture_is_a_photo_whatever_a_phone_keeps_behind_it(kind):
    picture = as_file(drawn(), kind)
    second = as_file(drawn(2))

    assert not is_more_than_a_photo(picture)
    for behind in (FILM + bytes(5_000), second, second + b"SEFH\x6b\0\0\0" + bytes(99) + b"SEFT", b"{}", bytes(4096)):
        assert not is_more_than_a_photo(picture + behind)


@pytest.mark.parametrize("chance", SHORT)
def test_few_bytes_that_chance_wrote_anywhere_are_no_tongue(chance):
    content, somewhere = as_file(drawn()), random.Random(chance)
    scan = content.rindex(b"\xff\xda") + 20

    for _time in range(200):
        at = somewhere.randrange(scan, len(content) - 20)
        assert not is_more_than_a_photo(content[:at] + chance + content[at + len(chance) :])
        assert not is_more_than_a_photo(content + FILM + content[scan:at] + chance + content[at:])


@pytest.mark.django_db
def test_photo_with_a_few_bytes_of_chance_is_taken(alice):
    content = as_file(drawn(), "PNG")

    assert take(alice, with_comment(b"\x8e<html\x91\x03%pdf-\xd0<?php\x80")).width == 640
    assert take(alice, png_with_chunk(b"\x8e<html\x91\x03%pdf-\xd0<?php\x80")).width == 640
    assert take(alice, content + FILM + b"\x93PK\x05\x06\x81\x92" * 9).width == 640


OLD_RULE = re.compile(rb"<script|<html|<\?php|%pdf-", re.IGNORECASE)


def test_bodies_of_chance_are_photos():
    """A million of the short signs with other bytes behind them; chance writes one into about 7,000 photos of 5 MB."""
    chance = random.Random(20_261_128)
    head, refused = as_file(drawn())[:623], 0
    for _body in range(1_000):
        pieces = [chance.choice(SHORT[:5]) + chance.randbytes(12) for _sign in range(1_000)]
        body = head + b"".join(pieces).replace(b"\xff", b"\xff\x00") + b"\xff\xd9"
        assert OLD_RULE.search(body)
        refused += is_more_than_a_photo(body)

    assert refused <= 30


def test_end_of_a_jpeg_is_that_of_its_picture_not_of_its_preview():
    preview = as_file(drawn().resize((160, 120)))
    content = as_file(drawn(), exif=b"Exif\0\0" + preview)

    assert jpeg.parts_of(content).end == len(content)
