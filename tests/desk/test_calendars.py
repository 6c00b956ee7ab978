"""Next year's holidays, and another rotation of plates, are entered at the desk and confirmed by a colleague."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from activities.models import Activity
from channels.household import pledges
from channels.household.models import Pledge, PledgeStatus
from lists.models import Edition
from review.deadlines import answer_due
from scenarios.calendars import rotation, years
from scenarios.refusals import HolidaysUnknown
from scenarios.restrictions import restriction
from scenarios.venues import check_list
from tests.channels.household.conftest import bind, shot
from tests.conftest import NOW
from tests.desk_pages import carried
from tests.lists.test_editions import browser, official

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

LIST = "/admin/lists/edition/"
SOURCE = {
    "standing": "published",
    "title_zh": "国务院办公厅关于 2027 年部分节假日安排的通知",
    "title_en": "Notice on the public holidays of 2027",
    "publisher_zh": "国务院办公厅",
    "publisher_en": "General Office of the State Council",
    "published_on": "2026-11-20",
}
YEAR = {
    "year": "2027",
    "first_new-year": "2027-01-01",
    "last_new-year": "2027-01-03",
    "first_spring-festival": "2027-02-05",
    "last_spring-festival": "2027-02-12",
    "worked_1": "2027-01-09",
    **SOURCE,
}
TURNS = {
    "effective_from": "2026-12-07",
    "begins": "07:00",
    "ends": "21:00",
    **{f"digits_{day}": digits for day, digits in enumerate(("50", "16", "27", "38", "49"), start=1)},
    "districts": ["jinjiang", "jianyang"],
    "districts_standing": "proposed",
    **SOURCE,
}
START_M = 52_000_000


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def drafter(db) -> Client:
    return browser(official("drafter", "add_edition"))


@pytest.fixture
def checker(db) -> Client:
    return browser(official("checker", "confirm_edition"))


def entered(drafter: Client, code: str, told: dict[str, object]) -> Edition:
    """Sends the form, and returns what came of it."""
    answer = drafter.post(f"{LIST}add/?list={code}", told)
    assert answer.status_code == 302, answer.context["form"].errors
    return Edition.objects.latest("pk")


def confirm(checker: Client, edition: Edition) -> None:
    page = checker.get(f"{LIST}{edition.pk}/change/")
    checker.post(f"{LIST}{edition.pk}/confirm/", carried(page))


def stood(citizen: User, plate: str, since: datetime) -> Pledge:
    """A car that was left for 49 hours."""
    until = since + timedelta(hours=49)
    pledge = pledges.declare(vehicle=bind(citizen, plate, now=since), days=2, now=since)
    pledges.start(pledge=pledge, photo=shot(citizen, 1, since), odometer_m=START_M, now=since)
    pledges.finish(pledge=pledge, photo=shot(citizen, 2, until), odometer_m=START_M, now=until)
    pledge.refresh_from_db()
    return pledge


@pytest.mark.parametrize(
    ("since", "plate", "restricted"),
    [
        (datetime(2026, 12, 31, 4, tzinfo=UTC), "川A12345", None),  # New Year is a Friday
        (datetime(2027, 2, 7, 4, tzinfo=UTC), "川A12341", None),  # the Monday of the Spring Festival
        (datetime(2027, 2, 14, 4, tzinfo=UTC), "川A12341", 1),  # and the one after it
    ],
)
def test_car_that_stands_next_year_is_answered_by_the_calendar_that_was_confirmed(
    drafter, checker, alice, since, plate, restricted
):
    edition = entered(drafter, years.LIST, YEAR)
    with pytest.raises(HolidaysUnknown):
        stood(alice, plate, since)

    confirm(checker, edition)

    pledge = stood(alice, plate[:-2] + "0" + plate[-1], since)
    assert pledge.status == PledgeStatus.KEPT
    assert Activity.objects.get(pk=pledge.activity_id).values.get("restricted_days") == restricted


def test_answer_is_due_after_the_holidays_and_a_worked_saturday_counts(drafter, checker):
    sent_at = datetime(2026, 12, 25, 4, tzinfo=UTC)
    assert answer_due(sent_at) == date(2027, 1, 8)

    confirm(checker, entered(drafter, years.LIST, YEAR))

    # 28 to 31 December, 4 to 8 and 9 January
    assert answer_due(sent_at) == date(2027, 1, 9)


def test_answer_of_this_year_is_due_by_this_years_calendar():
    # 28 to 30 September, 8 to 10 October, of which the last is a Saturday, and 12 to 15
    assert answer_due(datetime(2026, 9, 25, 4, tzinfo=UTC)) == date(2026, 10, 15)
    assert answer_due(datetime(2026, 2, 6, 4, tzinfo=UTC)) == date(2026, 2, 27)


def test_what_was_due_by_an_earlier_edition_stays_due(drafter, checker, alice):
    confirm(checker, entered(drafter, years.LIST, YEAR))
    pledge = stood(alice, "川A12341", datetime(2027, 2, 14, 4, tzinfo=UTC))

    confirm(checker, entered(drafter, years.LIST, {**YEAR, "last_spring-festival": "2027-02-15"}))

    assert Activity.objects.get(pk=pledge.activity_id).values["restricted_days"] == 1
    assert not restriction().applies("川A12341", "wuhou", date(2027, 2, 15))


def test_year_that_lacks_its_calendar_is_asked_for_from_october_on(drafter, checker):
    assert years.missing_years(date(2026, 9, 30)) == []
    assert years.missing_years(date(2026, 10, 1)) == [2027]
    assert years.missing_years(date(2028, 1, 1)) == [2028]

    confirm(checker, entered(drafter, years.LIST, YEAR))

    assert years.missing_years(date(2026, 10, 1)) == []


def test_new_rotation_holds_from_its_day_on(drafter, checker):
    confirm(checker, entered(drafter, rotation.LIST, TURNS))

    monday, before = date(2026, 12, 7), date(2026, 11, 30)
    assert not restriction().applies("川A12341", "jianyang", before)
    assert restriction().applies("川A12341", "wuhou", before)
    assert restriction().applies("川A12345", "jianyang", monday)
    assert not restriction().applies("川A12345", "wuhou", monday)
    assert not restriction().applies("川A12341", "jinjiang", monday)
    late = datetime(2026, 12, 7, 12, 30, tzinfo=UTC), datetime(2026, 12, 7, 12, 40, tzinfo=UTC)
    assert restriction().days_between("川A12345", "jinjiang", *late) == [monday]


def test_form_begins_with_what_the_last_edition_says_and_says_it_again(drafter):
    page = drafter.get(f"{LIST}add/?list={years.LIST}&subject=2026")
    edition = Edition.objects.get(list_code=years.LIST, subject="2026")

    again = entered(drafter, years.LIST, page.context["form"].initial)

    assert (again.subject, again.number, again.document) == ("2026", 2, edition.document)


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"year": "next"}, "year", "年要填整数。"),
        ({"last_new-year": ""}, "last_new-year", "放假的第一天和最后一天请都填，或都不填。"),
        ({"last_new-year": "2026-12-31"}, "last_new-year", "早于放假的第一天。"),
        ({"last_spring-festival": "2028-02-12"}, "first_spring-festival", "这些日期不在 2027 年内。"),
        ({"first_qingming": "2027-02-12", "last_qingming": "2027-02-13"}, "first_qingming", None),
        ({"worked_1": "2027-01-08"}, "worked_1", "这天不是周六或周日，本来就要上班。"),
        ({"worked_1": "2027-01-02"}, "worked_1", "这天在假期之内。"),
        ({"worked_1": "2026-12-26"}, "worked_1", "这一天不在 2027 年内。"),
        ({"publisher_zh": ""}, "publisher_zh", "请写明出处：没有来源，谁也无法核对。"),
    ],
)
def test_what_is_no_calendar_is_said_beside_its_field(drafter, changed, field, said):
    answer = drafter.post(f"{LIST}add/?list={years.LIST}", {**YEAR, **changed})

    [error] = answer.context["form"].errors[field]
    assert said is None or error == said
    assert not Edition.objects.filter(subject="2027").exists()


def test_days_off_of_new_year_may_begin_in_december(drafter):
    edition = entered(drafter, years.LIST, {**YEAR, "first_new-year": "2026-12-31"})

    assert edition.document["holidays"][0] == {"code": "new-year", "first": "2026-12-31", "last": "2027-01-03"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"digits_1": "5x"}, "digits_1"),
        ({"digits_1": "55"}, "digits_1"),
        ({"ends": "06:00"}, "ends"),
        ({"districts": []}, "districts"),
        ({"districts": ["nowhere"]}, "districts"),
        ({"begins": "soon"}, "begins"),
    ],
)
def test_what_is_no_rotation_is_said_beside_its_field(drafter, changed, field):
    answer = drafter.post(f"{LIST}add/?list={rotation.LIST}", {**TURNS, **changed})

    assert answer.context["form"].errors.keys() == {field}
    assert Edition.objects.filter(list_code=rotation.LIST).count() == 1


def test_rotation_for_a_day_that_has_begun_is_sent_back(drafter):
    answer = drafter.post(f"{LIST}add/?list={rotation.LIST}", {**TURNS, "effective_from": "2026-11-23"}, follow=True)

    assert "最早从明天起生效：请选 2026-11-24 或更晚的日期。" in answer.content.decode()
    assert Edition.objects.filter(list_code=rotation.LIST).count() == 1


def test_page_asks_which_list(drafter):
    page = drafter.get(f"{LIST}add/")

    assert [kind.code for kind in page.context["kinds"]][:3] == [years.LIST, rotation.LIST, check_list.LIST]
    assert drafter.get(f"{LIST}add/?list=nothing").status_code == 404
