"""Vouchers over HTTP: a citizen's program redeems, a till's program captures; beside a view that only inserts."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from benchmarks import ledger_cast, web_cast
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from benchmarks.web import VISITORS, served
from common.city_time import city_day
from merchants.desk.approval import approve
from merchants.desk.publishing import publish
from merchants.models import Membership, Merchant, Offer, OfferKind, Role, Shop

NAME = "redeem"
CREDITS = 4_000
AUDITED = (*ledger_cast.ONLY, "merchants")
PRICE = 2
BUDGET = "bench"
TEXT = {"zh-hans": "压测", "en": "Bench"}


def rows(bench: Bench) -> Iterator[Row]:
    citizens = web_cast.make_citizens()
    ledger_cast.make_budget(BUDGET)
    ledger_cast.give_everyone(CREDITS, code=BUDGET)
    offer, shop, cashiers = make_merchant()
    place = {"offer": offer, "price": PRICE, "shop": shop}
    programs = [
        {**place, "cashier": web_cast.bearer(cashier), "tokens": list(map(web_cast.bearer, share))}
        for cashier, share in zip(cashiers, web_cast.shared_out(citizens), strict=True)
    ]
    numbers = [{"citizen_ids": [citizen.pk for citizen in share]} for share in web_cast.shared_out(citizens)]
    bench.settle()
    with (
        served(bench) as web,
        web.visitors("benchmarks.redeeming:hold_and_capture", programs) as ours,
        web.visitors("benchmarks.submitting:plain_insert", numbers) as plain,
    ):
        yield Row(
            NAME,
            "requests a second",
            [Side("ours", ours.run), Side("bare INSERT", plain.run)],
            [Target("ours", "bare INSERT", at_least=0.5)],
            "by turns the request that holds and the one that captures, each counted; 8 cashiers of one merchant, "
            "an offer without a limit; the same server and middleware",
        )


def make_merchant() -> tuple[str, str, list[User]]:
    """The public ids of an offer and of a shop where it can be used, and a cashier for each visitor."""
    now = timezone.now()
    merchant = approve(merchant=Merchant.objects.create(name=TEXT, status_at=now), by=None, now=now)
    shop = Shop.objects.create(merchant=merchant, name=TEXT, district="jinjiang", address=TEXT)
    cashiers = User.objects.bulk_create(User() for _ in range(VISITORS))
    for cashier in cashiers:
        Membership.objects.create(merchant=merchant, user=cashier, role=Role.CASHIER, invited_at=now, accepted_at=now)
    offer = Offer.objects.create(
        merchant=merchant,
        kind=OfferKind.GOODS,
        title=TEXT,
        terms=TEXT,
        picture="cup",
        price=PRICE,
        settlement_fen=50,
        starts_on=city_day(now),
        ends_on=city_day(now) + timedelta(days=30),
        is_limited=False,
    )
    publish(offer=offer, by=None, now=now)
    return offer.public_id, shop.public_id, cashiers
