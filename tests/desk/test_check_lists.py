"""The criteria of a kind of venue are changed at the desk; an evaluation keeps the list by which it was made."""

import pytest

from lists.models import Edition
from scenarios.models import Venue
from scenarios.venues.check_list import LIST, Grade, Mark, check_list_for
from scenarios.venues.evaluation import evaluate
from tests.conftest import NOW
from tests.desk.test_calendars import SOURCE, confirm, entered
from tests.desk_pages import carried
from tests.lists.test_editions import browser, official

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "venues")]

ADD = f"/admin/lists/edition/add/?list={LIST}"
MALL = {
    "kind": "mall",
    "zh_1": "垃圾分类",
    "en_1": "Waste is sorted",
    "points_1": "60",
    "required_1": "on",
    "code_1": "sorting",
    "zh_2": "不提供塑料袋",
    "en_2": "No plastic bags",
    "points_2": "40",
    "least_excellent": "90",
    "least_good": "70",
    "least_passed": "60",
    "valid_days": "365",
    "recheck_days": "180",
    **SOURCE,
}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def drafter(db):
    return browser(official("drafter", "add_edition"))


@pytest.fixture
def checker(db):
    return browser(official("checker", "confirm_edition"))


@pytest.fixture
def mall(db) -> Venue:
    return Venue.objects.get(code="demo-mall-jinjiang")


def test_new_list_decides_from_now_on_and_evaluations_keep_theirs(drafter, checker, desk, mall):
    before = mall.evaluations.latest("pk").check_list
    edition = entered(drafter, LIST, MALL)
    assert check_list_for("mall").document == before

    confirm(checker, edition)
    marks = {"sorting": Mark.MET, "criterion-1": Mark.PARTLY}
    evaluation = evaluate(mall, marks=marks, evaluator=desk, now=NOW)

    assert (evaluation.score, evaluation.grade) == (80, Grade.GOOD)
    assert evaluation.check_list == edition.document
    assert [str(finding.criterion.code) for finding in evaluation.findings()] == ["sorting", "criterion-1"]
    assert mall.evaluations.order_by("pk").first().check_list == before
    assert check_list_for("hotel").document != edition.document


@pytest.mark.parametrize(("score", "grade"), [({}, Grade.EXCELLENT), ({"criterion-1": Mark.NOT_MET}, Grade.PASSED)])
def test_grades_are_judged_the_best_first_however_the_database_keeps_them(drafter, checker, score, grade):
    confirm(checker, entered(drafter, LIST, MALL))

    marks = {"sorting": Mark.MET, "criterion-1": Mark.MET} | score

    assert check_list_for("mall").judge(marks).grade is grade


def test_marks_for_a_list_that_has_changed_meanwhile_are_not_taken(client, drafter, checker, desk, mall):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    address = f"/admin/scenarios/venue/{mall.pk}/evaluate/"
    shown = carried(client.get(address))
    same = {**drafter.get(f"{ADD}&subject=mall").context["form"].initial, "valid_days": "700"}
    confirm(checker, entered(drafter, LIST, {name: value for name, value in same.items() if value is not False}))
    marks = {criterion.code: "met" for criterion in check_list_for("mall").criteria}

    client.post(address, {**marks, **shown, "confirm": "1"})

    assert mall.evaluations.count() == 1


def test_form_begins_with_the_list_and_says_it_again(drafter):
    told = drafter.get(f"{ADD}&subject=mall").context["form"].initial

    again = entered(drafter, LIST, {name: value for name, value in told.items() if value is not False})

    first = Edition.objects.get(list_code=LIST, subject="mall", number=1)
    plain = [{"required": False, **criterion} for criterion in first.document["criteria"]]
    assert (again.number, again.document) == (2, {**first.document, "criteria": plain})


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"points_2": "30"}, "points_1", "各项分值合计为 90，应为 100。"),
        ({"en_2": ""}, "points_2", "每一项都要有中文、英文和分值。"),
        ({"least_good": "95"}, "least_excellent", "等级越高，最低分应越高。"),
        ({"recheck_days": "400"}, "recheck_days", "复查应在评价到期之前。"),
        ({"points_2": "many"}, "points_2", None),
        ({"kind": "cinema"}, "kind", None),
    ],
)
def test_what_is_no_list_is_said_beside_its_field(drafter, changed, field, said):
    answer = drafter.post(ADD, {**MALL, **changed})

    [error] = answer.context["form"].errors[field]
    assert said is None or error == said
    assert answer.context["form"].errors.keys() == {field}
    assert Edition.objects.filter(list_code=LIST).count() == 4
