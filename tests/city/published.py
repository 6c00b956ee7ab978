"""A city whose figures were published: two months of days and two released months, for tests of what shows them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from accounts.districts import District
from city.rollups.models import PublishedCell, PublishedDay, RolledDay
from common.city_time import city_day
from tests.conftest import NOW

ALL, REST = PublishedCell.ALL, PublishedCell.REST
SCENARIOS = {"bike-share": 41, "metro": 24, "ev-driving": 13, "walking": 9, "bill-payment": 6, "bus": 4}
PROOFS = {"provider": 62, "device": 30, "self_declared": 8}
"""Percents of the grams; the rest is what is put together."""
HIDDEN = ("pujiang", "dayi")


def publish(now: datetime = NOW, *, days: int = 70) -> None:
    """Days up to the one of `now`, and the two months before its month: the same figures each time."""
    today = city_day(now)
    for ago in range(days):
        _day(today - timedelta(days=ago), grams=150_000 + 3_000 * ((days - ago) % 11) - 500 * ago, at=now)
    month = today.replace(day=1)
    for _nth in range(2):
        month = (month - timedelta(days=1)).replace(day=1)
        release(month, now)


def release(month: date, now: datetime = NOW) -> None:
    grams = {district: 120_000 * (nth + 1) for nth, district in enumerate(District) if district not in HIDDEN}
    together = 300_000
    whole = sum(grams.values()) + together
    _cell(month, now, whole)
    for district, amount in grams.items():
        _cell(month, now, amount, district=district)
    for district in HIDDEN:
        _cell(month, now, None, district=district)
    _cell(month, now, together, district=REST)
    _split(month, now, whole, "scenario", SCENARIOS)
    _split(month, now, whole, "evidence", PROOFS)


def _split(month: date, now: datetime, whole: int, by: str, percents: Mapping[str, int]) -> None:
    parts = {key: whole * percent // 100 for key, percent in percents.items()}
    for key, grams in parts.items():
        _cell(month, now, grams, **{by: key})
    if left := whole - sum(parts.values()):
        _cell(month, now, left, **{by: REST})


def _day(day: date, *, grams: int, at: datetime) -> None:
    PublishedDay.objects.create(
        day=day,
        until=at,
        taken_until=at,
        acts=grams // 500,
        grams=grams,
        credits=grams // 10,
        citizens=grams // 5000 * 5,
    )
    RolledDay.objects.create(day=day, first_act=1, last_act=1, until=at, summed_at=at)


def _cell(month: date, at: datetime, grams: int | None, **of: str) -> None:
    sums = {} if grams is None else {"acts": grams // 500, "grams": grams, "credits": grams // 10, "citizens": 5}
    PublishedCell.objects.create(month=month, released_at=at, **of, **sums)
