"""Nobody at the desk decides for a merchant that they work for or applied for: who gains does not grant."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from merchants import editions
from merchants.desk import approval, publishing, stocking
from merchants.models import (
    Cause,
    Membership,
    Merchant,
    MerchantStatus,
    Offer,
    OfferKind,
    OfferStatus,
    Role,
    Shop,
    StockRelease,
    TransitCode,
)
from merchants.refusals import OwnMerchant
from merchants.room import staff
from merchants.room.applying import apply
from tests.conftest import NOW, TODAY
from tests.desk_pages import decide
from tests.merchants.conftest import make_member, make_offer, make_shop, text
from tests.merchants.desk.test_desk import offer_of
from tests.merchants.mall.test_pages import words_of
from tests.merchants.room.test_applying import TEAHOUSE
from tests.merchants.test_shown_is_done import form_of

OWN = "您在“蜀风茶舍”任职，或是它的申请人，由同事处理。"
ROLES = list(Role)


@pytest.fixture(autouse=True)
def noon(db, time_machine):
    cache.clear()
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def at_desk(client, desk) -> Client:
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


def employ(merchant: Merchant, user: User, role: str = Role.CASHIER) -> Membership:
    return Membership.objects.create(merchant=merchant, user=user, role=role, invited_at=NOW, accepted_at=NOW)


def everything() -> list[object]:
    """All rows of the mall."""
    tables = (Merchant, Shop, Offer, StockRelease, TransitCode, Cause)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def of_merchant(merchant: Merchant, status: str, verb: str) -> str:
    refusal = text("资料不全") if status == MerchantStatus.REFUSED else {}
    Merchant.objects.filter(pk=merchant.pk).update(status=status, refusal=refusal)
    return f"/admin/merchants/merchant/{merchant.pk}/{verb}/"


def of_offer(merchant: Merchant, status: str, verb: str, **named: object) -> str:
    published_at = NOW if status in (OfferStatus.PUBLISHED, OfferStatus.WITHDRAWN) else None
    submitted_at = NOW if status == OfferStatus.SUBMITTED else None
    offer = make_offer(merchant, status=status, published_at=published_at, submitted_at=submitted_at, **named)
    return f"/admin/merchants/offer/{offer.pk}/{verb}/"


WHY = {"reason_0": "太贵", "reason_1": ""}
STOCK = {"a_day": "5", "opens": "10:00"}
DEEDS = {
    "approve": lambda own: (of_merchant(own, "applied", "approve"), {}),
    "approve what was refused": lambda own: (of_merchant(own, "refused", "approve"), {}),
    "open again": lambda own: (of_merchant(own, "suspended", "approve"), {}),
    "suspend": lambda own: (of_merchant(own, "approved", "suspend"), {}),
    "refuse": lambda own: (of_merchant(own, "applied", "refuse"), WHY),
    "publish a draft": lambda own: (of_offer(own, "draft", "publish"), {}),
    "publish what was sent": lambda own: (of_offer(own, "submitted", "publish"), {}),
    "publish again": lambda own: (of_offer(own, "withdrawn", "publish"), {}),
    "send back": lambda own: (of_offer(own, "submitted", "send_back"), WHY),
    "take off": lambda own: (of_offer(own, "published", "withdraw"), {}),
    "stock of a draft": lambda own: (of_offer(own, "draft", "stock", is_limited=True), STOCK),
    "stock on show": lambda own: (of_offer(own, "published", "stock", is_limited=True), STOCK),
    "codes": lambda own: (
        of_offer(own, "published", "stock", kind=OfferKind.TRANSIT, is_limited=True),
        {"codes": "METRO-1\nMETRO-2"},
    ),
}


def seen(address: str) -> dict[str, str]:
    """The edition of what an address is about, as its page would carry it if it offered the deed."""
    _empty, _desk, _app, model, pk, *_verb = address.split("/")
    edition = {"merchant": editions.of_merchant, "offer": editions.of_offer}[model]
    return {"seen": edition({"merchant": Merchant, "offer": Offer}[model].objects.get(pk=pk))}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_decides_for_a_merchant_that_they_work_for(at_desk, desk, teahouse, till, role, deed):
    address, sent = DEEDS[deed](teahouse)
    employ(teahouse, desk, role)
    before = everything()

    answer = at_desk.post(address, {**sent, **seen(address)}, follow=True)

    assert OWN in words_of(answer)
    assert everything() == before


@pytest.mark.parametrize("deed", DEEDS)
def test_whoever_works_elsewhere_or_does_no_more_decides(at_desk, desk, teahouse, till, bookshop, deed):
    address, sent = DEEDS[deed](teahouse)
    employ(bookshop, desk, Role.OWNER)
    left = employ(teahouse, desk)
    Membership.objects.filter(pk=left.pk).update(ended_at=NOW)
    if deed.startswith("publish"):
        Offer.objects.update(is_limited=False)
    before = everything()

    answer = at_desk.post(address, {**sent, **seen(address)}, follow=True)

    assert OWN not in words_of(answer)
    assert everything() != before


FORMS = {
    "merchant": lambda own, other: (f"merchant/{own.pk}/change/", {"name_0": "天府第一茶舍", "name_1": ""}),
    "shop": lambda own, other: (f"shop/{own.shops.get().pk}/change/", place()),
    "new shop": lambda own, other: ("shop/add/", {**place(), "merchant": own.pk}),
    "draft": lambda own, other: draft_of(own, settlement_fen="999.00"),
    "what is on show": lambda own, other: draft_of(own, status="published", published_at=NOW, limit_count=9),
    "new offer": lambda own, other: ("offer/add/", offer_of(merchant=own.pk)),
    "draft given away": lambda own, other: draft_of(own, merchant=other.pk),
    "draft taken over": lambda own, other: draft_of(other, merchant=own.pk),
}


def place() -> dict[str, str]:
    return {"name_0": "总店", "name_1": "", "district": "wuhou", "address_0": "1 号", "address_1": "", "is_open": "on"}


def draft_of(whose: Merchant, **change: object) -> tuple[str, dict[str, object]]:
    """A draft, or what else it is, and what a form sends that says something else of it."""
    state = {name: change.pop(name) for name in ("status", "published_at") if name in change}
    offer = make_offer(whose, **{"status": OfferStatus.DRAFT, "published_at": None, **state})
    return f"offer/{offer.pk}/change/", form_of(offer, **change)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("form", FORMS)
def test_nobody_writes_at_the_desk_for_a_merchant_that_they_work_for(
    at_desk, desk, teahouse, till, bookshop, form, role
):
    place, sent = FORMS[form](teahouse, bookshop)
    address = f"/admin/merchants/{place}"
    employ(teahouse, desk, role)
    before = everything()

    answer = decide(at_desk, address, sent, follow=True)

    assert OWN in words_of(answer)
    assert everything() == before


@pytest.mark.parametrize("form", FORMS)
def test_whoever_works_for_neither_writes_at_the_desk(at_desk, teahouse, till, bookshop, form):
    place, sent = FORMS[form](teahouse, bookshop)
    address = f"/admin/merchants/{place}"
    before = everything()

    answer = decide(at_desk, address, sent)

    assert answer.status_code == 302
    assert everything() != before


@pytest.mark.parametrize("verb", ["approve", "refuse"])
def test_nobody_decides_on_what_they_applied_for_even_after_they_left(at_desk, desk, verb, alice):
    merchant = apply(citizen=alice, application=TEAHOUSE, now=NOW)
    Merchant.objects.filter(pk=merchant.pk).update(applicant=desk)
    address = f"/admin/merchants/merchant/{merchant.pk}/{verb}/"

    answer = at_desk.post(address, {**WHY, **seen(address)}, follow=True)

    assert "由同事处理" in words_of(answer)
    assert Merchant.objects.get().status == MerchantStatus.APPLIED


def test_whoever_is_only_invited_decides(at_desk, teahouse, alice):
    """A merchant chooses no judge by whom it invites."""
    owner = make_member(teahouse, Role.OWNER)
    staff.invite(by=owner, phone="13900000001", role=Role.MANAGER, now=NOW)

    assert approval.suspend(merchant=teahouse, by=alice, now=NOW).status == MerchantStatus.SUSPENDED


def test_page_of_a_merchant_of_ones_own_says_so_and_offers_no_deed(at_desk, desk, teahouse, till):
    limited = make_offer(teahouse, stock=5)
    employ(teahouse, desk, Role.OWNER)

    for page in (f"merchant/{teahouse.pk}", f"offer/{limited.pk}"):
        shown = at_desk.get(f"/admin/merchants/{page}/change/")
        assert OWN in words_of(shown)
        assert not any(deed in shown.content.decode() for deed in ("/suspend/", "/withdraw/", "/stock/", 'name="_'))
    assert OWN in words_of(at_desk.get(f"/admin/merchants/shop/{till.pk}/change/"))


def test_use_cases_themselves_refuse_whatever_door_calls_them(alice, teahouse, till):
    draft = make_offer(teahouse, status=OfferStatus.SUBMITTED, published_at=None, submitted_at=NOW, is_limited=True)
    employ(teahouse, alice)
    before = everything()

    for deed in (
        lambda: approval.approve(merchant=teahouse, by=alice, now=NOW),
        lambda: approval.suspend(merchant=teahouse, by=alice, now=NOW),
        lambda: approval.refuse(merchant=teahouse, by=alice, reason=text("不行"), now=NOW),
        lambda: publishing.publish(offer=draft, by=alice, now=NOW),
        lambda: publishing.send_back(offer=draft, by=alice, reason=text("太贵")),
        lambda: publishing.take_off(offer=draft, by=alice, now=NOW),
        lambda: stocking.release(offer=draft, by=alice, a_day=5, opens=NOW.time(), now=NOW, seen=""),
        lambda: stocking.import_codes(offer=draft, by=alice, codes=["METRO-1"], now=NOW, seen=""),
    ):
        with pytest.raises(OwnMerchant) as refused:
            deed()
        assert (refused.value.code, refused.value.status) == ("own_merchant", 403)
    assert everything() == before


def test_donation_is_nobodys_own(at_desk, desk, teahouse, cause):
    employ(teahouse, desk, Role.OWNER)
    donation = make_offer(None, kind=OfferKind.DONATION, cause=cause, settlement_fen=0, ends_on=TODAY + timedelta(1))
    address = f"/admin/merchants/offer/{donation.pk}/withdraw/"

    at_desk.post(address, seen(address))

    assert Offer.objects.get(pk=donation.pk).status == OfferStatus.WITHDRAWN


def test_merchant_is_made_by_whoever_works_for_another(at_desk, desk, teahouse):
    employ(teahouse, desk, Role.OWNER)

    at_desk.post("/admin/merchants/merchant/add/", {"name_0": "新店", "name_1": ""})

    assert Merchant.objects.filter(name={"zh-hans": "新店"}).exists()


def test_shop_of_another_is_written_by_whoever_works_for_one(at_desk, desk, teahouse, bookshop):
    employ(teahouse, desk, Role.OWNER)
    shop = make_shop(bookshop, "总店")
    address = f"/admin/merchants/shop/{shop.pk}/change/"

    decide(at_desk, address, {**place(), "name_0": "分店"})

    assert Shop.objects.get(pk=shop.pk).name == {"zh-hans": "分店"}
