"""Every look of the desk at something of a citizen's is told to that citizen: what, when, and which office."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts import jobs, looks
from accounts.models import Look, PastSignIn, Seen, User
from activities.models import Activity, RefusedAttempt
from channels.household.models import OdometerReview
from channels.photo_reports.models import PhotoReport
from merchants.models import Merchant
from tests.accounts.conftest import Visitor, outbox
from tests.conftest import NOW
from tests.desk import full_desk

__all__ = ["outbox"]
PAGE = "/me/looks/"
AUDIT = "审计 · Audit"


@pytest.fixture(autouse=True)
def _everything(db, settings, tmp_path, time_machine) -> full_desk.Cast:
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)
    cast = full_desk.begin(tmp_path)
    Look.objects.all().delete()
    return cast


@pytest.fixture
def alice(_everything) -> User:
    return _everything.alice


@pytest.fixture
def bob(_everything) -> User:
    return _everything.bob


@pytest.fixture
def desk(_everything) -> User:
    return _everything.desk


@pytest.fixture
def office() -> Client:
    """Somebody who works in audit and in account service, and so sees whatever is to be seen."""
    clerk = User.objects.create(username="auditor", is_staff=True)
    clerk.groups.set(Group.objects.filter(name__in=[AUDIT, "账户服务 · Account service"]))
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def of(model, **wanted):
    return model.objects.filter(**wanted).latest("pk").pk


ADDRESSES = {
    Seen.PROFILE: lambda alice: f"accounts/user/{alice.pk}/change/",
    Seen.PHONE: lambda alice: f"accounts/user/?q={alice.profile.phone.removeprefix('+86')}",
    Seen.ACT: lambda alice: f"activities/activity/{of(Activity, citizen=alice)}/change/",
    Seen.ATTEMPT: lambda alice: f"activities/refusedattempt/{of(RefusedAttempt, citizen=alice)}/change/",
    Seen.PHOTO: lambda alice: f"photo_reports/photoreport/{of(PhotoReport, citizen=alice)}/change/",
    Seen.ODOMETER: lambda alice: f"household/odometerreview/{of(OdometerReview, citizen=alice)}/change/",
    Seen.SERVED: lambda alice: f"accounts/user/{alice.pk}/citizen/",
    Seen.APPLICATION: lambda alice: f"merchants/merchant/{of(Merchant, applicant=alice)}/change/",
}
LISTS = {
    Seen.PHOTO: "photo_reports/photoreport/",
    Seen.ATTEMPT: "activities/refusedattempt/?q={}",
    Seen.ACT: "activities/activity/?q={}",
}


def test_every_kind_of_look_has_an_address_here():
    assert set(ADDRESSES) == set(Seen)


@pytest.mark.parametrize("seen", Seen)
def test_look_is_told_to_its_citizen_without_a_name(office, alice, bob, seen):
    if seen == Seen.APPLICATION:
        Merchant.objects.filter(pk=Merchant.objects.latest("pk").pk).update(applicant=alice)
    address = f"/admin/{ADDRESSES[seen](alice)}"
    for _time in range(2):
        assert office.get(address).status_code == 200

    told = Look.objects.get(citizen=alice, seen=seen)
    assert told.day == NOW.date()
    assert AUDIT in told.office
    assert told.by.username == "auditor"
    assert not Look.objects.filter(citizen=bob).exists()

    citizen = Client()
    citizen.force_login(alice)
    page = citizen.get(PAGE).content.decode()
    assert str(seen.label) in page
    assert AUDIT in page
    assert "2026年11月23日" in page
    assert "auditor" not in page
    citizen.force_login(User.objects.create_citizen())
    assert "最近六个月没有人查看。" in citizen.get(PAGE).content.decode()


@pytest.mark.parametrize("seen", LISTS)
def test_list_that_shows_as_much_is_a_look_too(office, alice, seen):
    office.get(f"/admin/{LISTS[seen].format(alice.public_id)}")
    assert Look.objects.filter(citizen=alice, seen=seen).exists()


def test_nobody_is_told_of_what_was_not_shown(alice):
    """Who may not see profiles, or is turned away, has looked at nothing."""
    reviewer = User.objects.create(username="reviewer", is_staff=True)
    reviewer.groups.set([Group.objects.get(name="题库编写 · Quiz questions")])
    client = Client()
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    for address in ADDRESSES.values():
        if address is not ADDRESSES[Seen.APPLICATION]:
            client.get(f"/admin/{address(alice)}")
    assert not Look.objects.exists()


def test_two_of_an_office_are_told_as_one(alice, desk):
    other = User.objects.create(username="other", is_staff=True, is_superuser=True)
    for member in (desk, other):
        looks.note(of=[alice.pk, None], seen=Seen.PROFILE, by=member, now=NOW)
    looks.note(of=[desk.pk], seen=Seen.PROFILE, by=desk, now=NOW)
    assert Look.objects.count() == 2
    assert looks.at(alice) == [(NOW.date(), Seen.PROFILE, "")]


def test_who_needs_no_group_is_the_system_administration(alice, desk):
    client = Client()
    client.force_login(desk, backend="django.contrib.auth.backends.ModelBackend")
    client.get(f"/admin/{ADDRESSES[Seen.PROFILE](alice)}")
    assert Look.objects.get().office == ""
    client.force_login(alice)
    assert "系统管理" in client.get(PAGE).content.decode()


def test_sign_ins_are_told_with_their_device(outbox, alice):
    visitor = Visitor(Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)"}))
    visitor.ask(alice.profile.phone)
    visitor.enter(outbox.wrong_code)
    assert not PastSignIn.objects.exists()
    visitor.enter(outbox.code)
    page = visitor.client.get(PAGE).content.decode()
    assert "iPhone" in page
    assert "2026年11月23日 12:00" in page


def test_looks_and_sign_ins_are_kept_for_six_months(alice, desk, time_machine):
    looks.note(of=[alice.pk], seen=Seen.PROFILE, by=desk, now=NOW)
    looks.note_sign_in(user=alice, device="other", now=NOW)
    time_machine.move_to(NOW + timedelta(days=182))
    jobs.forget_old_looks()
    assert (Look.objects.count(), PastSignIn.objects.count()) == (1, 1)
    time_machine.move_to(NOW + timedelta(days=185))
    jobs.forget_old_looks()
    assert (Look.objects.count(), PastSignIn.objects.count()) == (0, 0)
