"""What the portal does by the clock: vouchers and vintages expire, doubts end, days are sealed and published."""

from datetime import date, datetime

from activities.scoring import under_review
from city.keeping import keep as keep_figures
from city.rollups import publishing, summing
from city.rollups import releasing as months
from city.transparency.keeping import keep as account
from credits import expiry
from credits.keeping import keep as keep_books
from jobs.due import database_now
from merchants.mall import releasing
from seals import sealing

VOUCHERS_A_RUN = 1000


def expire(*, now: datetime) -> tuple[int, int]:
    """How many vouchers and how many vintages ended."""
    vouchers = vintages = 0
    while some := releasing.expire_due(now=now, limit=VOUCHERS_A_RUN):
        vouchers += some
    while some := expiry.expire(now=now):
        vintages += some
    return vouchers, vintages


def refuse_undecided(*, now: datetime) -> int:
    """Acts in doubt that nobody decided on in time; returns how many."""
    refused = 0
    while some := under_review.refuse_overdue(now=now):
        refused += some
    return refused


def seal(day: date, *, now: datetime) -> None:
    """Seals the day and keeps the city's figures and the books of it, as the jobs would at that hour.

    Where the simulation lies before the database's clock the days are due as always. A simulation of days to come says
    itself which day is over: on such data nothing can be written before these days have come.
    """
    if now <= database_now():
        while (due := sealing.due_day(now)) is not None and due <= day:
            _seal(due, now)
    else:
        _seal(day, now)
    keep_figures()
    keep_books()


def publish(*, now: datetime) -> None:
    """What the city did and accounts for becomes public, as the jobs would have it by now."""
    summing.keep()
    publishing.publish()
    months.release(now)
    publishing.publish_today(now)
    account(now=now)


def _seal(day: date, now: datetime) -> None:
    closed = sealing.close(day, now=now)
    sealing.wait_until_settled(closed)
    sealing.seal(closed, now=now)
