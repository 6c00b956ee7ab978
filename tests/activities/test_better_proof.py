"""The same act proven better is recorded and earns what it has more; the same again, or proven worse, is not."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from activities.gate.drafts import Draft
from activities.intake import Recorded, Refused, Repeated
from activities.models import Activity, ActivityKey
from common.city_time import city_day
from credits import audit as credits_audit
from credits import statements
from methodologies.base import Span
from scenarios.rules import Evidence
from tests.audits import of_acts
from tests.channels.files.conftest import counts, sent_and_read
from tests.conftest import NOW, RELEASED, record, ride, score_everything, walk
from tests.credits.test_ledger import in_own_connection

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

SELF, PHOTO, DEVICE, PROVIDER = Evidence
A_RIDE = {"distance_m": 2000}


def earned(citizen, now=NOW):
    return statements.available(citizen.pk, today=city_day(now))


def action(client_id="") -> Draft:
    """Five cartons given back: 185 g."""
    values = {"action": "carton_return", "times": 5}
    return Draft("venue-action", Span.MOMENT, NOW - timedelta(hours=1), NOW - timedelta(hours=1), values, client_id)


def meal(client_id="") -> Draft:
    return Draft("clean-plate", Span.MOMENT, NOW - timedelta(hours=1), NOW - timedelta(hours=1), {}, client_id)


def assert_books_are_sound():
    assert [*credits_audit.findings(), *of_acts()] == []


@pytest.mark.parametrize("client_id", ["", "order-1"])
@pytest.mark.parametrize(
    ("grades", "outcomes"),
    [
        ([SELF, DEVICE], [Recorded, Recorded]),
        ([SELF, DEVICE, DEVICE], [Recorded, Recorded, Repeated]),
        ([SELF, PHOTO, DEVICE, PROVIDER], [Recorded] * 4),
        ([SELF, PROVIDER, DEVICE, PHOTO, SELF], [Recorded, Recorded, Repeated, Repeated, Repeated]),
        ([DEVICE, SELF], [Recorded, Repeated]),
        ([DEVICE, PHOTO], [Recorded, Repeated]),
        ([DEVICE, PROVIDER, DEVICE, PROVIDER], [Recorded, Recorded, Repeated, Repeated]),
        ([PROVIDER, SELF, PHOTO, DEVICE, PROVIDER], [Recorded, *([Repeated] * 4)]),
        ([PHOTO, SELF, DEVICE, SELF, PHOTO, DEVICE], [Recorded, Repeated, Recorded, Repeated, Repeated, Repeated]),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value[0], Evidence) else "",
)
def test_an_act_is_recorded_once_for_each_grade_better_than_those_before(alice, client_id, grades, outcomes):
    answers = [record(alice, ride(2000, client_id=client_id), evidence=grade)[0] for grade in grades]
    score_everything()

    assert [type(answer) for answer in answers] == outcomes
    fresh = [answer.activity for answer in answers if isinstance(answer, Recorded)]
    assert list(Activity.objects.order_by("pk")) == fresh
    assert ActivityKey.objects.count() == len(fresh)
    # A repeated act names one that is proven as well at least, or the first, which was told of in the same way.
    for answer, grade in zip(answers, grades, strict=True):
        assert Evidence(answer.activity.evidence).strength >= grade.strength
    assert earned(alice) == 6
    assert_books_are_sound()


@pytest.mark.parametrize("grade", [PHOTO, DEVICE, PROVIDER])
def test_an_id_does_not_stand_for_another_act_that_is_proven_better(alice, grade):
    record(alice, ride(2000, client_id="a"), evidence=SELF)

    [outcome] = record(alice, ride(3000, client_id="a"), evidence=grade)

    assert isinstance(outcome, Refused)
    assert outcome.error.code == "id_reused"
    assert Activity.objects.get().values == A_RIDE
    assert ActivityKey.objects.count() == 1


def test_an_id_that_was_proven_better_stands_for_no_other_act(alice):
    for grade in (SELF, DEVICE):
        record(alice, ride(2000, client_id="a"), evidence=grade)

    refused = [record(alice, ride(3000, client_id="a"), evidence=grade)[0] for grade in Evidence]

    assert {outcome.error.code for outcome in refused} == {"id_reused"}
    assert Activity.objects.count() == 2


def test_acts_of_one_call_are_recorded_once_each(alice):
    record(alice, ride(2000), walk(8000), evidence=SELF)

    outcomes = record(alice, ride(2000), walk(8000), ride(2000), walk(9000), evidence=DEVICE)

    assert [type(outcome) for outcome in outcomes] == [Recorded, Recorded, Repeated, Recorded]
    assert outcomes[2].activity == outcomes[0].activity
    assert Activity.objects.count() == 5


def test_a_device_act_of_before_grades_were_told_apart_is_recognised(alice):
    """Its key stands for what it says alone, as everyone's did."""
    [typed, device] = (
        record(alice, ride(2000, ago=timedelta(hours=hours)), evidence=SELF)[0].activity for hours in (1, 2)
    )
    Activity.objects.filter(pk=device.pk).update(evidence=DEVICE)

    again = [record(alice, ride(2000, ago=timedelta(hours=2)), evidence=grade)[0] for grade in (SELF, PHOTO, DEVICE)]
    better = record(alice, ride(2000, ago=timedelta(hours=2)), evidence=PROVIDER)[0]

    assert again == [Repeated(device)] * 3
    assert isinstance(better, Recorded)
    assert set(Activity.objects.values_list("pk", flat=True)) == {typed.pk, device.pk, better.activity.pk}


