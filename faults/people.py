"""How the cast comes about: in a process that has loaded the portal, by its use cases and its ledger."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import tokens
from accounts.models import Profile, User
from activities import intake
from activities.gate.drafts import Draft
from activities.models import SHARDS
from activities.scoring import scorer
from channels.files.way_in import WAY_IN as FILE
from common.city_time import city_day, day_span
from credits import budgets, statements
from faults.cast import Person
from merchants.desk.approval import approve
from merchants.desk.publishing import publish
from merchants.models import Membership, Merchant, Offer, OfferKind, Role, Shop
from methodologies.base import Span
from scenarios.rules import Evidence

BUDGET = "citizens"
STEPS = {"steps": 20_000}


def citizens(count: int) -> list[Person]:
    users = User.objects.bulk_create(User() for _ in range(count))
    Profile.objects.bulk_create(Profile(user=user, district="jinjiang") for user in users)
    return [person_of(user) for user in users]


def earn(people: Sequence[Person], days: int, *, budget_credits: int) -> int:
    """Fills the citizens' budget and has everyone walk on the days before today; returns what each has now.

    They are real acts, recorded and scored, so that the audit can say of every credit where it came from.
    """
    now = timezone.now()
    budget = budgets.open_budget(BUDGET, {"zh-hans": BUDGET, "en": BUDGET})
    budgets.fund(budget, budget_credits, reference=f"fund:{BUDGET}:drill-{people[0].pk}", now=now)
    before = [city_day(now) - timedelta(days=ago) for ago in range(1, days + 1)]
    walks = [Draft("walking", Span.DAY, *day_span(day), STEPS) for day in before]
    # In one transaction, or a worker whose clock is another scores them first.
    with transaction.atomic():
        for citizen in User.objects.filter(pk__in=[person.pk for person in people]):
            intake.record(citizen=citizen, drafts=walks, channel=FILE, evidence=Evidence.DEVICE, now=now)
        for shard in range(SHARDS):
            while scorer.score_batch(shard, now=now):
                pass
    [earned] = {statements.available(person.pk, today=city_day(now)) for person in people}
    return earned


def merchant(*, price: int, fen: int, name: Mapping[str, str]) -> tuple[Person, str, str]:
    """A cashier, and the public ids of the shop where they work and of an offer that can be used there."""
    now = timezone.now()
    merchant = approve(merchant=Merchant.objects.create(name=name, status_at=now), by=None, now=now)
    shop = Shop.objects.create(merchant=merchant, name=name, district="jinjiang", address=name)
    cashier = User.objects.create_citizen()
    Membership.objects.create(merchant=merchant, user=cashier, role=Role.CASHIER, invited_at=now, accepted_at=now)
    offer = Offer.objects.create(
        merchant=merchant,
        kind=OfferKind.GOODS,
        title=name,
        terms=name,
        picture="cup",
        price=price,
        settlement_fen=fen,
        starts_on=city_day(now) - timedelta(days=7),
        ends_on=city_day(now) + timedelta(days=30),
        is_limited=False,
    )
    publish(offer=offer, by=None, now=now)
    return person_of(cashier), shop.public_id, offer.public_id


def person_of(user: User) -> Person:
    _token, secret = tokens.issue(user=user, label="drill", now=timezone.now())
    return Person(user.pk, f"Bearer {secret}")
