"""EXIF decides nothing but what is read of it: a photo is set upright, timed and placed, whatever else stands there."""

import struct
from io import BytesIO
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from channels.photo_reports.models import PhotoReport
from common.city_time import CITY_ZONE
from common.pictures import exif as reading
from common.pictures import jpeg
from evidence.developing import Developed, develop
from tests.evidence.cameras import (
    ASCII,
    CHANGED,
    DETAILS,
    DOUBLE,
    FORMATS,
    LONG,
    ORIENTATION,
    ORIGINAL,
    PLACE,
    RATIONAL,
    SHORT,
    SRATIONAL,
    UNDEFINED,
    Raw,
    corners,
    exif,
    photo,
    upright,
)
from tests.evidence.conftest import take
from tests.evidence.pictures import as_file, drawn, sample

TIME, MOMENT = "2026:11:08 18:30:20", "2026-11-08T18:30:20"
NORTH, EAST = [(30, 1), (39, 1), (2652, 100)], [(104, 1), (3, 1), (5706, 100)]
SQUARE = {1: "N", 2: NORTH, 3: "E", 4: EAST}
HELD = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How the sensor saw an upright picture when the camera was held so."""

ODD = {
    "an exposure bias of -1/0": (0x9204, Raw(SRATIONAL, struct.pack("<ll", -1, 0))),
    "an aperture of 0/0": (0x9202, Raw(RATIONAL, bytes(8))),
    "a brightness of four thousand million over minus one": (0x9203, Raw(SRATIONAL, struct.pack("<lL", -1, 2**32 - 1))),
    "a maker's note that lies outside": (0x927C, Raw(UNDEFINED, bytes(8), count=4_000_000_000, offset=4_000_000_000)),
    "a model that lies outside": (0x0110, Raw(ASCII, bytes(8), count=60_000, offset=64_000)),
    "a model of a kind that does not exist": (0x0110, Raw(99, bytes(4), count=1)),
    "a resolution of one letter": (0x011A, Raw(ASCII, b"7")),
    "a resolution of one byte": (0x011A, Raw(UNDEFINED, b"7")),
    "a resolution of -1/0": (0x011A, Raw(SRATIONAL, struct.pack("<ll", -1, 0))),
    "a resolution of nothing": (0x011A, Raw(RATIONAL, b"", count=0)),
    "a description that is half a sign": (0x010E, Raw(ASCII, b"\xe4\xb8", count=2)),
    "an altitude of 0/0": (0x0006, Raw(RATIONAL, bytes(8))),
}


def corner_of(made: Developed) -> tuple[int, int, str]:
    return made.width, made.height, upright(Image.open(BytesIO(made.jpeg)))


def held(orientation: int) -> Image.Image:
    turn = HELD[orientation]
    return corners() if turn is None else corners().transpose(turn)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", HELD)
def test_photo_is_set_upright_however_the_camera_was_held(kind, orientation):
    made = develop(as_file(held(orientation), kind, exif=exif({ORIENTATION: orientation})))

    assert corner_of(made) == (640, 480, "top left")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("order", "<>")
def test_one_odd_tag_decides_nothing(kind, odd, order):
    tag, value = ODD[odd]
    odd_one = {tag: value, 0x0128: 2}
    block = exif({ORIENTATION: 6, **odd_one}, {ORIGINAL: TIME, **odd_one}, {**SQUARE, **odd_one}, order=order)

    made = develop(as_file(held(6), kind, exif=block))

    assert corner_of(made) == (640, 480, "top left")
    assert (made.said.taken_at, made.said.latitude, made.said.longitude) == (MOMENT, 30.657367, 104.06585)


@pytest.mark.django_db
def test_odd_photo_that_lies_on_its_side_is_kept(alice):
    """As it was reported: a rotated photo with an exposure bias of -1/0 was called damaged."""
    tag, value = ODD["an exposure bias of -1/0"]

    sent = take(alice, as_file(held(6), exif=exif({ORIENTATION: 6}, {ORIGINAL: TIME, tag: value}, SQUARE)))

    assert (sent.width, sent.height) == (640, 480)
    local = sent.taken_at.astimezone(CITY_ZONE)
    assert (f"{local:%Y:%m:%d %H:%M:%S}", str(sent.latitude)) == (TIME, "30.657367")


@pytest.mark.parametrize(
    "odd",
    [
        0,
        9,
        65_535,
        "6",
        Raw(LONG, struct.pack("<L", 2**31)),
        Raw(RATIONAL, struct.pack("<LL", 6, 1)),
        Raw(SHORT, b"", 0),
    ],
)
def test_turn_that_does_not_exist_is_none(odd):
    made = develop(as_file(corners(), exif=exif({ORIENTATION: odd, CHANGED: TIME})))

    assert corner_of(made) == (640, 480, "top left")


def test_turn_of_a_long_number_is_read():
    made = develop(as_file(held(6), exif=exif({ORIENTATION: Raw(LONG, struct.pack("<L", 6))})))

    assert corner_of(made) == (640, 480, "top left")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("pointer", [0, 8, 2**31, 2**32 - 1])
def test_pointer_into_nowhere_or_to_itself_leads_nowhere(kind, pointer):
    lost = Raw(LONG, struct.pack("<L", pointer))

    made = develop(photo(exif({DETAILS: lost, PLACE: lost, ORIENTATION: 1}), kind))

    assert (made.said.taken_at, made.said.latitude) == ("", None)


@pytest.mark.parametrize("kind", FORMATS)
def test_exif_that_breaks_off_anywhere_leaves_the_picture(kind):
    whole = exif({ORIENTATION: 1, CHANGED: TIME}, {ORIGINAL: TIME}, SQUARE)

    assert {develop(photo(whole[:length], kind)).width for length in range(6, len(whole), 20)} == {640}


@given(st.binary(max_size=400))
def test_no_bytes_are_too_odd_to_be_read(block):
    for order in (b"II*\0", b"MM\0*"):
        said = reading.read(b"Exif\0\0" + order + block)
        assert 1 <= said.orientation <= 8
        assert all(isinstance(value.text(), str) for value in said.details.values())
        assert all(value.ratios() is not None for value in said.place.values())


@given(st.data())
def test_no_change_of_one_byte_stops_the_reading(data):
    block = bytearray(exif({ORIENTATION: 6, CHANGED: TIME}, {ORIGINAL: TIME}, SQUARE))
    block[data.draw(st.integers(0, len(block) - 1))] = data.draw(st.integers(0, 255))

    assert 1 <= reading.read(bytes(block)).orientation <= 8


def test_exif_in_two_segments_is_one():
    block = exif({ORIENTATION: 1}, {ORIGINAL: TIME, 0x927C: Raw(UNDEFINED, bytes(70_000))}).removeprefix(b"Exif\0\0")
    halves = [block[:60_000], block[60_000:]]
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", len(half) + 8) + b"Exif\0\0" + half for half in halves)
    content = as_file(drawn())

    assert develop(content[:2] + segments + content[2:]).said.taken_at == MOMENT


# Places


@pytest.mark.parametrize("kind", FORMATS)
def test_place_is_read_in_every_format(kind):
    said = develop(photo(exif(place=SQUARE), kind)).said

    assert (said.latitude, said.longitude) == (30.657367, 104.06585)


def test_place_in_minutes_with_fractions_is_read():
    minutes = {1: "N", 2: [(30, 1), (39442, 1000)], 3: "E", 4: [(104, 1), (3951, 1000), (0, 1)]}

    said = develop(photo(exif(place=minutes))).said

    assert (said.latitude, said.longitude) == (30.657367, 104.06585)


def test_place_of_the_south_west_is_below_zero():
    said = develop(photo(exif(place={**SQUARE, 1: "S", 3: "w"}))).said

    assert (said.latitude, said.longitude) == (-30.657367, -104.06585)


NOWHERE = {
    "0/0 for a latitude": {2: [(0, 0), (0, 0), (0, 0)]},
    "0/0 for a longitude": {4: [(0, 0), (0, 0), (0, 0)]},
    "0/0 for seconds": {2: [(30, 1), (39, 1), (0, 0)]},
    "1/0 for minutes": {4: [(104, 1), (1, 0), (0, 1)]},
    "0/0 for both": {2: [(0, 0)] * 3, 4: [(0, 0)] * 3},
    "zeros for both": {2: [(0, 1)] * 3, 4: [(0, 1)] * 3},
    "next to nothing for both": {2: [(0, 1), (0, 1), (1, 10_000)], 4: [(0, 1), (0, 1), (1, 10_000)]},
    "no number": {2: Raw(DOUBLE, struct.pack("<3d", nan, nan, nan))},
    "no number for a longitude": {4: Raw(DOUBLE, struct.pack("<3d", nan, 3, 57))},
    "a text": {2: "30,39.442N"},
    "nothing": {2: Raw(RATIONAL, b"", count=0)},
    "four numbers": {2: [(30, 1), (39, 1), (26, 1), (1, 1)]},
    "beyond the pole": {2: [(90, 1), (0, 1), (1, 1)]},
    "beyond the date line": {4: [(180, 1), (1, 1), (0, 1)]},
    "below zero": {2: Raw(SRATIONAL, struct.pack("<6l", -30, 1, 39, 1, 26, 1))},
    "no longitude": {4: Raw(RATIONAL, b"", count=0)},
}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("case", NOWHERE)
def test_place_that_is_no_place_is_left_out_and_the_time_is_kept(case, kind):
    said = develop(photo(exif({ORIENTATION: 1}, {ORIGINAL: TIME}, {**SQUARE, **NOWHERE[case]}), kind)).said

    assert (said.taken_at, said.latitude, said.longitude) == (MOMENT, None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["0/0 for a latitude", "no number", "next to nothing for both"])
def test_photo_from_no_place_is_reported_without_one(alice, client, case):
    client.force_login(alice)
    sent = take(alice, photo(exif(place={**SQUARE, **NOWHERE[case]})))
    address = f"/act/eco-photo/{sent.public_id}/"

    assert client.get(address).context["form"].initial == {}
    client.post(address, {"category": "litter", "latitude": "", "longitude": "", "place_source": ""})

    report = PhotoReport.objects.get()
    assert (report.latitude, report.longitude, report.place_source) == (None, None, "")


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["NaN", "sNaN", "Infinity", "-Infinity", "1e400"])
def test_place_that_a_browser_makes_up_is_refused(alice, client, said):
    client.force_login(alice)
    sent = take(alice, photo(exif()))

    answer = client.post(
        f"/act/eco-photo/{sent.public_id}/",
        {"category": "litter", "latitude": "30.657367", "longitude": said, "place_source": "map"},
    )

    assert (answer.status_code, "longitude" in answer.context["form"].errors) == (200, True)
    assert not PhotoReport.objects.exists()


# A JPEG without its notes


def pixels(content: bytes) -> bytes:
    return Image.open(BytesIO(content)).convert("RGB").tobytes()


@pytest.mark.parametrize("name", ["Canon_40D.jpg", "gps_DSCN0010.jpg", "gps_DSCN0025.jpg", "no_exif.jpg"])
def test_bare_picture_of_a_real_photo_looks_the_same(name):
    content = sample(name)
    parts = jpeg.parts_of(content)

    assert pixels(parts.bare) == pixels(content)
    assert len(parts.bare) < len(content)
    assert not any(word in parts.bare for word in (b"Exif", b"http://ns.adobe.com", b"Photoshop"))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}, {"comment": b"words"}])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_bare_picture_looks_the_same(mode, options):
    content = as_file(drawn().convert(mode), **options)
    parts = jpeg.parts_of(content + b"behind")

    assert pixels(parts.bare) == pixels(content)
    assert (parts.end, parts.bare[-2:]) == (len(content), b"\xff\xd9")


@pytest.mark.parametrize("length", range(0, 9_000, 250))
def test_picture_that_breaks_off_has_no_end(length):
    parts = jpeg.parts_of(as_file(drawn())[:length])

    assert parts is None or parts.end is None
