"""Writes down what somebody of the staff did where no table of the trail tells it of itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from accounts.deeds.models import Deed, DeedKind


def note(
    kind: DeedKind,
    *,
    by: AbstractBaseUser | AnonymousUser,
    now: datetime,
    of: Model | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Somebody has done this, to a row where it is one."""
    assert by.pk is not None
    table = of._meta.label_lower if of is not None else ""
    Deed.objects.create(
        at=now, by_id=by.pk, kind=kind, table=table, row=of.pk if of is not None else None, facts=dict(facts or {})
    )


def note_looks(
    *,
    of: Iterable[int],
    by: AbstractBaseUser | AnonymousUser,
    now: datetime,
    facts: Mapping[str, Any],
) -> None:
    """The desk has shown somebody what is personal about each of these citizens."""
    looked = {"at": now, "by_id": by.pk, "kind": DeedKind.LOOKED, "table": "accounts.user", "facts": dict(facts)}
    Deed.objects.bulk_create(Deed(**looked, row=citizen) for citizen in of)
