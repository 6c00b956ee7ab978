"""A decision at the desk is about what its page has shown: where that is another by now, nothing is done.

Nor is anything done for whoever sends it without a page.
"""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.test import Client

from accounts import second_factor
from accounts.models import User
from channels.household import driving
from channels.household.models import OdometerReading, OdometerReview
from channels.photo_reports import reviewing
from channels.photo_reports.models import PhotoReport
from credits import budgets
from merchants.desk import approval
from merchants.desk import publishing as offers
from merchants.models import Merchant, MerchantStatus, Offer, OfferStatus, StockRelease
from scenarios import publishing
from scenarios.models import Evaluation, RuleVersion, Venue
from scenarios.venues import screens
from scenarios.venues.evaluation import evaluate
from tests import rules
from tests.channels.household.conftest import bind, timeless
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW, TODAY, make_citizen
from tests.desk_pages import carried, carried_to
from tests.merchants.conftest import make_merchant, make_offer
from tests.scenarios.venues.conftest import marks_of
from tests.second_factors import enrolled

pytestmark = pytest.mark.django_db

CHANGED = "您打开页面之后，有人改动了这项内容，所以没有执行。以下是现在的情况。"
LOOK_AGAIN = "您打开页面后，内容有改动，请重新查看。"
NOT_SHOWN = "这次提交没有经过核对页面，所以没有执行。请先看清下面的内容，再作决定。"
DAY = timedelta(days=1)


@pytest.fixture
def at_desk(client, desk, catalogue, budget, venues, settings, tmp_path, time_machine) -> Client:
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


def walking(days: int) -> RuleVersion:
    version = publishing.copy_version(RuleVersion.objects.get(scenario__code="walking", number=1), now=NOW)
    return rules.publish(version, effective_from=TODAY + days * DAY, now=NOW)


class Decision:
    """`page` is what is opened first, `address` where its form goes."""

    told, missed = CHANGED, NOT_SHOWN
    page = address = ""
    entered: dict[str, str] = {}

    def show(self, browser: Client) -> dict[str, str]:
        """What the page that shows it would send."""
        return {**carried(browser.get(self.page)), **self.entered}

    def bare(self) -> dict[str, str]:
        """The same without anything that says what was shown."""
        return self.entered


class Confirmed(Decision):
    """Sent once to be shown what it does, and once more."""

    def show(self, browser: Client) -> dict[str, str]:
        asked = browser.post(self.address, self.entered)
        assert asked.status_code == 200
        return {**self.entered, **carried(asked), "confirm": "1"}

    def bare(self) -> dict[str, str]:
        return {**self.entered, "confirm": "1"}


class OfAWithdrawal(Decision):
    """Another version comes between: withdrawn, another rule would go on than was said."""

    def prepare(self, alice):
        self.version = walking(days=20)
        self.page = self.address = f"/admin/scenarios/ruleversion/{self.version.pk}/withdraw/"

    def change(self, alice):
        walking(days=17)

    def is_done(self):
        return RuleVersion.objects.get(pk=self.version.pk).withdrawn_at is not None


class OfADraft(Decision):
    def prepare(self, alice):
        first = RuleVersion.objects.get(scenario__code="walking", number=1)
        self.draft = publishing.copy_version(first, now=NOW)

    def change(self, alice):
        document = {**self.draft.document, "claimable": not self.draft.document["claimable"]}
        publishing.edit(self.draft, document=document)


class OfADraftThrownAway(OfADraft):
    """The draft is edited meanwhile."""

    entered = {"post": "yes"}

    def prepare(self, alice):
        super().prepare(alice)
        self.page = f"/admin/scenarios/ruleversion/{self.draft.pk}/change/"
        self.address = f"/admin/scenarios/ruleversion/{self.draft.pk}/delete/"

    def show(self, browser):
        [link] = re.findall(r'href="([^"]*/delete/[^"]*)"', browser.get(self.page).content.decode())
        self.address = urljoin(self.page, link)
        return carried(browser.get(self.address))

    def is_done(self):
        return not RuleVersion.objects.filter(pk=self.draft.pk).exists()


