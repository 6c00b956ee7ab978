"""The bulletin and buyers' years: one of a holder offers and another lists; a buyer's owner takes up and pays."""

from datetime import date, datetime, timedelta

from accounts.models import User
from common.city_time import city_day
from projects.bulletin import dealing, offering, parts, reminding
from projects.buyers import standing, stating
from projects.models import Deal, Offer, Organisation, Part, UnitBlock, YearStatement
from projects.registry import ordering
from simulation.doors.units import who

ENDED_A_RUN = 500


def offer(
    block: UnitBlock, *, tonnes: int, price_fen: int, least: int, days: int, is_named: bool, now: datetime
) -> Offer:
    assert block.holder is not None
    until = city_day(now) + timedelta(days=days)
    payment = f"户名：{block.holder}；账号由财务提供，电话 028-8000{block.holder.pk % 10000:04}"
    wanted = offering.Wanted(tonnes, price_fen, least, until, payment, names_holder=is_named)
    return offering.ask(block=block, wanted=wanted, by=who(block.holder, Part.EDITOR), now=now)


def publish(made: Offer, *, now: datetime) -> Offer:
    return offering.publish(offer=made, by=who(made.holder, Part.OWNER), now=now)


def withdraw(made: Offer, *, now: datetime) -> Offer:
    return offering.withdraw(offer=made, by=who(made.holder, Part.EDITOR), now=now)


def free(made: Offer) -> int:
    """What can be taken up in one piece at most."""
    return max((row.tonnes for row in parts.free(made)), default=0)


def accept(made: Offer, *, buyer: Organisation, tonnes: int, is_named: bool, now: datetime) -> Deal:
    by = who(buyer, Part.OWNER)
    return dealing.accept(offer=made, buyer=buyer, tonnes=tonnes, by=by, names_buyer=is_named, now=now)


def pay(deal: Deal, *, reference: str, paid_on: date, now: datetime) -> Deal:
    by = who(deal.buyer, Part.OWNER)
    return dealing.say_paid(deal=deal, bank_reference=reference, paid_on=paid_on, by=by, now=now)


def confirm(deal: Deal, *, now: datetime) -> Deal:
    return dealing.confirm(deal=deal, by=who(deal.offer.holder, Part.OWNER), now=now)


def dispute(deal: Deal, *, words: str, now: datetime) -> Deal:
    return dealing.dispute(deal=deal, words=words, by=who(deal.offer.holder, Part.OWNER), now=now)


def end(deal: Deal, *, words: str, by: User, now: datetime) -> Deal:
    return dealing.end(deal=deal, words=words, by=by, now=now)


def tidy(*, now: datetime) -> int:
    """What the clock does to offers and deals."""
    return reminding.tidy(now=now, limit=ENDED_A_RUN)


def state(organisation: Organisation, *, year: int, emitted: tuple[int, str, str], now: datetime) -> YearStatement:
    by = who(organisation, Part.EDITOR)
    return stating.state(
        organisation=organisation, year=year, emitted=stating.Emitted(*emitted), by=by, now=now
    ).statement


def retire_for(statement: YearStatement, block: UnitBlock, *, tonnes: int, now: datetime) -> None:
    """One orders it, another releases it."""
    by, owner = who(statement.organisation, Part.EDITOR), who(statement.organisation, Part.OWNER)
    order = stating.retire(statement=statement, block=block, tonnes=tonnes, by=by, now=now)
    ordering.release(order=order, by=owner, now=now)


def missing(statement: YearStatement) -> int:
    return standing.standing_of(statement).missing


def publish_year(statement: YearStatement, *, now: datetime) -> YearStatement:
    return stating.publish(statement=statement, by=who(statement.organisation, Part.OWNER), now=now)
