"""Proves that what was published of each month's credits is what the books of that month say."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from city.models import MonthFact, Subject
from city.transparency import counting
from common.audit import Finding
from common.city_time import day_span, next_month

CODE = "published_credits_are_not_in_the_books"


def findings() -> Iterator[Finding]:
    published: dict[date, dict[str, int]] = defaultdict(dict)
    for fact in MonthFact.objects.filter(subject=Subject.CREDITS).order_by("month"):
        published[fact.month][fact.code] = fact.amount
    for month, amounts in published.items():
        facts = counting.credits_of(day_span(month)[0], day_span(next_month(month))[0])
        booked = {fact.code: fact.amount for fact in facts}
        for code in sorted(amounts.keys() | booked.keys()):
            if amounts.get(code) != booked.get(code):
                told = f"{month:%Y-%m} {code}: published are {amounts.get(code)}, the books say {booked.get(code)}"
                yield Finding(CODE, told)
