"""How the cast comes about: in a process that has loaded the portal, by its use cases and its ledger."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import tokens
from accounts.models import Profile, User
from common.city_time import city_day
from credits import budgets, ledger
from credits.accounts import available_accounts
from credits.ledger import Posting, TransferKind
from credits.vintages import expiry_of
from faults.cast import Person
from merchants.approval import approve
from merchants.models import Membership, Merchant, Offer, OfferKind, Role, Shop
from merchants.publishing import publish

BUDGET = "citizens"


def citizens(count: int) -> list[Person]:
    users = User.objects.bulk_create(User() for _ in range(count))
    Profile.objects.bulk_create(Profile(user=user, district="jinjiang") for user in users)
    return [person_of(user) for user in users]


def give(people: Sequence[Person], amount: int, *, budget_credits: int) -> None:
    """Fills the citizens' budget, and pays each out of it; as FUND, for an award belongs to an assessment."""
    now = timezone.now()
    budget = budgets.open_budget(BUDGET, {"zh-hans": BUDGET, "en": BUDGET})
    budgets.fund(budget, budget_credits, reference=f"fund:drill-{people[0].pk}", now=now)
    accounts = available_accounts([person.pk for person in people], expiry_of(city_day(now)))
    with transaction.atomic():
        [slot_id] = budgets.purse(BUDGET, amount * len(people)).remaining
        gifts = [
            Posting(slot_id, accounts[person.pk], amount, TransferKind.FUND, f"drill:{person.pk}", now)
            for person in people
        ]
        ledger.post_all(gifts, now=now)


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
