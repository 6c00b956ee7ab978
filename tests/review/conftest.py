"""Reviewers, and what waits for them."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from activities.reviewables import Reviewable, all_kinds
from channels.photo_reports.models import PhotoReport
from evidence.models import Photo
from tests.conftest import NOW
from tests.evidence.conftest import uploads

__all__ = ["uploads"]

RIGHTS = ("decide_photoreport", "decide_odometerreview")


def make_reviewer(name: str, *rights: str) -> User:
    reviewer = User.objects.create(username=name, is_staff=True)
    reviewer.user_permissions.set(Permission.objects.filter(codename__in=rights or RIGHTS))
    return reviewer


@pytest.fixture
def lin(db) -> User:
    return make_reviewer("lin")


@pytest.fixture
def zhou(db) -> User:
    return make_reviewer("zhou")


@pytest.fixture
def photos() -> Reviewable:
    return all_kinds()["photo"]


def many_reports(citizen: User, count: int) -> list[PhotoReport]:
    """Written at once: what they show is nobody's business here."""
    shown = [
        Photo(citizen=citizen, purpose="photo_report", file="x.jpg", width=1, height=1, size_bytes=1)
        for _each in range(count)
    ]
    for photo in shown:
        photo.is_uniform, photo.received_at, photo.used_at = True, NOW, NOW
    kept = Photo.objects.bulk_create(shown)
    reports = [PhotoReport(citizen=citizen, photo=photo, category="litter", sent_at=NOW) for photo in kept]
    return PhotoReport.objects.bulk_create(reports)


def at_desk(user: User) -> Client:
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def _noon(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
