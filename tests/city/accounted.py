"""Five months of which the city has accounted, with a small group in each, and what waits."""

from city.models import MonthFact, Subject
from common.city_time import next_month
from tests.conftest import NOW, TODAY

MONTHS = 5


def account(pot: str) -> None:
    """From June on; `pot` is the code of the budget that pays."""
    month = TODAY.replace(month=6, day=1)
    for nth in range(1, MONTHS + 1):
        keep(month, *numbers(nth, pot))
        month = next_month(month)
    keep(
        month,
        (Subject.WAITING, "claim", 10, 11),
        (Subject.OLDEST_H, "claim", 52, 11),
    )


def keep(month, *facts) -> None:
    for subject, code, amount, citizens in facts:
        MonthFact.objects.create(month=month, subject=subject, code=code, amount=amount, citizens=citizens, kept_at=NOW)


def numbers(nth: int, pot: str) -> list[tuple[Subject, str, int, int | None]]:
    issued, spent = 180_417 + 23_000 * nth, 41_000 * nth + 7
    return [
        *(
            (Subject.CREDITS, code, amount, citizens)
            for code, amount, citizens in (
                ("issued", issued, 4100),
                ("spent", spent, 900 + nth),
                ("given", 1200 * nth, 60),
                ("expired", 40 if nth == 1 else 0, 3 if nth == 1 else 0),
                ("taken_back", 310, 12),
                ("outstanding", 150_000 * nth, 4100),
            )
        ),
        (Subject.RECORDED, "all", 52_037 + 900 * nth, 4200),
        *(
            (Subject.REFUSED, code, amount, citizens)
            for code, amount, citizens in (
                ("out_of_bounds", 210 + nth, 120),
                ("counted_meanwhile", 44, 30),
                ("refused_in_review", 31, 22),
                ("refused_over_doubts", 12, 9),
                ("frozen", 6, 3),
            )
        ),
        (Subject.APPEALS, "sent", 30, 28),
        (Subject.APPEALS, "granted", 11, 10),
        (Subject.APPEALS, "refused", 17, 16),
        (Subject.CLAIMS, "sent", 42, 40),
        (Subject.CLAIMS, "granted", 29, 27),
        (Subject.CLAIMS, "refused", 12, 12),
        *(
            (subject, kind, amount, citizens)
            for kind, decided, median, ninetieth, citizens in (
                ("appeal", 28, 20, 95, 26),
                ("claim", 41, 9, 70, 39),
                ("photo", 310, 3, 21, 200),
            )
            for subject, amount in (
                (Subject.DECIDED, decided),
                (Subject.MEDIAN_H, median),
                (Subject.NINETIETH_H, ninetieth),
            )
        ),
        (Subject.FREEZES, "all", 6, 6),
        (Subject.FUNDED, pot, 5_000_000, None),
        (Subject.LEFT, pot, 5_000_000 - issued * nth, 4100),
    ]
