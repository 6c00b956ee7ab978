"""Wrong addresses: the portal's own page, with DEBUG as without."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from portal.missing import OwnMissingPage

pytestmark = pytest.mark.django_db


def asked(rf: RequestFactory, address: str, answer: HttpResponse):
    return OwnMissingPage(lambda _request: answer)(rf.get(address))


def test_an_address_that_nobody_has_gets_our_page(rf, settings):
    settings.DEBUG = True
    with translation.override("zh-hans"):
        shown = asked(rf, "/nosuch/", HttpResponse("view"))

    assert shown.status_code == 404
    assert "找不到这个页面" in shown.content.decode()
    assert "urlpatterns" not in shown.content.decode()


def test_an_address_of_ours_goes_through(rf):
    assert asked(rf, "/about/", HttpResponse("view")).content == b"view"


def test_what_a_view_does_not_find_gets_our_page_and_what_breaks_does_not(rf):
    middleware = OwnMissingPage(lambda _request: HttpResponse())

    assert middleware.process_exception(rf.get("/activities/x/"), Http404()).status_code == 404
    assert middleware.process_exception(rf.get("/activities/x/"), ValueError()) is None