class OfADraftPublished(Confirmed, OfADraft):
    """The draft is edited meanwhile."""

    entered = {"effective_from": "2026-12-20", "why_zh": "按主管部门要求调整"}

    def prepare(self, alice):
        super().prepare(alice)
        rules.approve(self.draft, now=NOW)
        self.page = self.address = f"/admin/scenarios/ruleversion/{self.draft.pk}/publish/"

    def is_done(self):
        return RuleVersion.objects.get(pk=self.draft.pk).published_at is not None


class OfADraftPublishedAfterAnother(OfADraftPublished):
    """Another version comes before it: published, this one would also undo what that one says."""

    def change(self, alice):
        walking(days=17)


class OfADraftPublishedBeforeAnother(OfADraftPublished):
    """Another version comes after it: published, this one would hold for some days only."""

    def change(self, alice):
        walking(days=40)


class OfADraftApproved(OfADraft):
    """The draft is edited meanwhile."""

    def prepare(self, alice):
        super().prepare(alice)
        rules.rehearse(self.draft, now=NOW)
        self.page = f"/admin/scenarios/ruleversion/{self.draft.pk}/publish/"
        self.address = f"/admin/scenarios/ruleversion/{self.draft.pk}/approve/"

    def is_done(self):
        return RuleVersion.objects.get(pk=self.draft.pk).approved_at is not None


class OfADraftReturned(OfADraftApproved):
    entered = {"why": "上限太高"}

    def prepare(self, alice):
        super().prepare(alice)
        self.address = f"/admin/scenarios/ruleversion/{self.draft.pk}/return/"

    def is_done(self):
        return RuleVersion.objects.get(pk=self.draft.pk).returned_at is not None


class Reviewed(Decision):
    """Shown at the review desk, with a form for each verb."""

    verb = "accept"

    def review(self, kind, row):
        self.page = f"/desk/review/{kind}/{row.public_id}/"
        self.address = f"{self.page}{self.verb}/"

    def show(self, browser):
        return {**carried_to(browser.get(self.page), self.address), **self.entered}


class OfAPhotoReport(Reviewed):
    """Another report of that day is accepted meanwhile: what accepting comes to is another."""

    def prepare(self, alice):
        self.report, self.other = [report(alice, seed, place=None) for seed in (1, 2)]
        self.review("photo", self.report)

    def change(self, alice):
        colleague = User.objects.create_superuser("colleague", "correct horse battery staple")
        reviewing.accept(report=self.other, by=colleague, now=NOW)

    def is_done(self):
        return PhotoReport.objects.get(pk=self.report.pk).is_decided


class OfAPhotoReportRefused(OfAPhotoReport):
    """What the citizen said of it is another."""

    verb, entered = "refuse", {"reason": "unclear", "note": "太暗了"}

    def change(self, alice):
        PhotoReport.objects.filter(pk=self.report.pk).update(words="别的话")


class OfOdometerPhotos(Reviewed):
    """One of the photos is erased meanwhile."""

    def prepare(self, alice):
        car = bind(alice, "川AD10000", None)
        for place, moment in enumerate((NOW - timedelta(hours=10), NOW)):
            photo = timeless(alice, place, moment)
            driving.read(vehicle=car, photo=photo, odometer_m=1_000_000 + place * 20_000, now=moment)
        self.review("odometer", OdometerReview.objects.get())

    def change(self, alice):
        OdometerReading.objects.filter(pk=OdometerReading.objects.earliest("pk").pk).update(photo=None)

    def is_done(self):
        return not OdometerReview.objects.get().is_waiting


class OfOdometerPhotosRefused(OfOdometerPhotos):
    verb, entered = "refuse", {"reason": "unclear", "note": "请重拍"}


class OfASecondFactor(Decision):
    """The citizen enrols anew meanwhile: theirs is not the lost one any more."""

    def prepare(self, alice):
        enrolled(alice)
        self.user = alice
        self.page = f"/admin/accounts/user/{alice.pk}/change/"
        self.address = f"/admin/accounts/user/{alice.pk}/reset-second-factor/"

    def change(self, alice):
        second_factor.remove(user=alice)
        enrolled(alice)

    def is_done(self):
        return second_factor.find(self.user) is None


