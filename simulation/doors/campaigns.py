"""Campaigns are written by one of the staff and opened by another, joined, checked in at, paid and reported."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from campaigns.bonuses import due, returning
from campaigns.checkins import checking_in, codes
from campaigns.desk import opening, reporting
from campaigns.models import Campaign
from campaigns.signups import joining, reminding
from simulation.doors.in_their_name import in_their_name

A_RUN = 500


@in_their_name
def write(terms: Mapping[str, Any], *, by: User, now: datetime) -> Campaign:
    draft = opening.begin(Campaign(**terms), by=by, now=now)
    return opening.propose(campaign=draft, by=by, now=now)


@in_their_name
def open_(campaign: Campaign, *, by: User, now: datetime) -> Campaign:
    return opening.open_(campaign=campaign, by=by, now=now)


@in_their_name
def announce(campaign: Campaign, *, words: Mapping[str, str], by: User, now: datetime) -> None:
    opening.announce(campaign=campaign, words=dict(words), by=by, now=now)


@in_their_name
def cancel(campaign: Campaign, *, words: Mapping[str, str], by: User, now: datetime) -> None:
    opening.cancel(campaign=campaign, words=dict(words), by=by, now=now)


@in_their_name
def report(campaign: Campaign, *, text: Mapping[str, str], by: User, now: datetime) -> None:
    reporting.report(campaign=campaign, text=dict(text), photos=[], by=by, now=now)


def join(campaign: Campaign, *, citizen: User, now: datetime) -> None:
    joining.sign_up(campaign=campaign, citizen=citizen, is_adult=True, now=now)


def withdraw(campaign: Campaign, *, citizen: User, now: datetime) -> None:
    joining.withdraw(campaign=campaign, citizen=citizen, now=now)


def check_in(campaign: Campaign, *, citizen: User, now: datetime) -> None:
    """By what the organiser's screen shows."""
    checking_in.by_code(campaign=campaign, citizen=citizen, code=codes.on_screen(campaign, now=now).code, now=now)


def pass_the_day(*, now: datetime) -> int:
    """What the jobs do: pays, takes back, reminds. Returns how many bonuses were paid."""
    paid = 0
    while some := due.pay_due(now=now, limit=A_RUN):
        paid += some
    while returning.return_due(now=now, limit=A_RUN):
        pass
    reminding.remind(now=now, limit=A_RUN * A_RUN)
    return paid
