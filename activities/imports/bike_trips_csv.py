"""Rides on shared bikes, in columns that a citizen can write in any spreadsheet."""

from collections.abc import Mapping

from activities.imports import cells
from activities.imports.base import Column, FileFormat
from activities.intake import Draft
from methodologies.base import Span


class BikeTripsCsv(FileFormat):
    code = "bike-trips"
    name = {"zh-hans": "共享单车行程", "en": "Bike-share trips"}
    help = {
        "zh-hans": "把骑行订单抄进表格，一次骑行一行，另存为 CSV。不写时区的时间按北京时间。",
        "en": "Copy your rides into a spreadsheet, one a row, and save it as CSV. "
        "Times without a zone are Beijing time.",
    }
    columns = (
        Column(
            name="started_at",
            label={"zh-hans": "开始时间", "en": "started_at"},
            help={"zh-hans": "开锁时间", "en": "When the ride began"},
        ),
        Column(
            name="ended_at",
            label={"zh-hans": "结束时间", "en": "ended_at"},
            help={"zh-hans": "还车时间", "en": "When it ended"},
        ),
        Column(
            name="distance_m",
            label={"zh-hans": "距离（米）", "en": "distance_m"},
            help={"zh-hans": "骑行距离，以米为单位", "en": "The distance in metres"},
            aliases=("距离(米)", "骑行距离（米）", "骑行距离(米)"),
        ),
    )
    example = ("2026-11-22 08:00", "2026-11-22 08:10", "2000")

    def draft(self, row: Mapping[str, str]) -> Draft:
        started_at, ended_at = (cells.moment(row[name], name) for name in ("started_at", "ended_at"))
        values = {"distance_m": cells.number(row["distance_m"])}
        return Draft("bike-share", Span.PERIOD, started_at, ended_at, values)


FORMAT = BikeTripsCsv()
