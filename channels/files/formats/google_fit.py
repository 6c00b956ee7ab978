"""Google Fit's "Daily activity metrics.csv" out of Google Takeout: its daily steps, where a day has any."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from activities.gate.drafts import Draft
from activities.things.naming import NamedThing, record
from channels.files.formats.base import Column, FileFormat
from channels.files.formats.rows import Row
from channels.files.formats.singular import ONE_OF_A_KIND, one_spelling, significant_digits
from common.city_time import day_span
from methodologies.base import Span
from scenarios.rules import Evidence

DISTANCE = "Distance (m)"
LEAST_M = 1000
"""From here on the phone's sum of many paths is one of a kind. In the sample of 992 days none over 57 m came twice, but
short ones do: they are a few strides of one length."""


class GoogleFit(FileFormat):
    code = "google-fit"
    name = {"zh-hans": "Google Fit", "en": "Google Fit"}
    help = {
        "zh-hans": "在 takeout.google.com 只勾选“Google Fit”并导出，解压后上传“Daily activity metrics”文件夹里的 "
        "“Daily activity metrics.csv”。没有步数的日期会自动跳过。",
        "en": "At takeout.google.com tick only “Google Fit” and export. Unpack it, and upload "
        "“Daily activity metrics.csv” from the folder “Daily activity metrics”. Days without steps are passed over.",
    }
    columns = (
        Column(
            name="Date",
            label={"zh-hans": "Date", "en": "Date"},
            help={"zh-hans": "哪一天", "en": "The day"},
        ),
        Column(
            name="Step count",
            label={"zh-hans": "Step count", "en": "Step count"},
            help={"zh-hans": "当天总步数", "en": "The total of the day"},
            claims="steps",
        ),
        Column(
            name=DISTANCE,
            label={"zh-hans": DISTANCE, "en": DISTANCE},
            help={"zh-hans": "凭它认出同一条记录", "en": "By it the same record is known again"},
            optional=True,
        ),
    )
    example = ("2026-11-22", "8000", "5600.4820674253702")
    evidence = Evidence.DEVICE
    has_template = False

    def draft(self, row: Row) -> Draft | None:
        steps = row.whole("Step count")
        if not steps:
            return None
        walk = Draft("walking", Span.DAY, *day_span(row.day("Date")), {"steps": steps})
        return replace(walk, things=tuple(_records(walk, steps, one_spelling(row.words(DISTANCE)))))


def _records(walk: Draft, steps: int, distance_m: str) -> Iterator[NamedThing]:
    """The day of one phone, known by its distance with its date or its steps: whichever of them was changed by hand."""
    if significant_digits(distance_m) >= ONE_OF_A_KIND and Decimal(distance_m) >= LEAST_M:
        yield record(walk.scenario, "google-fit day", str(walk.started_at.timestamp()), distance_m)
        yield record(walk.scenario, "google-fit steps", str(steps), distance_m)


FORMAT = GoogleFit()
