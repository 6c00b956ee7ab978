"""A picture that asks for far more work than its pixels are is refused before the work is done."""

import resource

import pytest

from common.pictures import cleaning, darkroom
from common.pictures.cleaning import Unusable
from common.pictures.pieces import MOST_SCANS
from tests.evidence import heavy
from tests.evidence.pictures import as_file, drawn

MOST_CPU_S = 1.5
"""Of a decoder, with its start; a photo of this size takes a tenth of it."""


def decoders_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def outcome(content: bytes) -> tuple[str, float]:
    """What the darkroom says of a file, and the seconds that its decoder took of a processor."""
    before = decoders_s()
    try:
        darkroom.clean_copies(content, longest_sides_px=[320])
        said = "taken"
    except Unusable as unusable:
        said = unusable.reason
    return said, decoders_s() - before


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (heavy.repeated_scans, "unreadable_photo"),
        # Broken, and read to its end all the same, as before; only not for twenty seconds.
        (heavy.run_of_marks, "taken"),
        (heavy.restart_intervals, "unreadable_photo"),
        (lambda: heavy.png_with(heavy.chunk(b"tEXt", b"a\0") * 900_000), "unreadable_photo"),
        (lambda: heavy.png_with(heavy.chunk(b"prVt") * 1_000_000), "unreadable_photo"),
        (lambda: heavy.png_with(heavy.chunk(b"IDAT") * 1_000_000), "unreadable_photo"),
        (lambda: heavy.png_with(heavy.packed(b"iCCP", 300_000_000)), "unreadable_photo"),
        (lambda: heavy.png_with(heavy.packed(b"zTXt", 60_000_000) * 100), "unreadable_photo"),
        (heavy.boxes, "unreadable_photo"),
        (heavy.riff, "unreadable_photo"),
        (lambda: heavy.moving("WEBP"), "moving_picture"),
        (lambda: heavy.moving("PNG"), "moving_picture"),
        (lambda: heavy.moving("GIF", 20), "not_a_photo"),
    ],
    ids=[
        "scans",
        "marks",
        "intervals",
        "words",
        "private",
        "empty",
        "colours",
        "packed words",
        "boxes",
        "riff",
        "webp",
        "apng",
        "gif",
    ],
)
def test_picture_of_much_work_is_little_work(make, said):
    found, seconds = outcome(make())

    assert found == said
    assert seconds < MOST_CPU_S


def test_as_many_scans_as_editors_write_are_taken():
    assert outcome(as_file(drawn(), progressive=True))[0] == "taken"
    assert outcome(heavy.repeated_scans(MOST_SCANS - 20, side=400))[0] == "taken"
    assert outcome(heavy.repeated_scans(MOST_SCANS, side=400))[0] == "unreadable_photo"


def test_interlaced_picture_stays_within_the_decoders_time():
    _found, seconds = outcome(heavy.interlaced())

    assert seconds < cleaning.PROCESSOR_S / 2


ENDLESS = """
import sys
from common.pictures import cleaning

cleaning.PROCESSOR_S = 1
cleaning.answer(lambda _content: sum(iter(int, 1)), sys.stdin.buffer, sys.stdout.buffer)
"""


def test_decoder_that_does_not_end_is_ended():
    before = decoders_s()

    with pytest.raises(Unusable) as unusable:
        darkroom.run(("-c", ENDLESS), b"")

    assert unusable.value.reason == "unreadable_photo"
    assert decoders_s() - before < 3
