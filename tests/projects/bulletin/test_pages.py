"""The bulletin as browsers see it: everybody reads prices and no names, a deal is its two sides', the desk ends."""

import csv
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.inbox.models import Notice
from accounts.models import User
from common.city_time import city_day
from desk import roles
from projects import worklist
from projects.bulletin import dealing, offering, reading, reminding
from projects.bulletin.telling import DUE, EXPIRED, STANDS
from projects.models import Deal, DealStatus, Offer, Organisation, Part
from tests.conftest import NOW, TODAY
from tests.projects.bulletin.conftest import DAY, PAYMENT, accepted, asked, delivered, on_offer, paid
from tests.projects.conftest import make_organisation, seat
from tests.second_factors import take_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(db) -> None:
    cache.clear()


def rows(client: Client) -> list[dict[str, str]]:
    sent = b"".join(client.get(reverse("projects:prices_file")).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(sent)))


def of(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"projects:{name}", args=[organisation.public_id, *more])


def browser_of(user: User) -> Client:
    """Signed in, with the second factor shown."""
    client = Client()
    client.force_login(user)
    take_second_step(client, user)
    return client


def test_page_and_file_tell_the_same_and_no_names(client, sides):
    offer = on_offer(sides, 60, until=city_day(timezone.now()) + DAY)
    delivered(sides, offer, 20)

    page = client.get(reverse("projects:bulletin"))
    words = page.content.decode()

    [listed] = page.context["offers"]
    assert (listed.tonnes, [month.mean_fen for month in page.context["months"]]) == (40, [4350])
    [row] = rows(client)
    assert (row["吨数"], row["每吨价格（元）"], row["转让方"], row["受让方"]) == ("20", "43.50", "", "")
    assert [name for name in ("林盘合作社", "锦江会展") if name in words] == []


def test_an_offer_that_is_all_taken_up_says_so(client, sides):
    offer = on_offer(sides, 20, until=city_day(timezone.now()) + DAY)
    accepted(sides, offer, 20)

    words = client.get(reverse("projects:bulletin")).content.decode()

    assert "已全部成交" in words
    assert "0 吨，每吨" not in words


def test_who_wants_it_is_named(client, sides):
    offer = on_offer(sides, 60, names_holder=True)
    delivered(sides, offer, 20, names_buyer=True)

    [row] = rows(client)
    assert (row["转让方"], row["受让方"]) == ("林盘合作社", "锦江会展")
    assert "锦江会展" in client.get(reverse("projects:bulletin")).content.decode()


def test_what_was_shown_is_what_is_offered_and_taken_up(sides):
    editor = Client()
    editor.force_login(sides.editor)
    today = city_day(timezone.now())
    entered = {"tonnes": "60", "price": "43.50", "minimum": "10", "until": today.isoformat(), "words": "", "names": ""}
    entered["payment"] = PAYMENT
    address = of("offer_units", sides.seller, 1)

    shown = editor.post(address, entered).context["going"]
    changed = editor.post(address, {**entered, "first": "5", "last": "64"})
    made = editor.post(address, {**entered, "first": shown.first, "last": shown.last}, follow=True)

    assert (changed.status_code, Offer.objects.count()) == (200, 1)
    offer = made.context["offer"]
    assert (offer.price_fen, offer.tonnes, offer.minimum_tonnes, offer.status) == (4350, 60, 10, "asked")
    browser_of(sides.releaser).post(of("publish_offer", sides.seller, offer.public_id))
    owner, take = browser_of(sides.owner), of("take_up", sides.buyer, offer.public_id)
    going = owner.post(take, {"tonnes": "20"}).context["going"]
    page = owner.post(take, {"tonnes": "20", "first": going.first, "last": going.last}, follow=True)

    deal = page.context["deal"]
    assert (deal.tonnes, deal.fen, page.context["may_pay"], page.context["may_confirm"]) == (20, 87_000, True, False)
    said = {"reference": "ICBC-1", "paid_on": today.isoformat()}
    assert owner.post(of("pay_deal", sides.buyer, deal.public_id), said, follow=True).context["deal"].status == "paid"
    seller = browser_of(sides.releaser)
    done = seller.post(of("confirm_deal", sides.seller, deal.public_id), follow=True)
    assert (done.context["deal"].status, sides.buyer.blocks.get().tonnes) == ("delivered", 20)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"price": "0"}, "price"),
        ({"price": "43.505"}, "price"),
        ({"until": "2020-01-01"}, None),
        ({"minimum": "61"}, None),
        ({"payment": " "}, "payment"),
        ({"words": "138 1234 5678"}, None),
    ],
)
def test_what_cannot_be_offered_is_said_at_the_form(sides, more, field):
    editor = Client()
    editor.force_login(sides.editor)
    until = city_day(timezone.now()).isoformat()
    entered = {"tonnes": "60", "price": "43.50", "minimum": "10", "until": until, "words": "", "payment": PAYMENT}

    form = editor.post(of("offer_units", sides.seller, 1), entered | more).context["form"]

    assert list(form.errors) == [field or "__all__"]
    assert Offer.objects.count() == 0


def test_a_deal_is_there_for_its_two_sides_alone(sides):
    deal = accepted(sides, on_offer(sides), 20)
    third = make_organisation("别家", "91510100MA00000009")
    stranger = seat(third, Part.OWNER)

    assert browser_of(stranger).get(of("deal", third, deal.public_id)).status_code == 404
    assert browser_of(stranger).get(of("deal", sides.buyer, deal.public_id)).status_code == 404
    assert browser_of(sides.owner).get(of("deal", sides.buyer, deal.public_id)).status_code == 200
    page = browser_of(sides.releaser).get(of("deal", sides.seller, deal.public_id))
    assert [who for _step, who in page.context["steps"]] == [""]


