"""Runs rehearsals piece by piece: whoever is killed leaves whole pieces, and the next takes up after them.

A worker takes a rehearsal by writing down that it is alive, and each piece is added by one statement that asks for that
mark and for the citizen up to whom it knows: so no citizen is counted twice, and what was stopped stays as it was.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from activities.scoring.rehearsing import outcome, sums
from activities.scoring.rehearsing.recorded import citizens_of, count_citizens
from activities.scoring.rehearsing.replay import replay
from activities.scoring.rehearsing.trials import Trial, trial_of
from common import editions
from common.broker import send
from scenarios.models import Rehearsal, RuleVersion, Scenario
from scenarios.rehearsals.models import RehearsalQuerySet, Stage
from scenarios.rules import Rule

CITIZENS_A_PIECE, CITIZENS_AT_ONCE = 100, 10
"""Of so many the acts are held at once."""
A_PIECE_S, A_WHILE_S = 5, 5
"""A piece that takes longer ends early, after whom it has come to; acts to be scored wait no longer than for both."""
LOST_AFTER = timedelta(minutes=1)
"""A worker that has said nothing for so long is gone."""

AWAY = (OperationalError, InterfaceError)
"""The database is: somebody takes it up later."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Running:
    """A rehearsal that this worker is at."""

    rehearsal: Rehearsal
    document: Mapping[str, Any]
    rule: Rule
    trial: Trial


def announce(rehearsal: Rehearsal) -> None:
    """Tells a worker of it once the open transaction has committed; where no message arrives, the clock finds it."""
    transaction.on_commit(lambda: nudge(rehearsal.pk))


def nudge(rehearsal_id: int) -> None:
    send("activities.tasks.rehearse", [rehearsal_id])


def go_on(*, clock: Callable[[], datetime], rehearsal_id: int | None = None) -> bool:
    """Goes on with one for a while, so that others take turns; returns whether there is more to do of it."""
    running, until_s = take(now=clock(), rehearsal_id=rehearsal_id), monotonic() + A_WHILE_S
    if running is None:
        return False
    while add_piece(running, now=clock()):
        if monotonic() > until_s:
            leave(running)
            return True
    return False


def take(*, now: datetime, rehearsal_id: int | None = None) -> Running | None:
    """That one or the oldest, if nobody is at it. One whose draft is another now is stopped."""
    rehearsal = _taken(now, rehearsal_id)
    if rehearsal is None:
        return None
    version = RuleVersion.objects.filter(pk=rehearsal.version_id).select_related("scenario").first()
    if version is None or editions.edition_of(version.document) != rehearsal.edition:
        _write(rehearsal, now, state=Stage.STOPPED, ended_at=now)
        return None
    try:
        return _begun(rehearsal, version)
    except AWAY:
        raise
    except Exception:
        _break_off(rehearsal, now)
        return None


def add_piece(running: Running, *, now: datetime) -> bool:
    """Adds the next citizens, or ends it where there are none; returns whether there is more to do."""
    try:
        return _add_piece(running, now)
    except AWAY:
        raise
    except Exception:
        _break_off(running.rehearsal, now)
        return False


def leave(running: Running) -> None:
    """Somebody else may go on at once."""
    _mine(running.rehearsal).update(alive_at=None)


def are_awaited(*, now: datetime) -> bool:
    """Whether there are rehearsals that nobody is at."""
    return _free(now).exists()


def _free(now: datetime) -> RehearsalQuerySet:
    lost = Q(alive_at=None) | Q(alive_at__lt=now - LOST_AFTER) | Q(alive_at__gt=now + LOST_AFTER)
    return Rehearsal.objects.under_way().filter(lost)


def _taken(now: datetime, rehearsal_id: int | None) -> Rehearsal | None:
    with transaction.atomic():
        free = _free(now).order_by("asked_at", "pk")
        if rehearsal_id is not None:
            free = free.filter(pk=rehearsal_id)
        rehearsal = free.select_for_update(skip_locked=True).first()
        if rehearsal is not None:
            rehearsal.state, rehearsal.alive_at = Stage.RUNNING, now
            rehearsal.save(update_fields=["state", "alive_at"])
    return rehearsal


def _begun(rehearsal: Rehearsal, version: RuleVersion) -> Running:
    rule = Rule.from_document(version.document)
    trial = trial_of(
        version.scenario,
        rule,
        first_day=rehearsal.first_day,
        last_day=rehearsal.last_day,
        until=rehearsal.until,
        scenarios=Scenario.objects.all(),
    )
    if rehearsal.citizens is None:
        rehearsal.citizens = count_citizens(trial)
        _mine(rehearsal).update(citizens=rehearsal.citizens)
    return Running(rehearsal, version.document, rule, trial)


def _add_piece(running: Running, now: datetime) -> bool:
    rehearsal, trial = running.rehearsal, running.trial
    citizen_ids = citizens_of(trial, after=rehearsal.checkpoint, limit=CITIZENS_A_PIECE)
    counted = {**sums.nothing(), **rehearsal.sums}
    if not citizen_ids:
        told = outcome.outcome(counted, first_day=trial.first_day, until=trial.until)
        # A draft may be edited later: what was rehearsed stays to be read.
        result = {**told, "document": running.document}
        _write(rehearsal, now, state=Stage.DONE, ended_at=now, sums=counted, result=result)
        return False
    added = _add_citizens(running, citizen_ids, counted)
    return _write(
        rehearsal,
        now,
        sums=counted,
        acts=counted["acts"],
        checkpoint=citizen_ids[added - 1],
        citizens_done=rehearsal.citizens_done + added,
    )


def _add_citizens(running: Running, citizen_ids: Sequence[int], counted: sums.Sums) -> int:
    """How many of these are in the sums then: all, or as many as a piece has time for, a few at the least.

    One that took longer than a worker may be silent would be begun anew by the next, and never be done.
    """
    first_day, until_s = running.trial.first_day.isoformat(), monotonic() + A_PIECE_S
    for begun in range(0, len(citizen_ids), CITIZENS_AT_ONCE):
        few = citizen_ids[begun : begun + CITIZENS_AT_ONCE]
        for acts in replay(few, running.trial):
            sums.add(counted, acts, running.rule, first_day=first_day)
        if monotonic() > until_s:
            return begun + len(few)
    return len(citizen_ids)


def _write(rehearsal: Rehearsal, now: datetime, **values: object) -> bool:
    """Whether it was still this worker's to write; if so, it is known here as well."""
    if not _mine(rehearsal).update(alive_at=now, **values):
        return False
    for name, value in {"alive_at": now, **values}.items():
        setattr(rehearsal, name, value)
    return True


def _mine(rehearsal: Rehearsal) -> RehearsalQuerySet:
    mark = {"alive_at": rehearsal.alive_at, "checkpoint": rehearsal.checkpoint}
    return Rehearsal.objects.filter(pk=rehearsal.pk, state=Stage.RUNNING, **mark)


def _break_off(rehearsal: Rehearsal, now: datetime) -> None:
    """What is wrong with one rehearsal stops no other."""
    log.exception("rehearsal %s is broken off", rehearsal.pk)
    _write(rehearsal, now, state=Stage.FAILED, ended_at=now)
