"""Budgets are opened, and filled by a document each month."""

from datetime import datetime

from accounts.models import User
from credits import budgets
from portal import demo
from simulation.doors.in_their_name import in_their_name

CODE = "citizens"
NAME = {"zh-hans": "公众碳积分（演示）", "en": "Citizens’ credits (demo)"}


def open_budget() -> None:
    budgets.open_budget(CODE, NAME)


@in_their_name
def fund(*, credits: int, document: str, by: User, now: datetime) -> None:
    """Once for a document."""
    budgets.fund_by(budgets.find(CODE), credits, document=document, now=now, by=by)


@in_their_name
def fund_first(*, credits: int, by: User, now: datetime) -> None:
    """The first credits of a simulated city stand in the ledger under a name that says so for ever."""
    budgets.fund(budgets.find(CODE), credits, reference=demo.FUNDED_BY, now=now, by=by)


def remaining() -> int:
    return budgets.remaining(CODE)
