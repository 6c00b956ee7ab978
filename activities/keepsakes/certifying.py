"""The certificate of a citizen's year: made on request, true of its day; a corrected one withdraws the one before."""

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from accounts import citizens
from activities.keepsakes.refusals import NothingToCertify
from activities.models import CertificateEnd, Revocation, Status, YearCertificate
from activities.telling import diary, looking_back
from common import editions


class Standing(StrEnum):
    """What whoever scans its code is told of it."""

    STANDS = "stands"
    OUTDATED = "outdated"
    """Acts of its year were taken back after it was made."""
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate would say: whole grams and credits of acts that count, until a day."""

    year: int
    until: date
    grams: int
    credits: int
    acts: int
    days: int
    revoked: int

    @property
    def parts(self) -> Sequence[Any]:
        """By which an edition knows it again."""
        return astuple(self)


def foresee(citizen_id: int, year: int, today: date) -> Certified:
    """What one made now would say."""
    first, until = date(year, 1, 1), min(date(year, 12, 31), today)
    earned = diary.earned_between(citizen_id, first, until)
    ended = looking_back.ended_between(citizen_id, first, until)
    return Certified(
        year=year,
        until=until,
        grams=sum(row.grams for row in earned),
        credits=sum(row.credits for row in earned),
        acts=sum(row.acts for row in ended if row.status == Status.SCORED),
        days=len({row.day for row in earned if row.grams or row.credits}),
        revoked=_revoked(citizen_id, year),
    )


@transaction.atomic
def certify(*, citizen_id: int, year: int, edition: str, today: date, now: datetime) -> YearCertificate:
    """Makes one of what was shown; one of the same year that stood until now ends, unless it says the same.

    Raises `NothingToCertify`, and `editions.ChangedMeanwhile` where the page showed other figures.
    """
    # Scoring and taking back lock the citizen, too: what is read here is what counts at this moment.
    citizens.lock(citizen_id)
    certified = foresee(citizen_id, year, today)
    if not certified.acts:
        raise NothingToCertify
    editions.check(edition, *certified.parts)
    current = YearCertificate.objects.of(citizen_id).current().filter(year=year)
    if (same := current.filter(**asdict(certified)).first()) is not None:
        return same
    current.update(ended_at=now, ended_as=CertificateEnd.REPLACED)
    return YearCertificate.objects.create(citizen_id=citizen_id, made_at=now, **asdict(certified))


def withdraw(certificate: YearCertificate, *, now: datetime) -> None:
    """Its holder does not want it to stand; of one that has ended nothing changes."""
    current = YearCertificate.objects.current().filter(pk=certificate.pk)
    current.update(ended_at=now, ended_as=CertificateEnd.WITHDRAWN)


def standing_of(certificate: YearCertificate) -> Standing:
    """Asked anew each time: nobody has to come by when an act is taken back."""
    if certificate.ended_as:
        return Standing(certificate.ended_as)
    same = _revoked(certificate.citizen_id, certificate.year) == certificate.revoked
    return Standing.STANDS if same else Standing.OUTDATED


def _revoked(citizen_id: int, year: int) -> int:
    """How many acts of the year were taken back."""
    days = (date(year, 1, 1), date(year, 12, 31))
    return Revocation.objects.filter(activity__citizen=citizen_id, activity__city_day__range=days).count()
