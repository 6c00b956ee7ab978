"""A set of acts is taken back at the desk: chosen, counted, listed, confirmed; by whoever may, and never unseen."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.models import User
from activities import jobs
from activities.models import RevocationSet
from credits import statements
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk
from tests.desk_pages import carried

pytestmark = pytest.mark.django_db
NEW = "/admin/activities/revocationset/new/"
ASKED = {"first_on": TODAY.isoformat(), "last_on": TODAY.isoformat(), "scenario": "bike-share"}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)
    call_command("load_roles")


@pytest.fixture
def officer(client):
    return in_role(client, "安全 · Security")


def in_role(client, role: str) -> User:
    member = User.objects.create(username="lin", is_staff=True)
    member.groups.add(Group.objects.get(name=role))
    client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return member


@pytest.fixture(autouse=True)
def people(catalogue, budget, alice, bob):
    record(alice, ride(2000), walk(8000))
    record(bob, ride(2000))
    score_everything()


def begun(client, shown, **entered):
    return client.post(NEW, {**ASKED, "reason": "operator", **carried(shown), **entered})


def test_what_is_shown_is_what_is_done(client, officer, alice, bob):
    shown = client.get(NEW, ASKED)
    told = ("Take 2 acts back", ">12<", "2 km", alice.public_id, bob.public_id)
    assert [words for words in told if words not in shown.text] == []

    answer = begun(client, shown)
    taken = RevocationSet.objects.get()
    page = f"/admin/activities/revocationset/{taken.pk}/change/"
    assert (answer.status_code, answer["Location"], taken.by) == (302, page, officer)
    assert "See how far it is" in client.get(page).text
    jobs.take_sets_back()

    done = client.get(page).text
    assert "See how far it is" not in done
    assert "The operator that reported it has taken it back." in done
    assert [statements.available(citizen.pk, today=TODAY) for citizen in (alice, bob)] == [16, 0]
    assert taken.public_id in client.get("/admin/activities/revocationset/").text
    assert taken.public_id in client.get("/admin/activities/revocationsetevent/").text


def test_a_set_that_has_changed_meanwhile_is_shown_anew(client, officer, bob):
    shown = client.get(NEW, ASKED)
    record(bob, ride(2001, ago=NOW - NOW.replace(hour=1)))
    score_everything()

    again = begun(client, shown)

    assert "so nothing was done" in again.text
    assert "Take 3 acts back" in again.text
    assert not RevocationSet.objects.exists()
    assert begun(client, again).status_code == 302


def test_what_was_not_shown_is_not_done(client, officer):
    assert "nothing was done" in client.post(NEW, {**ASKED, "reason": "operator"}).text
    assert not RevocationSet.objects.exists()


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        ({"scenario": "metro"}, "No act that counts was chosen by this."),
        ({"first_on": "2026-09-01"}, "Choose a month at the most."),
        ({"last_on": "2026-11-01"}, "This is before the beginning."),
        ({"first_on": ""}, "This field is required."),
        ({"citizen": "nobody"}, "No act that counts was chosen by this."),
    ],
)
def test_what_cannot_be_chosen_says_why(client, officer, entered, told):
    page = client.get(NEW, {**ASKED, **entered}).text

    assert told in page
    assert 'name="reason"' not in page


@pytest.mark.parametrize("role", ["审核 · Reviewer", "账户服务 · Account service", "审计 · Audit"])
def test_nobody_else_may(client, role):
    in_role(client, role)

    assert client.get(NEW, ASKED).status_code == 403
    assert client.post(NEW, ASKED).status_code == 403
    assert not RevocationSet.objects.exists()
