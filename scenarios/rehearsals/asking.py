"""Who asks for a rehearsal, and stops one; whether a version has been rehearsed as it is."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from common import editions
from common.city_time import city_day
from scenarios.models import RuleVersion
from scenarios.refusals import Discarded
from scenarios.rehearsals.models import Rehearsal, Stage
from scenarios.rehearsals.refusals import NothingToRehearse, RehearsedNow

RIPE = Q(ends=True) | Exists(Rehearsal.objects.done().filter(version=OuterRef("pk")))
"""Versions that a second person can look at: ends, and those of which it is known what they would have cost."""

USUAL_DAYS = 30
MOST_DAYS = 366


def ask(
    *,
    version: RuleVersion,
    days: int,
    by: User,
    now: datetime,
    edition: str | None = None,
    fen_per_thousand: int | None = None,
) -> Rehearsal:
    """A rehearsal of the acts of the last `days` city days, today included, by the document of `edition`.

    A worker runs it. What a thousand credits cost the scheme at this moment is kept with it. Raises `Discarded`,
    `NothingToRehearse`, `RehearsedNow`, what `common.editions.check` does.
    """
    assert 1 <= days <= MOST_DAYS
    today = city_day(now)
    with transaction.atomic():
        asked = _locked(version)
        editions.check(edition, asked.document)
        if asked.ends:
            raise NothingToRehearse(version=asked)
        if asked.rehearsals.under_way().exists():
            raise RehearsedNow(version=asked)
        return Rehearsal.objects.create(
            version=asked,
            edition=editions.edition_of(asked.document),
            first_day=today - timedelta(days=days - 1),
            last_day=today,
            until=now,
            asked_by=by,
            asked_at=now,
            sums={"fen_per_thousand": fen_per_thousand},
        )


def stop(rehearsal: Rehearsal, *, now: datetime) -> bool:
    """Whether it was still under way. The worker notices with its next piece, which is not added any more."""
    stopped = Rehearsal.objects.under_way().filter(pk=rehearsal.pk)
    return bool(stopped.update(state=Stage.STOPPED, ended_at=now))


def rehearsed(version: RuleVersion) -> bool:
    """Whether a whole rehearsal of the version exists, by the document that it has now."""
    edition = editions.edition_of(version.document)
    return Rehearsal.objects.done().filter(version=version, edition=edition).exists()


def _locked(version: RuleVersion) -> RuleVersion:
    found = RuleVersion.objects.select_for_update(of=("self",)).select_related("scenario").filter(pk=version.pk).first()
    if found is None:
        raise Discarded
    return found
