"""Rides on shared bikes, in columns that a citizen can write in any spreadsheet."""

from collections.abc import Iterator
from dataclasses import replace

from activities.gate.drafts import Draft
from activities.things.naming import NamedThing, record
from channels.files.formats.base import Column, FileFormat
from channels.files.formats.rows import Row
from channels.files.formats.singular import ONE_OF_A_KIND, digits_of, measured, order_number
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
            aliases=("骑行距离（米）",),
            claims="distance_m",
        ),
        Column(
            name="order_id",
            label={"zh-hans": "订单号", "en": "order_id"},
            help={"zh-hans": "可不填；同一订单只计一次", "en": "May be left out; an order counts once"},
            aliases=("订单编号", "order number"),
            optional=True,
        ),
    )
    example = ("2026-11-22 08:00", "2026-11-22 08:10", "2000", "HB26112200001")

    def draft(self, row: Row) -> Draft:
        values = {"distance_m": row.whole("distance_m")}
        ride = Draft("bike-share", Span.PERIOD, row.moment("started_at"), row.moment("ended_at"), values)
        return replace(ride, things=tuple(_records(ride, order_number(row.words("order_id")))))


def _records(ride: Draft, order: str) -> Iterator[NamedThing]:
    """The order, where its number is known, and the ride, where it was measured so finely that it is no other."""
    if order:
        yield record(ride.scenario, "order", order)
    if digits_of(ride) >= ONE_OF_A_KIND:
        yield record(ride.scenario, "ride", str(ride.started_at.timestamp()), *map(str, measured(ride)))


FORMAT = BikeTripsCsv()
