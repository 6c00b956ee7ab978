"""The same work over a short history and over a long one: what a citizen, a worker and the desk wait for."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import User
from activities import intake
from activities.gate.drafts import Draft
from activities.models import SHARDS, Activity
from activities.scoring import scorer
from benchmarks import acts, history
from benchmarks.bench import Bench
from benchmarks.databases import PREPARED
from benchmarks.frame import Row, Side, Target
from channels.api.way_in import WAY_IN as API
from common.city_time import city_day, day_span
from common.public_ids import new_public_id
from credits import statements
from merchants.desk.approval import approve
from merchants.desk.publishing import publish
from merchants.mall.redeeming import redeem
from merchants.models import Merchant, Offer, OfferKind, Shop
from methodologies.base import Span
from scenarios.rules import Evidence

NAME = "growth"
SHORT, LONG, LONGEST = 10_000, 1_000_000, 10_000_000
ACTS_OF_A_CITIZEN = {SHORT: 50, LONG: 50, LONGEST: 500}
"""Enough to fill a citizen's pages, so that a page shows as much over a short history as over a long one."""
SMALL = "bench_small"
SECONDS = 1.0
SLOWER = 1.3
BYTES_AN_ACT = 700
TEXT = {"zh-hans": "压测", "en": "Bench"}


def rows(bench: Bench) -> Iterator[Row]:
    long = LONGEST if bench.full else LONG
    bench.databases.make(SMALL, template=PREPARED)
    small = replace(bench, environment={**bench.environment, "DATABASE_URL": bench.portals.url(SMALL)})
    fill(small, SHORT)
    fill(bench, long)
    bench.databases.settle(SMALL)
    bench.settle()
    # Taken before anything else is written: what an act of the history takes.
    size = history.bytes_of_tables() / Activity.objects.count()
    at_short, at_long = f"at {SHORT:,} acts", f"at {long:,} acts"
    for name, step in STEPS.items():
        with ExitStack() as stack:
            clients = [stack.enter_context(place.clients(f"{__name__}:{step}", 1)) for place in (small, bench)]
            for each in clients:
                each.seconds = SECONDS
            yield Row(
                f"{NAME}: {name}",
                "a second",
                [Side(at_short, clients[0].run), Side(at_long, clients[1].run)],
                [Target(at_long, at_short, at_least=1 / SLOWER)],
            )
    yield Row(
        f"{NAME}: size",
        "bytes an act",
        [Side(at_long, lambda: size)],
        [Target(at_long, at_most=BYTES_AN_ACT)],
        "tables and indexes, all that an act leaves rows in",
        once=True,
    )


def fill(place: Bench, count: int) -> None:
    """Writes a history of so many acts into the database of a place."""
    citizens = count // ACTS_OF_A_CITIZEN[count]
    with place.clients("benchmarks.history:writer", 1, citizens=citizens) as writing:
        writing.seconds = 0.001
        for _step in range(ACTS_OF_A_CITIZEN[count] // history.DAYS_A_STEP):
            writing.run()


STEPS = {
    "submit": "submitting",
    "home": "home",
    "statement": "statement",
    "scoring": "batches",
    "redeem": "redeeming",
    "desk list": "desk_list",
    "balance_at": "balances",
}
"""What is repeated, by the name of its row; each of these functions makes the step of a client."""


def some_citizens(count: int = 200) -> list[User]:
    return random.sample(list(User.objects.filter(is_staff=False).order_by("pk")[:10_000]), count)


def submitting(number: int, count: int) -> Callable[[], int]:
    citizens, today = some_citizens(), city_day(timezone.now())

    def submit() -> int:
        draft = Draft("walking", Span.DAY, *day_span(today), {"steps": 8000}, new_public_id())
        intake.record(
            citizen=random.choice(citizens),
            drafts=[draft],
            channel=API,
            evidence=Evidence.SELF_DECLARED,
            now=timezone.now(),
        )
        return 1

    return submit


def batches(number: int, count: int) -> Callable[[], int]:
    """Scores a thousand acts of citizens with a history; to put them there is part of the step on both sides."""
    citizens = [citizen.pk for citizen in some_citizens()]

    def score() -> int:
        acts.record_acts(citizens, 1_000, seed=random.randrange(10**9))
        return sum(scorer.score_batch(shard, now=acts.EVENING) for shard in range(SHARDS))

    return score


def home(number: int, count: int) -> Callable[[], int]:
    return reading("/")


def statement(number: int, count: int) -> Callable[[], int]:
    return reading("/statement/")


def reading(address: str) -> Callable[[], int]:
    clients = [signed_in(citizen) for citizen in some_citizens(20)]
    return repeated(clients, address)


def desk_list(number: int, count: int) -> Callable[[], int]:
    client = signed_in(User.objects.create_superuser(f"bench-{new_public_id()}"))
    return repeated([client], "/admin/activities/activity/")


def signed_in(user: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def repeated(clients: list[Client], address: str) -> Callable[[], int]:
    """A look at an address by one of them; what a process does only once is done before."""
    for client in clients:
        # A client has a handler of its own, which looks through all static files when it is first asked.
        client.handler = clients[0].handler
    looked_at(clients[0], address)
    return lambda: looked_at(random.choice(clients), address)


def looked_at(client: Client, address: str) -> int:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return 1


def balances(number: int, count: int) -> Callable[[], int]:
    citizens, long_ago = [citizen.pk for citizen in some_citizens()], timezone.now() - timedelta(days=33)

    def look() -> int:
        statements.balance_at(random.choice(citizens), long_ago)
        return 1

    return look


def redeeming(number: int, count: int) -> Callable[[], int]:
    citizens, offer = some_citizens(), cheap_offer()

    def buy() -> int:
        citizen, key = random.choice(citizens), new_public_id()
        redeem(citizen=citizen, offer=offer, price=offer.price, key=key, now=timezone.now())
        return 1

    return buy


def cheap_offer() -> Offer:
    """An offer for one credit, without limits."""
    now = timezone.now()
    merchant = approve(merchant=Merchant.objects.create(name=TEXT, status_at=now), by=None, now=now)
    Shop.objects.create(merchant=merchant, name=TEXT, district="jinjiang", address=TEXT)
    offer = Offer.objects.create(
        merchant=merchant,
        kind=OfferKind.GOODS,
        title=TEXT,
        terms=TEXT,
        price=1,
        settlement_fen=50,
        starts_on=city_day(now),
        ends_on=city_day(now) + timedelta(days=30),
        is_limited=False,
    )
    return publish(offer=offer, by=None, now=now)
