"""Evaluations: what they come to, which of them decides, and that none is ever changed."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from scenarios.models import Evaluation, Venue
from scenarios.refusals import MarksMissing
from scenarios.venues.check_list import Grade, Mark, check_list_for
from scenarios.venues.evaluation import evaluate, write_down
from scenarios.venues.models import State
from scenarios.venues.screens import code_is_right, move_screen, showing
from tests.conftest import NOW
from tests.scenarios.venues.conftest import marks_of

TODAY = date(2026, 11, 23)
POOR = {"metering": Mark.NOT_MET, "lighting": Mark.NOT_MET, "bags": Mark.NOT_MET}


def test_evaluation_holds_for_two_years_and_is_checked_after_one(department_store, desk):
    evaluation = evaluate(department_store, marks=marks_of("mall", bags=Mark.NOT_MET), evaluator=desk, now=NOW)

    assert (evaluation.score, evaluation.grade) == (85, Grade.EXCELLENT)
    assert (evaluation.evaluated_on, evaluation.valid_until) == (TODAY, date(2028, 11, 22))
    assert evaluation.recheck_on == date(2027, 11, 23)
    assert evaluation.evaluator == desk


def test_evaluation_keeps_the_list_by_which_it_was_made(department_store, desk):
    evaluation = evaluate(department_store, marks=marks_of("mall", bags=Mark.PARTLY), evaluator=desk, now=NOW)

    evaluation.refresh_from_db()
    assert evaluation.check_list == check_list_for("mall").document
    marks = {finding.criterion.code: finding.mark for finding in evaluation.findings()}
    assert marks == marks_of("mall", bags=Mark.PARTLY)


@pytest.mark.parametrize(
    ("days", "state"), [(-1, State.UNEVALUATED), (0, State.VALID), (730, State.VALID), (731, State.EXPIRED)]
)
def test_visits_count_from_the_day_of_the_evaluation_to_the_last_of_its_validity(department_store, desk, days, state):
    evaluate(department_store, marks=marks_of("mall"), evaluator=desk, now=NOW)

    assert department_store.state_on(TODAY + timedelta(days=days)) is state


def test_latest_evaluation_decides_even_while_an_earlier_one_is_valid(department_store, desk):
    evaluate(department_store, marks=marks_of("mall"), evaluator=desk, now=NOW)
    assert department_store.state_on(TODAY) is State.VALID

    evaluate(department_store, marks=marks_of("mall", **POOR), evaluator=desk, now=NOW)
    assert department_store.state_on(TODAY) is State.FAILED

    evaluate(department_store, marks=marks_of("mall"), evaluator=desk, now=NOW + timedelta(days=1))
    assert department_store.state_on(TODAY) is State.FAILED
    assert department_store.state_on(TODAY + timedelta(days=1)) is State.VALID


def test_evaluation_with_a_mark_missing_is_refused(department_store, desk):
    marks = marks_of("mall")
    del marks["bags"]

    with pytest.raises(MarksMissing):
        evaluate(department_store, marks=marks, evaluator=desk, now=NOW)

    assert not department_store.evaluations.exists()


def test_evaluation_is_never_changed_nor_removed(department_store):
    write_down(department_store, marks=marks_of("mall"), day=TODAY, evaluator=None, now=NOW)
    before = list(Evaluation.objects.order_by("pk").values())

    for deed in (
        lambda: department_store.evaluations.update(grade=Grade.FAILED),
        lambda: department_store.evaluations.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()

    assert list(Evaluation.objects.order_by("pk").values()) == before


def test_new_address_of_a_screen_ends_the_old_codes(mall):
    old_token, old_code = mall.screen_token, showing(mall, now=NOW).code

    move_screen(mall, now=NOW)

    mall = Venue.objects.get(pk=mall.pk)
    assert mall.screen_token != old_token
    assert mall.screen_moved_at == NOW
    assert not code_is_right(mall, old_code, now=NOW)
    assert code_is_right(mall, showing(mall, now=NOW).code, now=NOW)


def test_trail_of_venues_tells_of_changes_and_holds_no_secret(mall):
    event = apps.get_model("scenarios.VenueEvent")
    before = event.objects.filter(pgh_obj=mall.pk).count()
    fields = {field.name for field in event._meta.get_fields()}

    move_screen(mall, now=NOW)

    assert not fields & {"code_key", "screen_token"}
    [told] = event.objects.filter(pgh_obj=mall.pk).order_by("pk")[before:]
    assert (told.pgh_label, told.screen_moved_at) == ("update", NOW)
