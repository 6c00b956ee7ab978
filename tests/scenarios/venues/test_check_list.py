"""The check lists: whole, proposed, and strict about what must be met."""

import pytest

from scenarios.rules import Standing
from scenarios.venues.check_list import CheckList, Grade, Mark, check_list_for
from scenarios.venues.models import Kind
from tests.scenarios.venues.conftest import marks_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_has_a_list_of_a_hundred_points_in_both_languages(kind):
    check_list = check_list_for(kind)

    assert sum(criterion.points for criterion in check_list.criteria) == 100
    assert all(set(criterion.text) == {"zh-hans", "en"} for criterion in check_list.criteria)
    assert check_list.standing is Standing.PROPOSED
    assert [criterion.points for criterion in check_list.criteria if criterion.required]


@pytest.mark.parametrize(
    ("changed", "score", "grade"),
    [
        ({}, 100, Grade.EXCELLENT),
        ({"metering": Mark.NOT_MET}, 85, Grade.EXCELLENT),
        # Half of 15 is 7.5: 100 - 15 + 7.5 = 92.5, floored.
        ({"metering": Mark.PARTLY}, 92, Grade.EXCELLENT),
        # Two halves make a whole: nothing is lost on the way.
        ({"metering": Mark.PARTLY, "lighting": Mark.PARTLY}, 85, Grade.EXCELLENT),
        ({"metering": Mark.NOT_MET, "telling": Mark.PARTLY}, 82, Grade.GOOD),
        ({"metering": Mark.NOT_MET, "lighting": Mark.NOT_MET}, 70, Grade.GOOD),
        ({"metering": Mark.NOT_MET, "lighting": Mark.NOT_MET, "air": Mark.NOT_MET}, 60, Grade.PASSED),
        ({"metering": Mark.NOT_MET, "lighting": Mark.NOT_MET, "bags": Mark.NOT_MET}, 55, Grade.FAILED),
    ],
)
def test_marks_come_to_a_score_and_a_grade(changed, score, grade):
    verdict = check_list_for("mall").judge(marks_of("mall", **changed))

    assert (verdict.score, verdict.grade, verdict.missed) == (score, grade, [])


@pytest.mark.parametrize("mark", [Mark.PARTLY, Mark.NOT_MET])
def test_who_misses_what_is_required_fails_whatever_the_score(mark):
    verdict = check_list_for("mall").judge(marks_of("mall", sorting=mark))

    assert verdict.score >= 90
    assert verdict.grade is Grade.FAILED
    assert [criterion.code for criterion in verdict.missed] == ["sorting"]


def test_a_list_whose_points_do_not_come_to_a_hundred_is_refused():
    whole = check_list_for("mall").document

    with pytest.raises(ValueError, match="do not come to 100"):
        CheckList.from_document({**whole, "criteria": whole["criteria"][1:]})
