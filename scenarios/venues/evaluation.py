"""Evaluating a venue: marks for each criterion come to a score, a grade and the days on which it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from common.city_time import city_day
from common.editions import check
from scenarios.refusals import MarksMissing
from scenarios.venues.check_list import CheckList, Grade, Mark, Verdict, check_list_for
from scenarios.venues.models import GRADE_WORDS, Evaluation, Venue


@dataclass(frozen=True, slots=True)
class Outlook:
    """What marks would come to, before anything is written."""

    check_list: CheckList
    verdict: Verdict
    valid_until: date
    recheck_on: date

    @property
    def passes(self) -> bool:
        return self.verdict.grade is not Grade.FAILED

    @property
    def grade_in_words(self) -> str:
        return str(GRADE_WORDS[self.verdict.grade])


def foresee(venue: Venue, *, marks: Mapping[str, Mark], day: date) -> Outlook:
    """What an evaluation made on `day` would say. Raises `MarksMissing`."""
    check_list = check_list_for(venue.kind)
    if marks.keys() != {criterion.code for criterion in check_list.criteria}:
        raise MarksMissing
    return Outlook(
        check_list=check_list,
        verdict=check_list.judge(marks),
        valid_until=day + timedelta(days=check_list.valid_days),
        recheck_on=day + timedelta(days=check_list.recheck_days),
    )


@transaction.atomic
def evaluate(
    venue: Venue, *, marks: Mapping[str, Mark], evaluator: User, now: datetime, edition: str | None = None
) -> Evaluation:
    """Writes down what was found today, if nobody did so since that `edition`; from now on it decides whether visits
    count.

    Raises `MarksMissing`, what `common.editions.check` does.
    """
    Venue.objects.select_for_update(no_key=True).get(pk=venue.pk)
    check(edition, *shown(venue))
    return write_down(venue, marks=marks, day=city_day(now), evaluator=evaluator, now=now)


def shown(venue: Venue) -> list[Any]:
    """What whoever evaluates goes by: the last evaluation, and the list that is in force."""
    return [latest_of(venue), check_list_for(venue.kind).document]


def latest_of(venue: Venue) -> int | None:
    """The key of a venue's last evaluation."""
    return Evaluation.objects.filter(venue=venue).aggregate(latest=Max("pk"))["latest"]


def write_down(
    venue: Venue, *, marks: Mapping[str, Mark], day: date, evaluator: User | None, now: datetime
) -> Evaluation:
    """An evaluation as of `day`; without an evaluator it comes from the catalogue. Raises `MarksMissing`."""
    outlook = foresee(venue, marks=marks, day=day)
    return Evaluation.objects.create(
        venue=venue,
        evaluated_on=day,
        marks={code: mark.value for code, mark in marks.items()},
        check_list=outlook.check_list.document,
        score=outlook.verdict.score,
        grade=outlook.verdict.grade,
        valid_until=outlook.valid_until,
        recheck_on=outlook.recheck_on,
        evaluator=evaluator,
        recorded_at=now,
    )
