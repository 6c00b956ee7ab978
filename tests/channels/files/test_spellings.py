"""A record of an operator or a device counts once, in whichever spelling of its number a file has it."""

import pytest

from activities.models import Activity
from tests.channels.files.conftest import sent_and_read

pytestmark = pytest.mark.usefixtures("catalogue")

FIT = "Date,Step count,Distance (m)\n2026-11-21,2604,{}\n"
ORDER = "started_at,ended_at,distance_m,order_id\n2026-11-22 08:00,2026-11-22 08:10,2000,{}\n"
WALKED = "1169.7750849723816"


@pytest.mark.parametrize(
    ("file", "first", "second"),
    [
        (ORDER, "HB2026112208000001", "ＨＢ2026112208000001"),
        (ORDER, "HB2026112208000001", "𝐇𝐁2026112208000001"),
        (FIT, WALKED, "1169.77508497238160"),
        (FIT, WALKED, "01169.7750849723816"),
        (FIT, WALKED, "+1169.7750849723816"),
        (FIT, WALKED, "1.1697750849723816E3"),
        (FIT, "1.1697750849723816E3", "11697750849723816e-13"),
    ],
    ids=["full-width", "bold", "zero behind", "zero before", "plus", "exponent", "other exponent"],
)
def test_record_counts_once_in_any_spelling_of_its_number(alice, bob, file, first, second):
    sent_and_read(alice, file.format(first))

    sent_and_read(bob, file.format(second))

    assert Activity.objects.get().citizen == alice


def test_another_distance_of_the_same_day_is_another_record(alice, bob):
    sent_and_read(alice, FIT.format(WALKED))

    sent_and_read(bob, FIT.format("1169.7750849723817").replace("2604", "2605"))

    assert Activity.objects.count() == 2
