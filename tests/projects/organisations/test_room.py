"""The room as a browser sees it: applying, inviting, ordering with a look at the numbers, releasing by another."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import BlockStatus, Order, OrderStatus, Organisation, Part, Seat, UnitBlock
from projects.organisations.seats import invite
from projects.registry.keeping import freeze
from projects.registry.ordering import transfer
from projects.serials import Numbers
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import issued, make_organisation, make_project, nothing_found, seat
from tests.second_factors import browser_of_leader

pytestmark = pytest.mark.django_db
BUYERS_LICENCE = "91350100M000100Y43"
APPLIED = {
    "name": "郫都林盘合作社",
    "name_en": "",
    "licence": "9135 0100 m000 100y 43",
    "group": "",
    "contact": "周敏",
    "contact_phone": "028-8666 1234",
}


@pytest.fixture(autouse=True)
def _fresh_limits(db) -> None:
    cache.clear()


@pytest.fixture
def block(project, clerks) -> UnitBlock:
    return issued(project, 100_000, clerks).blocks.get(status=BlockStatus.HELD)


@pytest.fixture
def fair() -> Organisation:
    return make_organisation("锦江会展", BUYERS_LICENCE)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def of(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"projects:{name}", args=[organisation.public_id, *more])


def words_of(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def ordered(browser: Client, address: str, entered: dict[str, object]):
    """Asks what would happen, and sends what the page has shown."""
    shown = browser.post(address, entered).context["going"]
    return browser.post(address, {**entered, "first": shown.first, "last": shown.last}, follow=True)


class TestApplying:
    def test_who_applies_comes_to_the_room_and_owns_it(self, alice):
        page = browser_of(alice).post(reverse("projects:apply"), APPLIED)

        [made] = Organisation.objects.all()
        assert (made.licence, made.status, page["Location"]) == (BUYERS_LICENCE, "applied", of("room", made))
        assert browser_of(alice).get(reverse("projects:apply"))["Location"] == of("room", made)

    def test_a_wrong_code_is_said_at_its_field(self, alice):
        page = browser_of(alice).post(reverse("projects:apply"), {**APPLIED, "licence": BUYERS_LICENCE[:-1] + "4"})

        assert list(page.context["form"].errors) == ["licence"]
        assert not Organisation.objects.exists()

    def test_a_refused_one_is_corrected_as_it_was_sent(self, alice):
        browser = browser_of(alice)
        browser.post(reverse("projects:apply"), APPLIED)
        Organisation.objects.update(status="refused", refusal="名称与执照不符")

        page = browser.get(reverse("projects:apply")).content.decode()
        assert "名称与执照不符" in page
        assert BUYERS_LICENCE in page

        browser.post(reverse("projects:apply"), {**APPLIED, "name": "郫都区林盘合作社"})
        assert [(str(one), one.status) for one in Organisation.objects.all()] == [("郫都区林盘合作社", "applied")]


class TestSeats:
    def test_an_owner_invites_and_who_is_invited_accepts(self, forest, alice):
        owner = browser_of_leader(seat(forest, Part.OWNER))
        owner.post(of("seats", forest), {"phone": "139 0000 0001", "part": "releaser"})
        [invited] = Seat.objects.invited()
        browser = browser_of(alice)

        assert reverse("projects:invitation", args=[invited.public_id]) in browser.get("/enterprise/").content.decode()
        browser.post(reverse("projects:accept_seat", args=[invited.public_id]))

        assert Seat.objects.current().filter(user=alice, part=Part.RELEASER).exists()
        assert "139****0001" in owner.get(of("seats", forest)).content.decode()

    def test_others_see_who_acts_and_invite_and_end_nobody(self, forest):
        editor, owner = browser_of(seat(forest, Part.EDITOR)), Seat.objects.get(user=seat(forest, Part.OWNER))

        assert editor.get(of("seats", forest)).status_code == 200
        assert editor.post(of("seats", forest), {"phone": "139 0000 0001", "part": "editor"}).status_code == 404
        assert editor.post(of("end_seat", forest, owner.public_id)).status_code == 404
        assert Seat.objects.filter(ended_at=None).count() == 2

    def test_an_editor_leaves_and_an_only_owner_is_told_why_not(self, forest):
        own = Seat.objects.get(user=seat(forest, Part.EDITOR))
        last = Seat.objects.get(user=seat(forest, Part.OWNER))

        left = browser_of(own.user).post(of("end_seat", forest, own.public_id))
        stays = browser_of_leader(last.user).post(of("end_seat", forest, last.public_id), follow=True)

        assert left["Location"] == reverse("projects:mine")
        assert "必须保留" in words_of(stays)
        assert list(Seat.objects.current()) == [last]

    def test_nobody_answers_anothers_invitation(self, forest, alice, bob):
        owner = Seat.objects.get(user=seat(forest, Part.OWNER))
        invited = invite(by=owner, phone="139 0000 0001", part=Part.OWNER, now=NOW)
        for name in ("invitation", "accept_seat", "decline_seat"):
            address = reverse(f"projects:{name}", args=[invited.public_id])
            stranger = browser_of(bob)
            answer = stranger.get(address) if name == "invitation" else stranger.post(address)
            assert answer.status_code == 404
        browser_of(alice).post(reverse("projects:decline_seat", args=[invited.public_id]))
        assert not Seat.objects.invited().exists()


class TestOrders:
    def test_what_was_shown_is_sent_and_done(self, forest, block, fair):
        editor, releaser = seat(forest, Part.EDITOR), browser_of_leader(seat(forest, Part.RELEASER))
        address = of("transfer_units", forest, 1)
        entered = {"tonnes": "30", "taker": BUYERS_LICENCE, "words": ""}
        preview = browser_of(editor).post(address, entered)
        assert "CN-CDCER-LINPAN-0007-2025-01-1-30" in preview.content.decode()
        assert "锦江会展" in preview.content.decode()
        assert "项目 7" in preview.content.decode()
        assert not Order.objects.exists()

        ordered(browser_of(editor), address, entered)
        [order] = Order.objects.all()
        assert of("order", forest, order.public_id) in releaser.get(of("room", forest)).content.decode()
        releaser.post(of("release_order", forest, order.public_id))

        moved = UnitBlock.objects.get(holder=fair)
        assert tuple(Numbers.of(moved.numbers)) == (1, 31)
        nothing_found()

    def test_a_retirement_leads_to_its_certificate(self, forest, block):
        editor, releaser = browser_of(seat(forest, Part.EDITOR)), browser_of_leader(seat(forest, Part.RELEASER))
        entered = {"tonnes": "5", "beneficiary": "城市马拉松", "purpose": "event", "year": "2025", "words": ""}
        ordered(editor, of("retire_units", forest, 1), entered)
        [order] = Order.objects.all()

        page = releaser.post(of("release_order", forest, order.public_id), follow=True).content.decode()

        assert reverse("projects:retirement", args=[order.public_id]) in page
        assert (order.year, order.beneficiary) == (2025, "城市马拉松")

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"beneficiary": "张三 13800138000"}, "beneficiary"),
            ({"words": "身份证 11010519491231002X"}, "words"),
            ({"year": "2100"}, "year"),
        ],
    )
    def test_what_a_certificate_does_not_say_is_told_at_its_field(self, forest, block, wrong, field):
        editor = browser_of(seat(forest, Part.EDITOR))
        entered = {"tonnes": "20", "beneficiary": "城市马拉松", "purpose": "event"} | wrong

        page = editor.post(of("retire_units", forest, 1), entered)

        assert list(page.context["form"].errors) == [field]
        assert page.context["going"] is None

    def test_a_cancellation_needs_words(self, forest, block):
        editor = browser_of(seat(forest, Part.EDITOR))
        page = editor.post(of("cancel_units", forest, 1), {"tonnes": "5", "words": ""})
        assert list(page.context["form"].errors) == ["words"]
        ordered(editor, of("cancel_units", forest, 1), {"tonnes": "5", "words": "计算有误"})
        assert Order.objects.get().kind == "cancel"

    def test_nothing_is_sent_where_the_numbers_are_others_by_now(self, forest, block, fair):
        editor = seat(forest, Part.EDITOR)
        entered = {"tonnes": "30", "taker": BUYERS_LICENCE, "words": "", "first": "1", "last": "30"}
        transfer(block=block, tonnes=5, taker=fair, by=editor, words="", now=NOW)

        page = browser_of(editor).post(of("transfer_units", forest, 1), entered)

        assert Order.objects.count() == 1
        assert page.context["going"] == Numbers(6, 36)

    @pytest.mark.parametrize("tonnes", ["0", "81", "-1", "", "一", "9" * 30])
    def test_no_other_number_of_tonnes_is_taken(self, forest, block, fair, tonnes):
        editor = browser_of(seat(forest, Part.EDITOR))
        page = editor.post(of("transfer_units", forest, 1), {"tonnes": tonnes, "taker": BUYERS_LICENCE, "words": ""})
        assert list(page.context["form"].errors) == ["tonnes"]

    @pytest.mark.parametrize("stands", [{"status": "applied"}, {"status": "suspended", "suspension": "材料不实"}])
    def test_a_taker_is_approved(self, forest, block, fair, stands):
        Organisation.objects.filter(pk=fair.pk).update(**stands)
        editor = browser_of(seat(forest, Part.EDITOR))
        page = editor.post(of("transfer_units", forest, 1), {"tonnes": "1", "taker": BUYERS_LICENCE, "words": ""})
        assert list(page.context["form"].errors) == ["taker"]

    def test_who_ordered_is_offered_no_release_and_refused_one(self, forest, block, fair):
        owner = seat(forest, Part.OWNER)
        order = transfer(block=block, tonnes=5, taker=fair, by=owner, words="", now=NOW)
        browser = browser_of_leader(owner)

        assert (
            of("release_order", forest, order.public_id)
            not in browser.get(of("order", forest, order.public_id)).content.decode()
        )
        browser.post(of("release_order", forest, order.public_id))
        order.refresh_from_db()
        assert order.status == OrderStatus.WAITING
        browser.post(of("withdraw_order", forest, order.public_id))
        order.refresh_from_db()
        assert order.status == OrderStatus.WITHDRAWN

    def test_a_refusal_says_why_to_who_ordered(self, forest, block, fair):
        editor = seat(forest, Part.EDITOR)
        order = transfer(block=block, tonnes=5, taker=fair, by=editor, words="", now=NOW)
        releaser = browser_of_leader(seat(forest, Part.RELEASER))

        unsaid = releaser.post(of("refuse_order", forest, order.public_id), {"answer": ""})
        releaser.post(of("refuse_order", forest, order.public_id), {"answer": "价格未谈妥"})

        assert list(unsaid.context["form"].errors) == ["answer"]
        assert "价格未谈妥" in browser_of(editor).get(of("order", forest, order.public_id)).content.decode()

    def test_frozen_units_offer_nothing(self, forest, block, clerks):
        freeze(block=block, by=clerks[0], words="复核", now=NOW)
        editor = browser_of(seat(forest, Part.EDITOR))

        assert of("transfer_units", forest, 1) not in editor.get(of("units", forest)).content.decode()
        page = editor.post(of("cancel_units", forest, 1), {"tonnes": "5", "words": "计算有误"})
        assert list(page.context["form"].errors) == ["tonnes"]


class TestStrangers:
    @pytest.mark.parametrize("part", [None, Part.OWNER], ids=["citizen", "owner of another"])
    def test_to_strangers_nothing_of_it_exists(self, forest, block, fair, part):
        order = transfer(block=block, tonnes=5, taker=fair, by=seat(forest, Part.EDITOR), words="", now=NOW)
        stranger = browser_of_leader(seat(fair, part) if part else make_citizen())

        for name in ("room", "seats", "units", "orders"):
            assert stranger.get(of(name, forest)).status_code == 404
        for kind in ("transfer", "retire", "cancel"):
            assert stranger.get(of(f"{kind}_units", forest, 1)).status_code == 404
        assert stranger.get(of("order", forest, order.public_id)).status_code == 404
        for deed in ("release", "refuse", "withdraw"):
            assert stranger.post(of(f"{deed}_order", forest, order.public_id)).status_code == 404

    def test_units_and_orders_of_others_are_not_found_in_ones_own_room(self, forest, block, fair):
        order = transfer(block=block, tonnes=5, taker=fair, by=seat(forest, Part.EDITOR), words="", now=NOW)
        owner = browser_of_leader(seat(fair, Part.OWNER))

        assert owner.get(of("transfer_units", fair, 1)).status_code == 404
        assert owner.get(of("transfer_units", fair, 2**70)).status_code == 404
        assert owner.get(of("order", fair, order.public_id)).status_code == 404

    def test_without_a_second_factor_it_is_asked_first(self, forest, block, fair):
        order = transfer(block=block, tonnes=5, taker=fair, by=seat(forest, Part.EDITOR), words="", now=NOW)
        for part in (Part.OWNER, Part.RELEASER):
            browser = browser_of(seat(forest, part))
            for answer in (
                browser.get(of("room", forest)),
                browser.post(of("release_order", forest, order.public_id)),
            ):
                assert answer["Location"].startswith("/me/second-factor/")
        order.refresh_from_db()
        assert order.status == OrderStatus.WAITING


def test_pages_ask_as_much_for_many_as_for_few(forest, clerks, django_assert_max_num_queries):
    for number in range(30, 45):
        issued(make_project(forest, number), 3_000, clerks)
    editor = browser_of(seat(forest, Part.EDITOR))

    for name in ("room", "units"):
        with django_assert_max_num_queries(16):
            assert editor.get(of(name, forest)).status_code == 200


@pytest.mark.parametrize(("others", "is_told"), [([], True), ([Part.EDITOR], False), ([Part.RELEASER], False)])
def test_whoever_acts_alone_is_told_that_two_are_needed(forest, others, is_told):
    owner = browser_of_leader(seat(forest, Part.OWNER))
    for part in others:
        seat(forest, part)

    assert ("还没有第二人" in owner.get(of("room", forest)).content.decode()) is is_told