def test_how_to_pay_is_read_by_both_sides_and_by_nobody_else(client, sides):
    offer = on_offer(sides, 60, until=city_day(timezone.now()) + DAY)
    owner = browser_of(sides.owner)
    take = of("take_up", sides.buyer, offer.public_id)
    assert PAYMENT not in client.get(reverse("projects:bulletin")).content.decode()
    assert PAYMENT not in owner.get(take).content.decode()
    assert PAYMENT in browser_of(sides.releaser).get(of("offer", sides.seller, offer.public_id)).content.decode()

    deal = accepted(sides, offer, 20)

    assert PAYMENT in owner.get(of("deal", sides.buyer, deal.public_id)).content.decode()


def test_those_whose_turn_it_is_hear_of_it(sides):
    offer = on_offer(sides, until=TODAY + 20 * DAY)
    deal = accepted(sides, offer, 20)
    assert set(Notice.objects.filter(code=STANDS).values_list("citizen", flat=True)) == {
        sides.editor.pk,
        sides.releaser.pk,
    }

    for _again in range(2):
        reminding.tidy(now=NOW + 9 * DAY, limit=10)
    assert list(Notice.objects.filter(code=DUE).values_list("citizen", flat=True)) == [sides.owner.pk]
    reminding.tidy(now=NOW + 11 * DAY, limit=10)
    reminding.tidy(now=NOW + 21 * DAY, limit=10)

    assert Deal.objects.get(pk=deal.pk).status == DealStatus.LAPSED
    assert Notice.objects.filter(code=EXPIRED).count() == 2
    client = Client()
    client.force_login(sides.editor)
    assert "已失效" in client.get(reverse("accounts:inbox")).content.decode()


def test_a_seller_who_says_nothing_is_reminded_once_and_the_desk_sees_it(sides, rf):
    deal = paid(sides, accepted(sides, on_offer(sides), 20))
    told = Notice.objects.filter(code=STANDS, citizen=sides.releaser)
    before = told.count()

    reminding.tidy(now=NOW + 5 * DAY, limit=10)
    assert (told.count(), list(reading.unconfirmed(now=NOW + 5 * DAY))) == (before, [])
    for _again in range(2):
        reminding.tidy(now=NOW + 6 * DAY, limit=10)

    assert told.count() == before + 1
    request = rf.get("/")
    request.user = User.objects.create(username="clerk", is_staff=True, is_superuser=True)
    waits = {one.title: one.count for one in worklist.waiting(request, NOW + 6 * DAY)}
    assert waits["迟迟未确认到账的成交"] == 1
    dealing.dispute(deal=deal, words="款项未到账", by=sides.releaser, now=NOW + 6 * DAY)
    assert list(reading.unconfirmed(now=NOW + 20 * DAY)) == []


def test_the_desk_ends_a_deal_that_is_in_dispute(sides):
    deal = paid(sides, accepted(sides, on_offer(sides), 20))
    dealing.dispute(deal=deal, words="款项未到账", by=sides.releaser, now=NOW)
    roles.load()
    user = User.objects.create(username="clerk", is_staff=True)
    user.groups.set(Group.objects.filter(name="登记 · Registry"))
    clerk = browser_of(user)
    page, address = (
        reverse("admin:projects_deal_change", args=[deal.pk]),
        reverse("admin:projects_deal_end", args=[deal.pk]),
    )

    assert "款项未到账" in clerk.get(page).content.decode()
    clerk.post(address, {"words": ""})
    assert Deal.objects.get().status == DealStatus.DISPUTED
    clerk.post(address, {"words": "买方未能提供回单"})

    assert Deal.objects.get().status == DealStatus.ENDED


def test_the_desk_hides_an_offers_words_on_the_page_of_its_seller(client, sides):
    offer = on_offer(sides, words="加微信谈", until=city_day(timezone.now()) + DAY)
    roles.load()
    user = User.objects.create(username="clerk", is_staff=True)
    user.groups.set(Group.objects.filter(name="登记 · Registry"))
    clerk = browser_of(user)
    page, address = (
        reverse(f"admin:projects_organisation_{name}", args=[sides.seller.pk]) for name in ("change", "hide_offer")
    )
    said = {"offer": offer.pk, f"offer-{offer.pk}-words": "引流"}
    assert "加微信谈" in client.get(reverse("projects:bulletin")).content.decode()

    assert "加微信谈" in clerk.get(page).content.decode()
    assert clerk.post(address, {"offer": offer.pk}).status_code == 200
    assert clerk.post(address, {"offer": "1²"}).status_code == 404
    clerk.post(address, said)

    assert "加微信谈" not in client.get(reverse("projects:bulletin")).content.decode()
    assert "加微信谈" not in clerk.get(page).content.decode()
    assert "引流" in browser_of(sides.editor).get(of("offer", sides.seller, offer.public_id)).content.decode()
    assert "引流" in clerk.get(reverse("admin:trail")).content.decode()


def test_what_waits_stands_in_the_room(sides):
    offer = asked(sides)
    assert "是否发布" in browser_of(sides.releaser).get(of("room", sides.seller)).content.decode()
    offering.publish(offer=offer, by=sides.releaser, now=NOW)
    deal = accepted(sides, offer, 20)
    assert "请支付" in browser_of(sides.owner).get(of("room", sides.buyer)).content.decode()
    paid(sides, deal)

    room = browser_of(sides.releaser).get(of("room", sides.seller)).content.decode()
    assert "是否到账" in room
