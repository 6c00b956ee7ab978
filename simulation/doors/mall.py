"""A merchant comes about: somebody applies, the desk approves; offers are written, stocked and published."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time

from accounts.models import User
from common import licences
from common.city_time import at_city_time
from common.texts import Text
from merchants import stock, tickets
from merchants.bank_accounts import Account
from merchants.businesses import Business
from merchants.desk import approval, publishing, reporting
from merchants.mall import causes
from merchants.models import Cause, CauseReport, Membership, Merchant, Offer, OfferKind, Role, Shop
from merchants.models.offer import every_weekday
from merchants.refusals import NothingGiven
from merchants.room import drafts, shops, staff, submitting
from merchants.room.applying import Application, apply
from simulation.doors.in_their_name import in_their_name


def apply_and_approve(
    *, owner: User, name: Text, business: str, places: Sequence[shops.Place], number: int, by: User, now: datetime
) -> Merchant:
    """With its shops; the first one stands in the application. What its licence says is made up after a number."""
    said = made_up(name["zh-hans"], number)
    merchant = apply(citizen=owner, application=Application(name, business, places[0], *said), now=now)
    merchant = approve(merchant, by=by, now=now)
    for place in places[1:]:
        shops.add(merchant=merchant, place=place, now=now)
    return merchant


def made_up(name: str, number: int) -> tuple[Business, Account]:
    """Of no firm: its own number begins with six zeros, which none has. Letters and check characters are right."""
    first = f"91510104{number:09}"
    firm = Business(f"{first}{licences.check_letter(first)}", f"成都{name}有限公司", "周敏", "028-8600 0000")
    return firm, Account("天府演示银行成都锦江支行", f"990000{number:013}")


def place(name: Text, district: str, address: Text, hours: tuple[int, int] = (9, 21)) -> shops.Place:
    """`hours` are those of the clock."""
    opens, closes = hours
    return shops.Place(name, district, address, opens_at=time(opens), closes_at=time(closes))


def shops_of(merchant: Merchant) -> list[Shop]:
    return list(merchant.shops.order_by("pk"))


def leader_of(merchant: Merchant) -> Membership:
    return Membership.objects.current().get(merchant=merchant, role=Role.OWNER)


def hire(*, by: Membership, phone: str, user: User, role: str, now: datetime) -> Membership:
    """Invited by phone, and accepted."""
    invited = staff.invite(by=by, phone=phone, role=Role(role), now=now)
    return staff.accept(citizen=user, membership=invited, now=now)


def invite(*, by: Membership, phone: str, role: str, now: datetime) -> None:
    staff.invite(by=by, phone=phone, role=Role(role), now=now)


def write_offer(
    *,
    merchant: Merchant,
    kind: str,
    title: Text,
    terms: Text,
    picture: str,
    price: int,
    settlement_fen: int,
    days: tuple[date, date],
    a_day: int | None,
    opens: time = time(0),
    weekdays: Sequence[int] = (),
    only_at: Sequence[Shop] = (),
    limit: tuple[int | None, int | None] = (None, None),
    value_fen: int = 0,
    now: datetime,
) -> Offer:
    """A draft with its stock; `a_day` pieces a day, or without a limit. Of what is off a bill the rest stays."""
    draft = drafts.Draft(
        kind=OfferKind(kind),
        title=title,
        terms=terms,
        picture=picture,
        price=price,
        settlement_fen=settlement_fen,
        starts_on=days[0],
        ends_on=days[1],
        weekdays=weekdays or every_weekday(),
        shops=only_at,
        voucher_days=7,
        is_limited=a_day is not None,
        limit_count=limit[0],
        limit_days=limit[1],
        value_fen=value_fen,
    )
    offer = drafts.write(merchant=merchant, draft=draft)
    if a_day is not None:
        stock.release(offer=offer, a_day=a_day, opens=opens, now=now)
    return offer


def submit(offer: Offer, *, now: datetime) -> Offer:
    return submitting.submit(offer=offer, now=now)


@in_their_name
def publish(offer: Offer, *, by: User, now: datetime) -> Offer:
    return publishing.publish(offer=offer, by=by, now=now)


def withdraw(offer: Offer, *, now: datetime) -> Offer:
    return submitting.withdraw(offer=offer, now=now)


@in_their_name
def suspend(merchant: Merchant, *, by: User, now: datetime) -> Merchant:
    return approval.suspend(merchant=merchant, by=by, now=now)


@in_their_name
def approve(merchant: Merchant, *, by: User, now: datetime) -> Merchant:
    return approval.approve(merchant=merchant, by=by, now=now)


def close(merchant: Merchant, *, now: datetime) -> None:
    """Every shop shuts."""
    for shop in shops_of(merchant):
        shops.set_open(shop=shop, is_open=False, now=now)


@in_their_name
def tickets_of(
    *,
    merchant: Merchant,
    title: Text,
    terms: Text,
    price: int,
    settlement_fen: int,
    days: tuple[date, date],
    codes: Iterable[str],
    by: User,
    now: datetime,
) -> Offer:
    """Transit tickets and donations are made at the desk, which writes the row in its own form."""
    offer = Offer.objects.create(
        kind=OfferKind.TRANSIT,
        merchant=merchant,
        title=title,
        terms=terms,
        picture="metro",
        price=price,
        settlement_fen=settlement_fen,
        starts_on=days[0],
        ends_on=days[1],
    )
    tickets.import_codes(offer, codes, opens_at=at_city_time(days[0], time(0)), now=now)
    return publishing.publish(offer=offer, by=by, now=now)


@in_their_name
def add_tickets(offer: Offer, codes: Iterable[str], *, by: User, now: datetime) -> None:
    """More codes for tickets that are on show, to be had at once."""
    tickets.import_codes(offer, codes, opens_at=now, now=now)


@in_their_name
def cause(
    *, name: Text, summary: Text, title: Text, terms: Text, price: int, days: tuple[date, date], by: User, now: datetime
) -> Offer:
    given = Cause.objects.create(name=name, summary=summary)
    offer = Offer.objects.create(
        kind=OfferKind.DONATION,
        cause=given,
        title=title,
        terms=terms,
        picture="leaf",
        price=price,
        starts_on=days[0],
        ends_on=days[1],
        is_limited=False,
    )
    return publishing.publish(offer=offer, by=by, now=now)


def raised(cause: Cause) -> int:
    """Credits given to it."""
    return causes.raised(cause)


def report_cause(
    *,
    cause: Cause,
    days: tuple[date, date],
    words: Text,
    place: Text,
    quantity: int,
    photo: bytes,
    by: tuple[User, User],
    now: datetime,
) -> None:
    """Written down by the first, with a photo, and published by the second, unless all was given on other days."""
    writer, publisher = by
    report = CauseReport.objects.create(
        cause=cause,
        from_on=days[0],
        to_on=days[1],
        text=words,
        place=place,
        done_on=days[1],
        quantity=quantity,
        written_by=writer,
    )
    report = reporting.put_photo(report=report, content=photo, by=writer)
    with suppress(NothingGiven):
        reporting.publish(report=report, by=publisher, seen=reporting.edition_of(report), now=now)