class OfAMerchant(Decision):
    """A colleague suspends it and opens it again meanwhile, for a reason that the clerk does not know."""

    told = missed = LOOK_AGAIN

    def prepare(self, alice):
        self.merchant = make_merchant("茶舍")
        self.page = f"/admin/merchants/merchant/{self.merchant.pk}/change/"
        self.address = f"/admin/merchants/merchant/{self.merchant.pk}/suspend/"

    def change(self, alice):
        approval.suspend(merchant=self.merchant, by=None, now=NOW + timedelta(minutes=1))
        approval.approve(merchant=self.merchant, by=None, now=NOW + timedelta(minutes=2))

    def is_done(self):
        return Merchant.objects.get().status == MerchantStatus.SUSPENDED


class OfAMerchantApproved(OfAMerchant):
    """One that no citizen applied for: a colleague gives it another name."""

    def prepare(self, alice):
        super().prepare(alice)
        Merchant.objects.update(status=MerchantStatus.APPLIED)
        self.address = f"/admin/merchants/merchant/{self.merchant.pk}/approve/"

    def change(self, alice):
        Merchant.objects.update(name={"zh-hans": "麻将馆"})

    def is_done(self):
        return Merchant.objects.get().status == MerchantStatus.APPROVED


class OfAnOffer(Decision):
    """A colleague takes it off and publishes it again meanwhile."""

    told = missed = LOOK_AGAIN

    def prepare(self, alice):
        self.offer = make_offer(make_merchant("茶舍"), is_limited=True)
        StockRelease.objects.create(offer=self.offer, opens_at=NOW, quantity=5)
        self.page = f"/admin/merchants/offer/{self.offer.pk}/change/"
        self.address = f"/admin/merchants/offer/{self.offer.pk}/withdraw/"

    def change(self, alice):
        off = offers.take_off(offer=self.offer, by=None, now=NOW)
        offers.publish(offer=off, by=None, now=NOW + timedelta(minutes=1))

    def is_done(self):
        return Offer.objects.get().status == OfferStatus.WITHDRAWN


class OfStock(OfAnOffer):
    """It is on show for longer than the page said: pieces for more days."""

    entered = {"a_day": "5", "opens": "10:00"}

    def prepare(self, alice):
        super().prepare(alice)
        self.page = self.address = f"/admin/merchants/offer/{self.offer.pk}/stock/"

    def change(self, alice):
        Offer.objects.update(ends_on=TODAY + 60 * DAY)

    def is_done(self):
        return StockRelease.objects.count() > 1


class OfAGroup(Decision):
    """A colleague puts somebody into it meanwhile, who would lose what it may."""

    entered = {"post": "yes"}

    def prepare(self, alice):
        self.group = Group.objects.create(name="组")
        self.page = self.address = f"/admin/auth/group/{self.group.pk}/delete/"

    def change(self, alice):
        self.group.user_set.add(User.objects.create(username="lin", is_staff=True))

    def is_done(self):
        return not Group.objects.exists()


class OfARight(OfAGroup):
    """A colleague renames the group meanwhile; its form would undo that."""

    entered = {"name": "别的组"}

    def prepare(self, alice):
        super().prepare(alice)
        self.page = self.address = f"/admin/auth/group/{self.group.pk}/change/"

    def change(self, alice):
        Group.objects.update(name="第三组")

    def is_done(self):
        return Group.objects.get().name == "别的组"


class OfAnAccount(Decision):
    """A colleague has closed it meanwhile."""

    def prepare(self, alice):
        self.page = self.address = f"/admin/accounts/user/{alice.pk}/change/"
        self.entered = {
            f"profile-{name}": value for name, value in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "1"), ("0-user", ""))
        } | {"profile-0-id": str(alice.profile.pk)}
        self.user = alice

    def change(self, alice):
        User.objects.filter(pk=alice.pk).update(username="alice")

    def is_done(self):
        return not User.objects.get(pk=self.user.pk).is_active


