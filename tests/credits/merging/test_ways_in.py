"""What lets somebody in when two accounts are one: numbers are written down, apps are signed out."""

from datetime import timedelta

import pytest
from django.test import RequestFactory

from accounts import audit as accounts_audit
from accounts import merged as merged_accounts
from accounts.app_sign_in import keeping
from accounts.app_sign_in.models import AppSignIn, AppWay
from accounts.changing_phone.models import PhoneChange, Way
from accounts.models import Profile
from accounts.scopes import Scope
from credits.merging.models import KeptPhone
from credits.merging.refusals import MergerHindered
from tests.conftest import NOW
from tests.credits.merging.conftest import approved, asked, merged

pytestmark = pytest.mark.django_db


def phones_are_as_changed() -> None:
    assert [str(one) for one in accounts_audit.findings()] == []


def test_numbers_that_are_swapped_are_written_down(old, new, clerk):
    approved(asked(old, new, kept_phone=KeptPhone.ENDED), clerk)

    assert PhoneChange.objects.filter(citizen=new, way=Way.BOTH, done_at=NOW).exists()
    phones_are_as_changed()


def test_a_number_that_is_freed_is_written_down(old, new, clerk):
    merged(old, new, clerk)
    request = RequestFactory().post("/")
    request.session = {}
    merged_accounts.free(request, Profile.objects.get(user=old), now=NOW)

    assert Profile.objects.get(user=old).phone is None
    assert PhoneChange.objects.filter(citizen=old, way=Way.PASSED_ON).exists()
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
