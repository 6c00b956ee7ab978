"""Two officials who do the same at once: one does it, the other is told; nothing is done twice, and no page breaks."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client

from accounts import second_factor
from accounts.models import User
from activities.models import Activity
from activities.ways_in import doors_of
from channels.household import driving
from channels.household.models import OdometerReview
from channels.photo_reports.models import PhotoReport
from channels.quiz import bank
from channels.quiz.models import QuizQuestion
from common.editions import edition_of
from credits import budgets
from credits.models import Budget, LedgerAccount
from lists import confirming
from lists.kinds import every_kind
from lists.models import Edition
from merchants import editions
from merchants.models import Merchant, MerchantStatus, Offer, OfferStatus
from review.models import Assignment
from scenarios import publishing
from scenarios.calendars import rotation
from scenarios.drafting import numbers_of
from scenarios.models import Evaluation, RuleVersion, Scenario, Venue
from tests import rules
from tests.at_once import at_once, queued_behind
from tests.channels.household.conftest import bind, timeless
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW, TODAY
from tests.desk_pages import carried, carried_to, decide
from tests.merchants.conftest import make_merchant, make_offer, text
from tests.scenarios.venues.conftest import marks_of
from tests.second_factors import enrolled

pytestmark = pytest.mark.django_db(transaction=True)

TOMORROW = TODAY + timedelta(days=1)
WHY = {"why_zh": "按主管部门要求调整。"}
CHANGED = "您打开页面之后，有人改动了这项内容，所以没有执行。以下是现在的情况。"
PASSWORD = "correct horse battery staple"
Post = Callable[..., "Answer"]


class Answer:
    """What an official got: a status, and the page that they then see.

    Read from the page itself: what the test client keeps of templates and errors it keeps of every thread.
    """

    def __init__(self, client: Client, address: str, data: dict[str, object]) -> None:
        posted = client.post(address, data)
        self.status = posted.status_code
        page = client.get(urljoin(address, posted.url)) if self.status == 302 else posted
        self.page = unescape(page.content.decode())

    def says(self, sentence: str) -> bool:
        return sentence in self.page


def tell(answers: list[Answer], *sentences: str) -> bool:
    """Whether each sentence is said to one official, and to one alone."""
    said = [[sentence for sentence in sentences if answer.says(sentence)] for answer in answers]
    return sorted(said) == sorted([sentence] for sentence in sentences)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officials(desk) -> list[Client]:
    """Two browsers at the desk."""
    other = User.objects.create_superuser("colleague", PASSWORD)
    browsers = [Client(raise_request_exception=False), Client(raise_request_exception=False)]
    for browser, user in zip(browsers, (desk, other), strict=True):
        browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return browsers


@pytest.fixture
def both(officials) -> Callable[..., list[Answer]]:
    """Both post the same, and come together at the lock of some rows."""

    def post(address: str, *data: dict[str, object], behind=None) -> list[Answer]:
        sent = data if len(data) == 2 else data * 2
        works = [
            lambda client=client, each=each: Answer(client, address, each)
            for client, each in zip(officials, sent, strict=True)
        ]
        answers = at_once(works) if behind is None else queued_behind(behind, works)
        assert all(isinstance(answer, Answer) for answer in answers), answers
        return answers

    return post


def asked(client: Client, address: str, entered: dict[str, object]) -> dict[str, object]:
    """What is sent to confirm what the page then says that it will do."""
    return {**entered, **carried(client.post(address, entered)), "confirm": "1"}


def shown(client: Client, address: str) -> str:
    """The edition that a page carries."""
    [edition] = set(re.findall(r'name="edition" value="([0-9a-f]+)"', client.get(address).content.decode()))
    return edition


@pytest.fixture
def draft(catalogue, budget) -> RuleVersion:
    return publishing.copy_version(RuleVersion.objects.get(scenario__code="walking", number=1), now=NOW)


def address_of(version: RuleVersion, verb: str) -> str:
    return f"/admin/scenarios/ruleversion/{version.pk}/{verb}/"


def numbers(draft: RuleVersion, **changed) -> dict[str, object]:
    every = {"ways": [way.code for way in doors_of(draft.scenario.code)]}
    told = {**numbers_of(draft.document, draft.scenario.methodology), **every, **changed}
    return {name: "on" if value is True else value for name, value in told.items() if value not in (None, False)}


SOURCE = {
    "standing": "official",
    "title_zh": "规则通知",
    "title_en": "Notice",
    "publisher_zh": "主管部门",
    "publisher_en": "The authority",
    "published_on": "2026-11-20",
}


def test_rule_version_is_published_by_one_and_the_other_is_told(draft, both):
    rules.approve(draft, now=NOW)
    answers = both(
        address_of(draft, "publish"),
        {"effective_from": TOMORROW, **WHY, "confirm": "1", "edition": edition_of(*publishing.shown(draft, TOMORROW))},
        behind=Scenario.objects.filter(pk=draft.scenario_id),
    )

    assert [answer.status for answer in answers] == [302, 302]
    assert tell(answers, "已发布，2026-11-24 起生效。", "已发布，不能再改。请复制一份再改。")
    published = apps.get_model("scenarios.RuleVersionEvent").objects.filter(
        pgh_obj=draft.pk, published_at__isnull=False
    )
    assert published.count() == 1


def test_one_day_is_given_to_one_of_two_drafts(draft, officials):
    other = publishing.copy_version(draft, now=NOW)
    for each in (draft, other):
        rules.approve(each, now=NOW)
    works = [
        lambda client=client, each=each: Answer(
            client,
            address_of(each, "publish"),
            {
                "effective_from": TOMORROW,
                **WHY,
                "confirm": "1",
                "edition": edition_of(*publishing.shown(each, TOMORROW)),
            },
        )
        for client, each in zip(officials, (draft, other), strict=True)
    ]

    answers = queued_behind(Scenario.objects.filter(pk=draft.scenario_id), works)

    assert [answer.status for answer in answers] == [302, 302]
    assert RuleVersion.objects.published().filter(effective_from=TOMORROW).count() == 1
    assert tell(answers, "已发布，2026-11-24 起生效。", "已定于 2026-11-24 生效。请另选日期")


def after_midnight(time_machine) -> Callable[[], object]:
    return lambda: time_machine.move_to(NOW + timedelta(hours=13), tick=False)


def test_who_waits_over_midnight_publishes_for_no_day_that_has_begun(draft, officials, time_machine):
    rules.approve(draft, now=NOW)
    sent = {
        "effective_from": TOMORROW,
        **WHY,
        "confirm": "1",
        "edition": edition_of(*publishing.shown(draft, TOMORROW)),
    }
    [answer] = queued_behind(
        Scenario.objects.filter(pk=draft.scenario_id),
        [lambda: Answer(officials[0], address_of(draft, "publish"), sent)],
        meanwhile=after_midnight(time_machine),
    )

    draft.refresh_from_db()
    assert draft.published_at is None
    assert answer.status == 302


def test_who_waits_over_midnight_withdraws_nothing_that_is_in_force(draft, officials, time_machine):
    rules.publish(draft, effective_from=TOMORROW, now=NOW)
    sent = {"edition": shown(officials[0], address_of(draft, "withdraw"))}
    [answer] = queued_behind(
        Scenario.objects.filter(pk=draft.scenario_id),
        [lambda: Answer(officials[0], address_of(draft, "withdraw"), sent)],
        meanwhile=after_midnight(time_machine),
    )

    draft.refresh_from_db()
    assert draft.withdrawn_at is None
    assert answer.status == 302


def test_who_waits_over_midnight_confirms_no_list_for_a_day_that_has_begun(catalogue, alice, officials, time_machine):
    turns = Edition.objects.get(list_code=rotation.LIST)
    entered = confirming.enter(
        every_kind()[rotation.LIST],
        subject="",
        document=turns.document,
        effective_from=TOMORROW,
        by=alice,
        now=NOW,
    )
    address = f"/admin/lists/edition/{entered.pk}/"
    sent = carried_to(officials[0].get(f"{address}change/"), f"{address}confirm/")
    [answer] = queued_behind(
        Edition.objects.filter(pk=entered.pk),
        [lambda: Answer(officials[0], f"{address}confirm/", sent)],
        meanwhile=after_midnight(time_machine),
    )

    entered.refresh_from_db()
    assert entered.confirmed_at is None
    assert answer.status == 302


def test_draft_that_was_edited_meanwhile_is_not_published_unseen(draft, officials):
    editor, publisher = officials
    rules.approve(draft, now=NOW)
    edition = edition_of(*publishing.shown(draft, TOMORROW))
    decide(editor, address_of(draft, "edit"), {**numbers(draft, grams_per_credit=5), **SOURCE})

    told = Answer(
        publisher, address_of(draft, "publish"), {"effective_from": TOMORROW, **WHY, "confirm": "1", "edition": edition}
    )

    assert told.says(CHANGED)
    draft.refresh_from_db()
    assert draft.published_at is None


def test_draft_is_edited_by_one_of_two_who_opened_it(draft, officials, both):
    edition = shown(officials[0], address_of(draft, "edit"))
    first, second = ({**numbers(draft, grams_per_credit=each), **SOURCE, "edition": edition} for each in (5, 7))

    answers = both(address_of(draft, "edit"), first, second, behind=Scenario.objects.filter(pk=draft.scenario_id))

    draft.refresh_from_db()
    assert draft.document["grams_per_credit"]["value"] in (5, 7)
    assert [answer.status for answer in answers] == [302, 302]
    assert tell(answers, "草稿已保存。", CHANGED)


def test_draft_that_is_published_meanwhile_is_not_thrown_away(draft, officials):
    rules.approve(draft, now=NOW)
    edition = edition_of(draft.document)
    deletion = f"{address_of(draft, 'delete')}?edition={edition}"
    shown_to_publisher = edition_of(*publishing.shown(draft, TOMORROW))
    published = {"effective_from": TOMORROW, **WHY, "confirm": "1", "edition": shown_to_publisher}
    removed = carried(officials[1].get(deletion))
    works = [
        lambda: Answer(officials[0], address_of(draft, "publish"), published),
        lambda: Answer(officials[1], deletion, removed),
    ]

    answers = at_once(works)

    assert {answer.status for answer in answers} <= {302, 403, 404}
    is_published = RuleVersion.objects.filter(pk=draft.pk, published_at__isnull=False).exists()
    assert is_published or not RuleVersion.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(("deed", "done"), [("accept", "已通过。"), ("refuse", "未通过，市民会看到原因。")])
def test_photo_report_is_decided_by_one_and_the_other_is_told(
    catalogue, budget, alice, officials, both, settings, tmp_path, deed, done
):
    settings.MEDIA_ROOT = tmp_path
    sent = report(alice)

    address = f"/desk/review/photo/{sent.public_id}/{deed}/"
    carries = carried_to(officials[0].get(urljoin(address, "../")), address)
    Assignment.objects.update(until=NOW)

    answers = both(
        address,
        {"reason": "unclear", **carries},
        behind=PhotoReport.objects.filter(pk=sent.pk),
    )

    assert [answer.status for answer in answers] == [302, 302]
    assert tell(answers, done, "这一件目前不需要处理，本次没有执行。")
    assert Activity.objects.count() == (1 if deed == "accept" else 0)
    told = apps.get_model("photo_reports.PhotoReportEvent").objects.filter(pgh_obj=sent.pk).order_by("pk")
    assert list(told.values_list("status", flat=True)) == [
        "in_review",
        {"accept": "accepted", "refuse": "refused"}[deed],
    ]


@pytest.mark.parametrize(("deed", "done"), [("accept", "已通过。"), ("refuse", "未通过，市民会看到原因。")])
def test_odometer_photos_are_decided_by_one_and_the_other_is_told(
    catalogue, budget, alice, officials, both, settings, tmp_path, deed, done
):
    settings.MEDIA_ROOT = tmp_path
    car = bind(alice, "川AD10000", None)
    for place, moment in enumerate((NOW - timedelta(hours=10), NOW)):
        shown = timeless(alice, place, moment)
        driving.read(vehicle=car, photo=shown, odometer_m=1_000_000 + place * 20_000, now=moment)
    review = OdometerReview.objects.get()

    address = f"/desk/review/odometer/{review.public_id}/{deed}/"
    carries = carried_to(officials[0].get(urljoin(address, "../")), address)
    Assignment.objects.update(until=NOW)

    answers = both(
        address,
        {"reason": "unclear", **carries},
        behind=OdometerReview.objects.filter(pk=review.pk),
    )

    assert [answer.status for answer in answers] == [302, 302]
    assert tell(answers, done, "这一件目前不需要处理，本次没有执行。")
    assert Activity.objects.count() == (1 if deed == "accept" else 0)
    assert apps.get_model("household.OdometerReviewEvent").objects.filter(pgh_obj=review.pk).count() == 1


def test_venue_is_evaluated_by_one_of_two_who_saw_the_same(venues, officials, both):
    venue = Venue.objects.get(code="ito-chunxi")
    address = f"/admin/scenarios/venue/{venue.pk}/evaluate/"
    marks = {code: mark.value for code, mark in marks_of(venue.kind).items()}
    sent = {**marks, "confirm": "1", "edition": shown(officials[0], address)}

    answers = both(address, sent, behind=Venue.objects.filter(pk=venue.pk))

    assert tell(answers, "评价已记录：100 分，优秀。", CHANGED)
    assert Evaluation.objects.filter(venue=venue).count() == 1


def test_screen_is_moved_by_one_of_two_who_saw_the_same(venues, officials, both):
    venue = Venue.objects.get(code="demo-mall-jinjiang")
    address = f"/admin/scenarios/venue/{venue.pk}/move_screen/"

    answers = both(address, {"edition": shown(officials[0], address)}, behind=Venue.objects.filter(pk=venue.pk))

    assert tell(answers, "屏幕已有新地址，", CHANGED)
    moved = apps.get_model("scenarios.VenueEvent").objects.filter(pgh_obj=venue.pk, screen_moved_at=NOW)
    assert moved.count() == 1


def test_budget_is_filled_once_under_one_number(budget, officials, both):
    answers = both(
        f"/admin/credits/budget/{budget.pk}/fund/",
        asked(officials[0], f"/admin/credits/budget/{budget.pk}/fund/", {"amount": 80, "reference": "2026-7"}),
        behind=LedgerAccount.objects.filter(budget=budget),
    )

    assert sorted(answer.status for answer in answers) == [200, 302]
    assert tell(answers, "注入 80 积分。", "2026-7 已经向这个预算注入过 80 积分，这次没有注入。")
    assert budgets.remaining("citizens") == 10_000_080


def test_one_number_stands_for_one_amount(budget, officials, both):
    address = f"/admin/credits/budget/{budget.pk}/fund/"
    first, second = (asked(officials[0], address, {"reference": "2026-7", "amount": each}) for each in (80, 160))

    answers = both(address, first, second)

    assert sorted(answer.status for answer in answers) == [200, 302]
    assert budgets.remaining("citizens") in (10_000_080, 10_000_160)
    assert Budget.objects.count() == 1


@pytest.mark.parametrize(("first", "second"), [("approve", "approve"), ("approve", "refuse"), ("refuse", "refuse")])
def test_application_is_decided_once(db, officials, first, second):
    merchant = Merchant.objects.create(name=text("茶舍"), status=MerchantStatus.APPLIED, status_at=NOW)
    sent = {"seen": editions.of_merchant(merchant), "reason_0": "资料不全", "reason_1": ""}
    works = [
        lambda client=client, deed=deed: Answer(client, f"/admin/merchants/merchant/{merchant.pk}/{deed}/", sent)
        for client, deed in zip(officials, (first, second), strict=True)
    ]

    answers = queued_behind(Merchant.objects.filter(pk=merchant.pk), works)

    assert [answer.status for answer in answers] == [302, 302]
    changes = apps.get_model("merchants.MerchantEvent").objects.filter(pgh_obj=merchant.pk, pgh_label="update")
    assert changes.count() == 1


@pytest.mark.parametrize("deed", ["publish", "send_back"])
def test_offer_is_decided_once(db, both, deed):
    offer = make_offer(make_merchant("茶舍"), status=OfferStatus.SUBMITTED, published_at=None, submitted_at=NOW)

    answers = both(
        f"/admin/merchants/offer/{offer.pk}/{deed}/",
        {"seen": editions.of_offer(offer), "reason_0": "价格太高", "reason_1": ""},
        behind=Offer.objects.filter(pk=offer.pk),
    )

    assert [answer.status for answer in answers] == [302, 302]
    changes = apps.get_model("merchants.OfferEvent").objects.filter(pgh_obj=offer.pk, pgh_label="update")
    assert changes.count() == 1


def test_form_is_saved_by_one_of_two_who_opened_it(db, officials, both):
    merchant = make_merchant("茶舍")
    address = f"/admin/merchants/merchant/{merchant.pk}/change/"
    edition = shown(officials[0], address)

    answers = both(
        address,
        {"name_0": "甲", "name_1": "", "edition": edition},
        {"name_0": "乙", "name_1": "", "edition": edition},
        behind=Merchant.objects.filter(pk=merchant.pk),
    )

    assert sum(answer.says(CHANGED) for answer in answers) == 1
    merchant.refresh_from_db()
    assert merchant.name["zh-hans"] in ("甲", "乙")
    assert apps.get_model("merchants.MerchantEvent").objects.filter(pgh_label="update").count() == 1


def test_deed_of_another_is_not_undone_by_saving_a_form(db, officials):
    """What is saved was opened before the deed, so it is told that somebody was first, or came first itself."""
    merchant = Merchant.objects.create(name=text("茶舍"), status=MerchantStatus.APPLIED, status_at=NOW)
    page = f"/admin/merchants/merchant/{merchant.pk}"
    seen, edition = {"seen": editions.of_merchant(merchant)}, {"edition": shown(officials[1], f"{page}/change/")}
    works = [
        lambda: Answer(officials[0], f"{page}/approve/", seen),
        lambda: Answer(officials[1], f"{page}/change/", {"name_0": "新茶舍", "name_1": "", **edition}),
    ]

    answers = queued_behind(Merchant.objects.filter(pk=merchant.pk), works)

    assert [answer.status for answer in answers] == [302, 302]
    merchant.refresh_from_db()
    assert (merchant.name["zh-hans"], merchant.status) in (
        ("茶舍", MerchantStatus.APPROVED),
        ("新茶舍", MerchantStatus.APPLIED),
    )


def test_question_that_is_asked_meanwhile_is_not_rewritten(db, officials):
    bank.load()
    question = QuizQuestion.objects.get(code="linpan")
    address = f"/admin/quiz/quizquestion/{question.pk}/change/"
    edition = shown(officials[0], address)
    QuizQuestion.objects.filter(pk=question.pk).update(first_asked_at=NOW)

    told = Answer(officials[0], address, {"text_zh": "另一个问题", "is_active": "on", "edition": edition})

    assert told.says(CHANGED)
    assert QuizQuestion.objects.get(pk=question.pk).text == question.text


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/admin/accounts/user/add/", {"username": "lin", "password1": PASSWORD, "password2": PASSWORD}),
        ("/admin/auth/group/add/", {"name": "组"}),
    ],
)
def test_name_is_given_once(both, address, data):
    answers = both(address, data)

    assert {answer.status for answer in answers} <= {200, 302}
    assert User.objects.filter(username="lin").count() + Group.objects.filter(name="组").count() == 1


def test_second_factor_is_reset_once(alice, both):
    enrolled(alice)
    shown = {"factor": second_factor.factors(alice).get().pk}

    answers = both(f"/admin/accounts/user/{alice.pk}/reset-second-factor/", shown)

    assert [answer.status for answer in answers] == [302, 302]
    assert apps.get_model("accounts.SecondFactorEvent").objects.filter(pgh_label="delete").count() == 1
