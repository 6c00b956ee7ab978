"""Daily steps, in columns that a citizen can write in any spreadsheet."""

from collections.abc import Mapping

from activities.imports import cells
from activities.imports.base import Column, FileFormat
from activities.intake import Draft
from common.city_time import day_span
from methodologies.base import Span


class StepsCsv(FileFormat):
    code = "steps"
    name = {"zh-hans": "每日步数", "en": "Daily steps"}
    help = {
        "zh-hans": "用表格记录每天的步数，另存为 CSV。",
        "en": "Write the steps of each day into a spreadsheet and save it as CSV.",
    }
    columns = (
        Column(
            name="date",
            label={"zh-hans": "日期", "en": "date"},
            help={"zh-hans": "哪一天", "en": "The day"},
        ),
        Column(
            name="steps",
            label={"zh-hans": "步数", "en": "steps"},
            help={"zh-hans": "当天总步数", "en": "The total of the day"},
        ),
    )
    example = ("2026-11-22", "8000")

    def draft(self, row: Mapping[str, str]) -> Draft:
        day = cells.day(row["date"])
        return Draft("walking", Span.DAY, *day_span(day), {"steps": cells.number(row["steps"])})


FORMAT = StepsCsv()
