"""The cast of a drill, made past all doors in a process of the portal's: `python -m faults.cast PEOPLE` prints it.

Citizens with a token, half of them with credits to spend; a merchant with an offer, a shop and a cashier.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass

DAYS_WALKED = 28
"""Of each who spends: more credits than one uses up in a cell."""
BUDGET_CREDITS = 10**8
PRICE, FEN = 1, 50
TEXT = {"zh-hans": "演练", "en": "Drill"}


@dataclass(frozen=True, slots=True)
class Person:
    """A user with the header that speaks for them."""

    pk: int
    authorization: str


@dataclass(frozen=True, slots=True)
class Cast:
    earners: list[Person]
    spenders: list[Person]
    credits: int
    """What each of those who spend has earned."""
    cashier: Person
    shop: str
    offer: str


def read(text: str) -> Cast:
    said = json.loads(text)
    people = {name: [Person(**each) for each in said[name]] for name in ("earners", "spenders")}
    return Cast(**{**said, **people, "cashier": Person(**said["cashier"])})


def make(count: int) -> Cast:
    """So many who earn and as many who spend."""
    from faults import people

    earners, spenders = people.citizens(count), people.citizens(count)
    earned = people.earn(spenders, DAYS_WALKED, budget_credits=BUDGET_CREDITS)
    return Cast(earners, spenders, earned, *people.merchant(price=PRICE, fen=FEN, name=TEXT))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")
    django.setup()
    print(json.dumps(asdict(make(int(sys.argv[1])))))
