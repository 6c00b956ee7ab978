"""Two reviewers never decide the same: what one opens is theirs until it is decided, passed on, or left idle."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import User
from activities.models import Activity
from activities.reviewables import all_kinds
from channels.photo_reports.models import PhotoReport
from review import assigning, deciding, refusals
from review.assigning import IDLE
from review.models import Assignment, Opinion, Verdict
from review.waiting import take_next, waiting
from tests.at_once import at_once
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW
from tests.review.conftest import make_reviewer, many_reports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

A_WHILE = timedelta(minutes=1)


def take(row, by, now=NOW):
    return assigning.take(kind=all_kinds()["photo"], row=row, by=by, now=now)


def next_of(by, now=NOW, **chosen):
    found = take_next(kinds=list(all_kinds().values()), by=by, now=now, **chosen)
    return found.row if found else None


@pytest.fixture
def first(alice):
    return report(alice, 1, now=NOW - 2 * A_WHILE)


@pytest.fixture
def second(bob):
    return report(bob, 2, place=None, now=NOW - A_WHILE)


def test_the_longest_waiting_comes_first_and_to_one_alone(first, second, lin, zhou):
    assert [next_of(lin), next_of(zhou)] == [first, second]

    with pytest.raises(refusals.HeldByColleague):
        take(first, zhou)
    assert next_of(make_reviewer("wu")) is None


def test_opening_again_keeps_it(first, lin):
    take(first, lin)

    assert take(first, lin, NOW + A_WHILE).until == NOW + A_WHILE + IDLE
    assert Assignment.objects.count() == 1


def test_what_is_left_idle_goes_to_whoever_is_next(first, lin, zhou):
    take(first, lin)

    assert next_of(zhou, NOW + IDLE - A_WHILE) is None
    assert next_of(zhou, NOW + IDLE) == first
    with pytest.raises(refusals.HeldByColleague):
        deciding.accept(kind=all_kinds()["photo"], row=first, by=lin, now=NOW + IDLE)
    assert not Activity.objects.exists()


def test_whoever_comes_back_late_decides_where_nobody_took_it(first, lin):
    take(first, lin)

    deciding.accept(kind=all_kinds()["photo"], row=first, by=lin, now=NOW + IDLE + A_WHILE)

    assert PhotoReport.objects.get().decided_by == lin
    assert not Assignment.objects.exists()


def test_what_is_passed_on_goes_to_a_colleague_and_is_not_handed_out_again(first, lin, zhou):
    assigning.give_back(kind=all_kinds()["photo"], row=next_of(lin), by=lin, now=NOW)

    assert next_of(lin) is None
    assert next_of(zhou) == first


def test_whoever_passed_it_on_may_still_open_it(first, lin):
    assigning.give_back(kind=all_kinds()["photo"], row=first, by=lin, now=NOW)

    assert take(first, lin).reviewer == lin


def test_second_opinion_goes_to_another_who_reads_what_the_first_thought(first, lin, zhou):
    said = {"verdict": Verdict.REFUSE, "words": "像是翻拍", "by": lin, "now": NOW}
    deciding.ask_another(kind=all_kinds()["photo"], row=first, **said)

    with pytest.raises(refusals.WaitsForAnother):
        take(first, lin)
    assert next_of(zhou) == first
    [opinion] = assigning.opinions_on(all_kinds()["photo"], first)
    assert (opinion.by, opinion.verdict, opinion.words) == (lin, "refuse", "像是翻拍")


def test_opinion_is_not_said_of_what_a_colleague_holds(first, lin, zhou):
    take(first, zhou)

    with pytest.raises(refusals.HeldByColleague):
        deciding.ask_another(kind=all_kinds()["photo"], row=first, verdict=Verdict.UNSURE, words="", by=lin, now=NOW)

    assert not Opinion.objects.exists()
    assert Assignment.objects.get().reviewer == zhou


def test_nobody_is_handed_what_is_their_own(first, second, alice):
    assert next_of(alice) == second

    with pytest.raises(refusals.WaitsForAnother):
        take(first, alice)


def test_what_is_decided_is_handed_out_no_more(first, lin, zhou):
    deciding.refuse(kind=all_kinds()["photo"], row=first, reason="unclear", note="", by=lin, now=NOW)

    assert next_of(zhou) is None
    with pytest.raises(refusals.NotWaiting):
        take(first, zhou)
    assert not Assignment.objects.exists()


def test_refusal_without_a_reason_is_none(first, lin):
    with pytest.raises(refusals.ReasonMissing):
        deciding.refuse(kind=all_kinds()["photo"], row=first, reason="because", note="", by=lin, now=NOW)

    assert PhotoReport.objects.get().status == "received"


def test_queue_is_by_age_over_all_kinds_and_by_scenario(first, second):
    kinds = list(all_kinds().values())

    assert [one.row for one in waiting(kinds)] == [first, second]
    assert [one.row for one in waiting(kinds, scenario="eco-photo", most=1)] == [first]
    assert waiting(kinds, scenario="walking") == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_decide_200_and_none_twice(alice):
    reviewers = [make_reviewer(name) for name in ("lin", "zhou")]
    sent = many_reports(alice, 200)

    def work(reviewer: User) -> list[int]:
        done = []
        while (row := next_of(reviewer)) is not None:
            deciding.refuse(kind=all_kinds()["photo"], row=row, reason="unclear", note="", by=reviewer, now=NOW)
            done.append(row.pk)
        return done

    decided = at_once([lambda reviewer=reviewer: work(reviewer) for reviewer in reviewers])

    assert sorted([*decided[0], *decided[1]]) == [row.pk for row in sent]
    by_whom = Counter(PhotoReport.objects.values_list("decided_by", flat=True))
    assert by_whom == {reviewer.pk: len(done) for reviewer, done in zip(reviewers, decided, strict=True)}
    assert min(by_whom.values()) > 0
    assert not Assignment.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM activities_photoreportevent")
        assert cursor.fetchone() == (200,)