def test_better_proof_that_comes_too_late_is_refused_and_says_so(alice):
    record(alice, walk(8000, now=RELEASED), evidence=SELF, now=RELEASED)
    later = RELEASED + timedelta(days=31)

    typed, proven = (record(alice, walk(8000, now=RELEASED), evidence=grade, now=later)[0] for grade in (SELF, DEVICE))

    assert isinstance(typed, Repeated)
    assert proven.error.code == "too_late"
    assert Activity.objects.count() == 1


def test_what_was_proven_in_time_is_recognised_after_its_window(alice):
    for grade in (SELF, DEVICE):
        [latest] = record(alice, walk(8000, now=RELEASED), evidence=grade, now=RELEASED)
    later = RELEASED + timedelta(days=31)

    [again] = record(alice, walk(8000, now=RELEASED), evidence=DEVICE, now=later)

    assert again == Repeated(latest.activity)


@pytest.mark.parametrize(
    ("draft", "typed", "whole"),
    [(ride(2000), (33, 3), (67, 6)), (action(), (92, 9), (185, 18)), (meal(), (0, 2), (0, 2))],
    ids=lambda value: value.scenario if isinstance(value, Draft) else "",
)
def test_what_a_better_proof_adds_is_what_it_has_more(alice, bob, draft, typed, whole):
    better = DEVICE if draft.scenario == "bike-share" else PHOTO
    record(alice, draft, evidence=SELF)
    score_everything()
    assert earned(alice) == typed[1]

    record(alice, draft, evidence=better)
    record(bob, draft, evidence=better)
    score_everything()

    assert earned(alice) == earned(bob) == whole[1]
    assert_books_are_sound()


def test_number_of_statements_does_not_grow_with_what_is_proven_better(alice, django_assert_num_queries):
    drafts = [walk(8000, days_ago=day) for day in range(7)]
    record(alice, *drafts[:1], evidence=DEVICE)
    record(alice, *drafts, evidence=SELF)

    # As ever a savepoint, a look for accounts that were merged, the acts with their keys, its end. Then two looks for
    # those that are there, one for better ones, and the acts with the keys of their grade.
    with django_assert_num_queries(8):
        assert isinstance(record(alice, *drafts[1:2], evidence=DEVICE)[0], Recorded)
    with django_assert_num_queries(8):
        assert {type(outcome) for outcome in record(alice, *drafts[2:], evidence=DEVICE)} == {Recorded}


