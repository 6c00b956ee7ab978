"""Google Fit's "Daily activity metrics.csv" out of Google Takeout: its daily steps, where a day has any."""

from collections.abc import Mapping

from activities.imports import cells
from activities.imports.base import Column, FileFormat
from activities.intake import Draft
from common.city_time import day_span
from methodologies.base import Span
from scenarios.rules import Evidence


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
        ),
    )
    example = ("2026-11-22", "8000")
    evidence = Evidence.DEVICE
    has_template = False

    def draft(self, row: Mapping[str, str]) -> Draft | None:
        steps = cells.number(row["Step count"])
        if steps in (None, 0):
            return None
        return Draft("walking", Span.DAY, *day_span(cells.day(row["Date"])), {"steps": steps})


FORMAT = GoogleFit()
