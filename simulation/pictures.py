"""Pictures drawn by code: a street, a dashboard, a meter, no two alike, with what a phone's camera says beside them."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw

from common.city_time import CITY_ZONE
from simulation.chance import Chance

SIZE = (480, 360)
TAKEN, ZONE, EXIF = 0x9003, 0x9011, 0x8769
"""Tags of EXIF: when a photo was taken, by which zone, and where these stand."""
Colour = tuple[int, int, int]
SKIES: Sequence[Colour] = ((150, 190, 226), (196, 204, 212), (226, 192, 158), (168, 206, 214))
WALLS: Sequence[Colour] = ((214, 204, 188), (178, 172, 164), (166, 116, 96), (150, 160, 170), (226, 222, 212))
PANES: Sequence[Colour] = ((92, 112, 132), (120, 140, 156), (238, 222, 168))
GROUNDS: Sequence[Colour] = ((104, 104, 108), (132, 128, 122), (112, 134, 98))
THINGS: Sequence[Colour] = ((244, 244, 238), (62, 96, 158), (176, 66, 54), (62, 62, 64), (206, 172, 66))
PLASTIC: Colour = (74, 76, 80)


def street(chance: Chance, taken_at: datetime | None = None) -> bytes:
    """Houses, trees and a road, under some sky."""
    width, height = SIZE
    picture = _behind(chance, chance.pick(SKIES))
    pen = ImageDraw.Draw(picture)
    ground = height * chance.whole(55, 72) // 100
    left = -chance.whole(0, 30)
    while left < width:
        wide, tall = chance.whole(40, 110), chance.whole(60, ground - 20)
        pen.rectangle((left, ground - tall, left + wide, ground), fill=_like(chance, chance.pick(WALLS)))
        for row in range(ground - tall + 10, ground - 12, 22):
            for column in range(left + 8, left + wide - 10, 20):
                pen.rectangle((column, row, column + 9, row + 11), fill=chance.pick(PANES))
        left += wide + chance.whole(2, 22)
    pen.rectangle((0, ground, width, height), fill=_like(chance, chance.pick(GROUNDS)))
    for _tree in range(chance.whole(2, 6)):
        x, reach = chance.whole(0, width), chance.whole(18, 48)
        pen.rectangle((x - 4, ground - 10, x + 4, ground + 25), fill=(88, 62, 40))
        pen.ellipse((x - reach, ground - 2 * reach, x + reach, ground), fill=(40, chance.whole(90, 170), 60))
    for _thing in range(chance.whole(2, 7)):
        x, y, reach = chance.whole(0, width), chance.whole(ground, height), chance.whole(8, 36)
        pen.ellipse((x - reach, y - reach // 2, x + reach, y + reach // 2), fill=_like(chance, chance.pick(THINGS)))
    return _as_jpeg(picture, taken_at)


def grove(chance: Chance) -> bytes:
    """Young trees in rows on a hill."""
    width, height = SIZE
    picture = _behind(chance, chance.pick(SKIES))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((-width // 2, height // 2, width * 3 // 2, height * 2), fill=_like(chance, (132, 158, 92)))
    for row in range(4):
        ground, reach = height * (62 + 10 * row) // 100, 10 + 7 * row
        for x in range(chance.whole(0, 30), width, 34 + 14 * row):
            y = ground + chance.around(0, 8)
            pen.rectangle((x - 2, y - reach, x + 2, y + reach // 2), fill=(88, 62, 40))
            pen.ellipse((x - reach, y - 3 * reach, x + reach, y - reach // 2), fill=_like(chance, (58, 128, 66)))
    return _as_jpeg(picture, None)


def dial(chance: Chance, reading: int, words: str = "", taken_at: datetime | None = None) -> bytes:
    """A dashboard or a meter with its digits, and a slip of paper with a code where one is asked for."""
    width, height = SIZE
    picture = _behind(chance, PLASTIC)
    pen = ImageDraw.Draw(picture)
    x, y, reach = width // 2 + chance.whole(-60, 60), height // 2 + chance.whole(-40, 40), chance.whole(80, 140)
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=_like(chance, (30, 32, 36)), outline=(220, 220, 220))
    for _mark in range(chance.whole(4, 12)):
        pen.line(
            (x, y, x + chance.around(0, 2 * reach), y + chance.around(0, 2 * reach)),
            fill=_like(chance, (200, 200, 196)),
        )
    pen.rectangle((x - 62, y + 12, x + 62, y + 46), fill=(15, 20, 15))
    pen.text((x - 44, y + 22), f"{reading:07}", fill=(180, 240, 180))
    if words:
        left, top = chance.whole(10, 300), chance.whole(10, 40)
        pen.rectangle((left, top, left + 90, top + 34), fill=(250, 250, 240))
        pen.text((left + 24, top + 12), words, fill=(20, 20, 20))
    return _as_jpeg(picture, taken_at)


def _behind(chance: Chance, colour: Colour) -> Image.Image:
    """What lies behind all else, lighter here and darker there."""
    coarse = Image.new("RGB", (5, 4))
    coarse.putdata([_like(chance, colour) for _cell in range(20)])
    return coarse.resize(SIZE, Image.Resampling.BILINEAR)


def _like(chance: Chance, colour: Colour) -> Colour:
    """The colour, a little lighter or darker."""
    red, green, blue = colour
    more = chance.whole(-26, 26)
    return min(red + more, 255), min(green + more, 255), min(blue + more, 255)


def _as_jpeg(picture: Image.Image, taken_at: datetime | None) -> bytes:
    written = BytesIO()
    exif = Image.Exif()
    if taken_at is not None:
        said = exif.get_ifd(EXIF)
        said[TAKEN] = f"{taken_at.astimezone(CITY_ZONE):%Y:%m:%d %H:%M:%S}"
        said[ZONE] = "+08:00"
        exif[EXIF] = said
    picture.save(written, "JPEG", quality=80, exif=exif)
    return written.getvalue()
