"""A list changes in two steps by two people: one enters an edition, another puts it into force or throws it away."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from common.city_time import city_day
from common.editions import ChangedMeanwhile, check
from lists import reading
from lists.kinds import Kind, every_kind
from lists.models import Edition
from lists.refusals import AlreadyConfirmed, DayPassed, NotLaterThanToday, Overtaken, OwnEntry, ThrownAway

A_DAY = timedelta(days=1)


def enter(
    kind: Kind,
    *,
    subject: str,
    document: Mapping[str, Any],
    effective_from: date | None,
    by: User | None,
    now: datetime,
) -> Edition:
    """An edition that nothing goes by yet.

    Raises `NotLaterThanToday`, `ChangedMeanwhile` of two at once, and what its list has against whom it concerns.
    """
    if by is not None:
        kind.refuse(by, document)
    _check_day(effective_from, now)
    return _made(
        list_code=kind.code,
        subject=subject,
        document=dict(document),
        effective_from=effective_from,
        entered_at=now,
        entered_by=by,
    )


@contextmanager
def in_turn(edition: Edition) -> Iterator[None]:
    """Once whoever was first is done: a clock asked here says on which day a deed comes, however long it waits."""
    with transaction.atomic():
        Edition.objects.select_for_update(no_key=True).filter(pk=edition.pk).first()
        yield


def confirm(edition: Edition, *, by: User, now: datetime, shown_as: str | None = None) -> Edition:
    """From now on, or from its day on, everything goes by it, where it is what was shown.

    Raises `ThrownAway`, `AlreadyConfirmed`, `OwnEntry`, `DayPassed`, `Overtaken`, what `common.editions.check` does and
    what the list itself has against whom it concerns.
    """
    with transaction.atomic():
        found = _locked(edition)
        check(shown_as, *shown(found))
        if found.entered_by_id == by.pk:
            raise OwnEntry
        if found.list_code in (kinds := every_kind()):
            kinds[found.list_code].refuse(by, found.document)
        _check_day(found.effective_from, now, DayPassed)
        _check_place(found)
        found.confirmed_at, found.confirmed_by = now, by
        found.save(update_fields=["confirmed_at", "confirmed_by"])
    reading.forget()
    return found


def throw_away(edition: Edition, *, shown_as: str | None = None) -> None:
    """What nobody has confirmed. Raises `ThrownAway`, `AlreadyConfirmed`, what `common.editions.check` does."""
    with transaction.atomic():
        found = _locked(edition)
        check(shown_as, *shown(found))
        found.delete()


def shown(edition: Edition) -> list[int | None]:
    """What whoever confirms goes by: the edition, which never changes, and the one beside which it was shown."""
    return [edition.pk, edition.before.pk if edition.before else None]


def begin(code: str, subject: str, document: Mapping[str, Any], *, effective_from: date | None, now: datetime) -> bool:
    """What comes with the program, in force at once; where the list has an edition already, that is left alone."""
    if Edition.objects.filter(list_code=code, subject=subject).exists():
        return False
    facts = {"list_code": code, "subject": subject, "document": dict(document), "effective_from": effective_from}
    Edition.objects.create(**facts, number=1, entered_at=now, confirmed_at=now)
    reading.forget()
    return True


def _made(**facts: Any) -> Edition:
    same = Edition.objects.filter(list_code=facts["list_code"], subject=facts["subject"])
    last = same.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            return Edition.objects.create(**facts, number=last + 1)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def has_passed(edition: Edition, *, now: datetime) -> bool:
    """Whether the day from which it was to hold came before anybody confirmed it."""
    day = edition.effective_from
    return edition.confirmed_at is None and day is not None and day <= city_day(now)


def _check_day(
    effective_from: date | None, now: datetime, refusal: type[NotLaterThanToday] = NotLaterThanToday
) -> None:
    """What is over is not ruled anew."""
    earliest = city_day(now) + A_DAY
    if effective_from is not None and effective_from < earliest:
        raise refusal(earliest=earliest)


def _check_place(edition: Edition) -> None:
    """What was entered later is the correction, whichever is confirmed first."""
    after = edition.after
    if after is not None and after.effective_from == edition.effective_from:
        raise Overtaken(number=after.number)


def _locked(edition: Edition) -> Edition:
    found = Edition.objects.select_for_update(no_key=True).filter(pk=edition.pk).first()
    if found is None:
        raise ThrownAway
    if found.confirmed_at is not None:
        raise AlreadyConfirmed
    return found
