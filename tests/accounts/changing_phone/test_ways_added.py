"""While a number waits, whoever reads the old one adds nothing to the account that would outlast the change."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from accounts import second_factor, ways_in
from accounts.changing_phone import waiting
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

NEW_PASSKEY, NEW_FACTOR = "/me/second-factor/passkeys/new/", "/me/second-factor/new/"
WAYS = "/me/ways-in/"


@pytest.fixture(name="change", autouse=True)
def _change(owner, messages):
    return waiting.ask(user=owner, phone="+8613900000010", to_stop=lambda _change: "", now=NOW)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", [NEW_PASSKEY, NEW_FACTOR])
def test_code_of_the_old_number_adds_no_way_in(owner, came, page, method):
    before = list(ways_in.of(owner.pk))

    answer = getattr(came("phone"), method)(page, {"code": "123456"})

    assert (answer.status_code, answer.url) == (302, WAYS)
    assert (list(ways_in.of(owner.pk)), second_factor.has_one(owner)) == (before, False)


def test_old_session_without_a_proof_adds_no_factor(owner):
    browser = Client()
    browser.force_login(owner)

    assert browser.get(NEW_FACTOR).url == f"/me/proof/?next={quote(NEW_FACTOR, safe='')}"


@pytest.mark.parametrize("page", [NEW_PASSKEY, NEW_FACTOR])
def test_who_has_shown_another_way_in_adds_one(came, page):
    assert came("passkey").get(page).status_code == 200


@pytest.mark.parametrize("page", [NEW_PASSKEY, NEW_FACTOR])
def test_once_nothing_waits_any_more_the_code_is_enough(came, noon, page, change):
    waiting.stop(change=change, stopped="desk", now=NOW + timedelta(minutes=1))

    assert came("phone").get(page).status_code == 200
