"""Daily steps, in columns that a citizen can write in any spreadsheet, and steps by the minute as bands write them."""

from datetime import timedelta

from activities.gate.drafts import Draft
from channels.files.formats import finer
from channels.files.formats.base import Column, FileFormat
from channels.files.formats.finer import Part
from channels.files.formats.rows import Row
from channels.files.formats.table import Table
from common.city_time import city_day, day_span
from common.typed.refusals import UnreadableDay
from methodologies.base import Span


class StepsCsv(FileFormat):
    code = "steps"
    name = {"zh-hans": "每日步数", "en": "Daily steps"}
    help = {
        "zh-hans": "用表格记录每天的步数，另存为 CSV。手环按分钟或小时导出的文件也可以："
        "有“时间”一列时，同一天的各行相加。",
        "en": "Write the steps of each day into a spreadsheet and save it as CSV. What a band exports by the minute or "
        "the hour is taken too: with a column “time” the rows of one day are added up.",
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
            claims="steps",
        ),
        Column(
            name="time",
            label={"zh-hans": "时间", "en": "time"},
            help={
                "zh-hans": "可不填；写了时间的各行是当天的一部分，会相加",
                "en": "May be left out; rows with a time are parts of their day and are added up",
            },
            aliases=("时刻", "时段", "小时", "开始", "开始时间", "hour", "start", "start time", "start_time"),
            optional=True,
        ),
    )
    example = ("2026-11-22", "8000", "")

    def check(self, read: Table) -> None:
        rows = self.rows(read)
        if "time" not in rows.places:
            finer.check_totals(rows, day="date")

    def gathered(self, read: Table) -> Table:
        """Rows with a time, in a column of its own or beside their day, are parts of the day."""
        rows = self.rows(read)
        has_times = "time" in rows.places or any(":" in line.text or "：" in line.text for line in read.lines)
        return finer.summed(rows, _part, day="date", amount="steps") if has_times else read

    def draft(self, row: Row) -> Draft | None:
        """A day's total, if it has a step. A row that still has a time could not be added: reading it says why."""
        day, steps = row.day("date"), row.whole("steps")
        if row.words("time"):
            _began(row)
        elif row.has("time") and not steps:
            return None
        return Draft("walking", Span.DAY, *day_span(day), {"steps": steps})


def _part(row: Row) -> Part | None:
    """A row without a time is a total."""
    if row.words("time"):
        return Part(row.day("date"), _began(row), row.whole("steps") or 0)
    try:
        day = row.day("date")
    except UnreadableDay:
        began = row.moment("date")
        # A midnight that is no day is 24:00, of which nobody knows whether it ends its day or stands for it.
        if began != day_span(city_day(began))[0]:
            return Part(city_day(began), began, row.whole("steps") or 0)
        return None
    # A midnight is the first part of its day. Where the day has no other it is the total, too.
    midnight = ":" in row.words("date")
    return Part(day, day_span(day)[0], row.whole("steps") or 0) if midnight else None


def _began(row: Row) -> timedelta:
    """Raises `UnreadableClock`."""
    return finer.began(row.words("time"), label=row.called("time"))


FORMAT = StepsCsv()
