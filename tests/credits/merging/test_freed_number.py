"""The number of an account that was merged is freed by who entered a code to it, and by nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from accounts import arriving
from accounts import audit as accounts_audit
from accounts import merged as merged_accounts
from accounts.app_sign_in import codes
from accounts.app_sign_in.models import AppWay
from accounts.changing_phone.models import PhoneChange, Way
from accounts.models import Profile, User
from accounts.refusals import AccountMerged
from tests.conftest import NOW
from tests.credits.merging.conftest import merged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def told_so(citizen: User) -> HttpRequest:
    """A visitor who came by a linked platform, and read that the account was merged."""
    request = RequestFactory().post("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    answer = arriving.sign_in(request, user=User.objects.get(pk=citizen.pk), way="wechat", then=None, now=NOW)
    assert answer.url == reverse("accounts:merged")
    return request


@pytest.mark.parametrize("shown", ["", "+8613900000009"], ids=["no number", "another number"])
def test_who_came_another_way_than_by_the_number_frees_none(old, new, clerk, shown):
    merged(old, new, clerk)
    profile = Profile.objects.get(user=old)
    request = told_so(old)
    if shown:
        merged_accounts.note_number(request, shown)
    assert merged_accounts.proven(request, now=NOW) == profile
    assert not merged_accounts.has_proven_number(request, profile)
    merged_accounts.free(request, profile, now=NOW)

    assert Profile.objects.get(user=old).phone == "+8613900000001"


def test_a_number_that_is_freed_is_written_down(old, new, clerk):
    merged(old, new, clerk)
    request = told_so(old)
    merged_accounts.note_number(request, "+8613900000001")
    merged_accounts.free(request, Profile.objects.get(user=old), now=NOW)

    assert Profile.objects.get(user=old).phone is None
    assert PhoneChange.objects.filter(citizen=old, way=Way.PASSED_ON).exists()
    assert [str(one) for one in accounts_audit.findings()] == []


def test_an_app_is_told_where_the_number_of_a_merged_account_is_freed(old, new, clerk):
    merged(old, new, clerk)
    request = RequestFactory().post("/")
    with pytest.raises(AccountMerged) as refused:
        codes.sign_in(request, User.objects.get(pk=old.pk), scopes=[], way=AppWay.PHONE)
    assert reverse("account_request_login_code") in refused.value.sentence
