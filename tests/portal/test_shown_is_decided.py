"""A decision at the desk is about what its page has shown: where that is another by now, nothing is done."""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.test import Client

from accounts import second_factor
from accounts.models import User
from activities.photo_reports import reviewing
from activities.photo_reports.models import PhotoReport
from scenarios import publishing
from scenarios.models import RuleVersion
from tests.activities.photo_reports.conftest import report
from tests.conftest import NOW, TODAY
from tests.second_factors import enrolled

pytestmark = pytest.mark.django_db

CHANGED = "您打开页面之后，有人改动了这项内容，所以没有执行。以下是现在的情况。"
HIDDEN = re.compile(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"')
DAY = timedelta(days=1)


@pytest.fixture
def at_desk(client, desk, catalogue, budget, settings, tmp_path, time_machine) -> Client:
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


def carried(page: str) -> dict[str, str]:
    """What the forms of a page carry beside what is entered."""
    return {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


def walking(days: int) -> RuleVersion:
    version = publishing.copy_version(RuleVersion.objects.get(scenario__code="walking", number=1), now=NOW)
    return publishing.publish(version, effective_from=TODAY + days * DAY, now=NOW)


class OfAWithdrawal:
    """Another version comes between: withdrawn, another rule would go on than was said."""

    def prepare(self, alice):
        self.version = walking(days=20)
        self.page = self.address = f"/admin/scenarios/ruleversion/{self.version.pk}/withdraw/"

    def show(self, browser):
        return carried(browser.get(self.page).content.decode())

    def change(self, alice):
        walking(days=15)

    def is_done(self):
        return RuleVersion.objects.get(pk=self.version.pk).withdrawn_at is not None


class OfADraftThrownAway:
    """The draft is edited meanwhile."""

    def prepare(self, alice):
        first = RuleVersion.objects.get(scenario__code="walking", number=1)
        self.draft = publishing.copy_version(first, now=NOW)
        self.page = f"/admin/scenarios/ruleversion/{self.draft.pk}/change/"

    def show(self, browser):
        [link] = re.findall(r'href="([^"]*/delete/[^"]*)"', browser.get(self.page).content.decode())
        self.address = urljoin(self.page, link)
        assert browser.get(self.address).status_code == 200
        return {"post": "yes"}

    def change(self, alice):
        document = {**self.draft.document, "claimable": not self.draft.document["claimable"]}
        publishing.edit(self.draft, document=document)

    def is_done(self):
        return not RuleVersion.objects.filter(pk=self.draft.pk).exists()


class OfAPhotoReport:
    """Another report of that day is accepted meanwhile: what accepting comes to is another."""

    def prepare(self, alice):
        self.report, self.other = [report(alice, seed, place=None) for seed in (1, 2)]
        self.address = f"/admin/activities/photoreport/{self.report.pk}/accept/"

    def show(self, browser):
        return {**carried(browser.post(self.address).content.decode()), "confirm": "1"}

    def change(self, alice):
        colleague = User.objects.create_superuser("colleague", "correct horse battery staple")
        reviewing.accept(report=self.other, by=colleague, now=NOW)

    def is_done(self):
        return PhotoReport.objects.get(pk=self.report.pk).is_decided


class OfASecondFactor:
    """The citizen enrols anew meanwhile: theirs is not the lost one any more."""

    def prepare(self, alice):
        enrolled(alice)
        self.user = alice
        self.page = f"/admin/accounts/user/{alice.pk}/change/"
        self.address = f"/admin/accounts/user/{alice.pk}/reset-second-factor/"

    def show(self, browser):
        return carried(browser.get(self.page).content.decode())

    def change(self, alice):
        second_factor.remove(user=alice)
        enrolled(alice)

    def is_done(self):
        return second_factor.find(self.user) is None


DECISIONS = [OfAWithdrawal, OfADraftThrownAway, OfAPhotoReport, OfASecondFactor]


@pytest.mark.parametrize("kind", DECISIONS)
def test_what_changed_since_it_was_shown_is_not_decided(kind, at_desk, alice):
    decision = kind()
    decision.prepare(alice)
    sent = decision.show(at_desk)
    decision.change(alice)

    answer = at_desk.post(decision.address, sent, follow=True)

    assert CHANGED in answer.content.decode()
    assert not decision.is_done()


@pytest.mark.parametrize("kind", DECISIONS)
def test_what_is_still_as_shown_is_decided(kind, at_desk, alice):
    decision = kind()
    decision.prepare(alice)

    sent = decision.show(at_desk)
    at_desk.post(decision.address, sent)

    assert decision.is_done()