class OfAVenue(Decision):
    """A colleague evaluates it meanwhile."""

    def prepare(self, alice):
        self.venue = Venue.objects.get(code="ito-chunxi")
        self.page = self.address = f"/admin/scenarios/venue/{self.venue.pk}/evaluate/"
        self.entered = {code: mark.value for code, mark in marks_of(self.venue.kind).items()} | {"confirm": "1"}
        self.colleague = make_citizen()

    def change(self, alice):
        evaluate(self.venue, marks=marks_of(self.venue.kind), evaluator=self.colleague, now=NOW)

    def is_done(self):
        return Evaluation.objects.filter(venue=self.venue, evaluator__username="desk").exists()


class OfAScreen(OfAVenue):
    """A colleague moves it meanwhile."""

    def prepare(self, alice):
        super().prepare(alice)
        self.entered = {}
        self.page = self.address = f"/admin/scenarios/venue/{self.venue.pk}/move_screen/"
        self.token = self.venue.screen_token

    def change(self, alice):
        self.token = screens.move_screen(self.venue, now=NOW).screen_token

    def is_done(self):
        return Venue.objects.get(pk=self.venue.pk).screen_token != self.token


class OfABudget(Confirmed):
    """Another amount is sent than the page has said."""

    entered = {"amount": "80", "reference": "2026-7"}

    def prepare(self, alice):
        self.address = f"/admin/credits/budget/{budgets.find('citizens').pk}/fund/"

    def show(self, browser):
        self.sent = super().show(browser)
        return self.sent

    def change(self, alice):
        self.sent["amount"] = "800000"

    def is_done(self):
        return budgets.remaining("citizens") != 10_000_000


class OfASignIn(Decision):
    """Unlocked by who was asked whether; whoever goes on guessing does not keep it locked."""

    entered = {"post": "yes"}

    def prepare(self, alice):
        row = AccessAttempt.objects.create(username="lin", ip_address="203.0.113.9", failures_since_start=5)
        self.page = self.address = f"/admin/axes/accessattempt/{row.pk}/delete/"

    def is_done(self):
        return not AccessAttempt.objects.exists()


DECISIONS = [
    OfAWithdrawal,
    OfADraftThrownAway,
    OfADraftApproved,
    OfADraftReturned,
    OfADraftPublished,
    OfADraftPublishedAfterAnother,
    OfADraftPublishedBeforeAnother,
    OfAPhotoReport,
    OfAPhotoReportRefused,
    OfOdometerPhotos,
    OfOdometerPhotosRefused,
    OfASecondFactor,
    OfAMerchant,
    OfAMerchantApproved,
    OfAnOffer,
    OfStock,
    OfAGroup,
    OfARight,
    OfAnAccount,
    OfAVenue,
    OfAScreen,
    OfABudget,
]


@pytest.mark.parametrize("kind", DECISIONS)
def test_what_changed_since_it_was_shown_is_not_decided(kind, at_desk, alice):
    decision = kind()
    decision.prepare(alice)
    sent = decision.show(at_desk)
    decision.change(alice)

    answer = at_desk.post(decision.address, sent, follow=True)

    assert decision.told in answer.content.decode()
    assert not decision.is_done()


@pytest.mark.parametrize("kind", [*DECISIONS, OfASignIn])
def test_what_is_still_as_shown_is_decided(kind, at_desk, alice):
    decision = kind()
    decision.prepare(alice)

    sent = decision.show(at_desk)
    at_desk.post(decision.address, sent)

    assert decision.is_done()


@pytest.mark.parametrize("kind", [*DECISIONS, OfASignIn])
def test_what_no_page_has_shown_is_not_decided(kind, at_desk, alice):
    decision = kind()
    decision.prepare(alice)

    answer = at_desk.post(decision.address, decision.bare(), follow=True)

    assert decision.missed in answer.content.decode()
    assert not decision.is_done()


def test_whoever_goes_on_guessing_keeps_nobody_locked(at_desk, alice):
    decision = OfASignIn()
    decision.prepare(alice)
    sent = decision.show(at_desk)
    AccessAttempt.objects.update(failures_since_start=6, attempt_time=NOW, path_info="/admin/login/?next=/admin/")

    at_desk.post(decision.address, sent)

    assert decision.is_done()