@pytest.mark.django_db(transaction=True)
def test_typed_and_proven_at_once_are_recorded_at_most_once_each(alice):
    drafts = [walk(8000, days_ago=day) for day in range(7)]

    def send(number):
        return in_own_connection(lambda: record(alice, *drafts, evidence=(SELF, DEVICE)[number % 2]))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(6)))
    score_everything()

    by_day = {day: set() for day in Activity.objects.values_list("city_day", flat=True)}
    for day, grade in Activity.objects.values_list("city_day", "evidence"):
        assert grade not in by_day[day]
        by_day[day].add(grade)
    assert len(by_day) == 7
    assert all("device" in grades for grades in by_day.values())
    assert earned(alice) == 7 * 16


class TestDoors:
    """What was typed at one door and proven at another."""

    @pytest.fixture(autouse=True)
    def _noon(self, time_machine, client, alice):
        time_machine.move_to(RELEASED, tick=False)
        client.force_login(alice)

    @pytest.fixture
    def form(self, client):
        def tell(**typed):
            return client.post("/act/walking/", {"day": "2026-12-06", "steps": "8000", **typed})

        return tell

    @pytest.fixture
    def api(self, client, alice, token_of):
        def send(client_id="walk"):
            item = {"id": client_id, "scenario": "walking", "day": "2026-12-06", "claim": {"steps": 8000}}
            body = json.dumps({"activities": [item]})
            headers = token_of(alice)
            answer = client.post("/api/v1/activities", body, content_type="application/json", headers=headers).json()
            return answer["results"][0]["outcome"]

        return send

    def table(self, alice):
        return counts(sent_and_read(alice, "date,steps\n2026-12-06,8000\n", RELEASED))

    def device_file(self, alice):
        return counts(sent_and_read(alice, "Date,Step count\n2026-12-06,8000\n", RELEASED))

    def test_typed_in_the_form_and_proven_by_a_file(self, form, alice):
        form()
        score_everything(RELEASED)
        assert earned(alice, RELEASED) == 8

        assert self.device_file(alice) == {"recorded": 1}
        score_everything(RELEASED)
        assert earned(alice, RELEASED) == 16
        assert self.device_file(alice) == {"repeated": 1}

    def test_typed_in_a_table_and_proven_by_a_file(self, alice):
        assert self.table(alice) == {"recorded": 1}
        assert self.device_file(alice) == {"recorded": 1}
        score_everything(RELEASED)

        assert earned(alice, RELEASED) == 16
        assert self.table(alice) == {"repeated": 1}

    def test_typed_in_the_form_and_again_in_a_table(self, form, alice):
        form()

        assert self.table(alice) == {"repeated": 1}
        assert Activity.objects.count() == 1

    def test_the_form_after_the_file_says_that_it_is_there_and_opens_the_better_one(self, form, alice):
        assert self.device_file(alice) == {"recorded": 1}
        proven = Activity.objects.get()

        answer = form()

        assert (answer.status_code, answer.url) == (302, f"{proven.get_absolute_url()}?again")
        assert Activity.objects.get() == proven

    def test_sent_by_a_program_and_proven_by_a_file(self, api, alice):
        assert api() == "recorded"
        assert self.device_file(alice) == {"recorded": 1}
        score_everything(RELEASED)

        assert earned(alice, RELEASED) == 16
        assert api() == "repeated"

    def test_sent_by_a_program_as_a_devices_act_before_and_again_now(self, api, alice):
        assert api() == "recorded"
        Activity.objects.update(evidence="device")

        assert api() == "repeated"
        assert Activity.objects.count() == 1

    def test_audit_finds_nothing(self, form, api, alice):
        form()
        api()
        self.table(alice)
        self.device_file(alice)
        score_everything(RELEASED)

        assert_books_are_sound()
