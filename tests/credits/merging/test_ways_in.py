"""What lets somebody in when two accounts are one: numbers are written down, apps are signed out."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import audit as accounts_audit
from accounts import devices
from accounts.app_sign_in import keeping
from accounts.app_sign_in.models import AppSignIn, AppWay
from accounts.changing_phone.models import PhoneChange, Way
from accounts.models import AccessToken
from accounts.scopes import Scope
from credits.merging.models import KeptPhone
from credits.merging.refusals import MergerHindered
from tests.conftest import NOW
from tests.credits.merging.conftest import approved, asked, merged

pytestmark = pytest.mark.django_db


def phones_are_as_changed() -> None:
    assert [str(one) for one in accounts_audit.findings()] == []


def test_whoever_was_signed_in_before_the_number_changed_is_no_more(old, new, clerk):
    browser = Client()
    browser.force_login(new)
    request = RequestFactory().get("/")
    request.session, request.user = browser.session, new
    devices.note(request, now=NOW)
    keeping.start(citizen=new, scopes=[Scope.READ], way=AppWay.PHONE, device="", now=NOW)
    token = AccessToken.objects.create(user=new, digest="x" * 64, label="程序", ends_at=NOW + timedelta(days=9))
    approved(asked(old, new, kept_phone=KeptPhone.ENDED), clerk)

    assert browser.get(reverse("accounts:profile")).status_code == HTTPStatus.FOUND
    assert not AppSignIn.objects.filter(user=new).exists()
    token.refresh_from_db()
    assert token.revoked_at == NOW


def test_numbers_that_are_swapped_are_written_down(old, new, clerk):
    approved(asked(old, new, kept_phone=KeptPhone.ENDED), clerk)

    assert PhoneChange.objects.filter(citizen=new, way=Way.BOTH, done_at=NOW).exists()
    phones_are_as_changed()


def test_a_change_of_number_that_waits_hinders(old, new, clerk):
    merger = asked(old, new)
    for citizen in (old, new):
        change = PhoneChange.objects.create(
            citizen=citizen, way=Way.WAITED, asked_at=NOW, due_at=NOW + timedelta(days=3), tells_old=True
        )
        with pytest.raises(MergerHindered):
            approved(merger, clerk)
        change.stopped_at, change.stopped = NOW, "signed_in"
        change.save(update_fields=["stopped_at", "stopped"])

    assert approved(merger, clerk).is_done


def test_apps_are_signed_out(old, new, clerk):
    for citizen in (old, new):
        keeping.start(citizen=citizen, scopes=[Scope.READ], way=AppWay.PHONE, device="", now=NOW)
    merged(old, new, clerk)

    assert list(AppSignIn.objects.values_list("user_id", flat=True)) == [new.pk]
