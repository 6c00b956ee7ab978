"""The registry of units: projects are registered, units issued by two, ordered by one and released by another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from projects.models import (
    BlockStatus,
    CarbonProject,
    Issuance,
    Order,
    Organisation,
    OrganisationStatus,
    Part,
    Purpose,
    Seat,
    UnitBlock,
)
from projects.registry import issuing, ordering


@transaction.atomic
def register(*, number: int, plan: Mapping[str, Any], seats: Mapping[Part, User], now: datetime) -> CarbonProject:
    """An organisation with those who act for it, and its project."""
    owner = organisation(name=plan["owner"], licence=plan["licence"], seats=seats, now=now)
    return CarbonProject.objects.create(
        number=number,
        owner=owner,
        name=plan["name"],
        summary=plan["summary"],
        method=plan["method"],
        district=plan["district"],
        buffer_percent=plan["buffer"],
        credited_from=date(now.year - 2, 1, 1),
        credited_until=date(now.year + 5, 12, 31),
        registered_at=now,
    )


@transaction.atomic
def organisation(*, name: Mapping[str, str], licence: str, seats: Mapping[Part, User], now: datetime) -> Organisation:
    made = Organisation.objects.create(
        name=dict(name), licence=licence, status=OrganisationStatus.APPROVED, applied_at=now
    )
    for part, user in seats.items():
        Seat.objects.create(organisation=made, user=user, part=part, begun_at=now)
    return made


def issue(project: CarbonProject, *, kilograms: int, by: User, agreed_by: User, now: datetime) -> Issuance:
    vintage, document = now.year - 1, f"演示〔{now.year}〕{project.number}号"
    return issuing.issue(
        project=project,
        vintage=vintage,
        kilograms=kilograms,
        document=document,
        by=by,
        agreed_by=agreed_by,
        now=now,
    )


def held_by(holder: Organisation) -> list[UnitBlock]:
    blocks = UnitBlock.objects.filter(holder=holder, status=BlockStatus.HELD, is_frozen=False)
    return list(blocks.select_related("holder").order_by("numbers"))


def transfer(block: UnitBlock, *, tonnes: int, taker: Organisation, now: datetime) -> Order:
    return ordering.transfer(block=block, tonnes=tonnes, taker=taker, by=_of(block, Part.EDITOR), words="", now=now)


def retire(block: UnitBlock, *, tonnes: int, beneficiary: str, purpose: Purpose, now: datetime) -> Order:
    return ordering.retire(
        block=block,
        tonnes=tonnes,
        beneficiary=beneficiary,
        purpose=purpose,
        by=_of(block, Part.EDITOR),
        words="",
        now=now,
    )


def release(order: Order, *, now: datetime) -> Order:
    return ordering.release(order=order, by=_who(order.holder, Part.RELEASER), now=now)


def _of(block: UnitBlock, part: Part) -> User:
    assert block.holder is not None
    return _who(block.holder, part)


def _who(organisation: Organisation, part: Part) -> User:
    by = organisation.seats.current().select_related("user").get(part=part).user
    assert by is not None
    return by
