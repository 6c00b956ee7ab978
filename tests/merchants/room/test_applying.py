"""Applying: a citizen becomes the owner of a merchant that the desk approves, refuses or suspends."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notice, User
from merchants import bank_accounts, editions
from merchants.desk.approval import NotRefusable, approve, refuse, suspend
from merchants.models import BankAccount, Membership, Merchant, MerchantStatus, Role, Shop
from merchants.refusals import AppliedAlready, ChangedSince, NothingToCorrect, PhoneNotShown
from merchants.room.applying import Application, apply, correct
from merchants.room.shops import Place
from tests.at_once import at_once
from tests.conftest import NOW
from tests.merchants.conftest import make_member
from tests.merchants.mall.test_pages import words_of
from tests.merchants.room.test_staff import browser_of
from tests.second_factors import browser_of_leader

TEAHOUSE = Application(
    name={"zh-hans": "蜀风茶舍"},
    business="茶馆，20 个座位",
    shop=Place({"zh-hans": "春熙路店", "en": "Chunxi Road"}, "jinjiang", {"zh-hans": "春熙路 1 号"}),
)
SENT = {
    "name": "蜀风茶舍",
    "name_en": "",
    "business": "茶馆，20 个座位",
    "licence_number": "91350100M000100Y43",
    "legal_name": "成都蜀风茶舍有限公司",
    "contact": "周敏",
    "contact_phone": "028-8666 1234",
    "bank": "中国建设银行成都春熙支行",
    "account": "5105 0142 1234 0000 0123",
    "account_again": "51050142123400000123",
    "shop": "春熙路店",
    "shop_en": "Chunxi Road",
    "district": "jinjiang",
    "address": "春熙路 1 号",
    "address_en": "",
}
REASON = {"zh-hans": "请写明门牌号", "en": "Tell the house number"}


@pytest.fixture
def applied(alice) -> Merchant:
    return apply(citizen=alice, application=TEAHOUSE, now=NOW)


@pytest.fixture
def home(alice) -> Client:
    return browser_of_leader(alice)


def test_applicant_owns_the_merchant_and_its_first_shop(applied, alice):
    assert (applied.name, applied.business, applied.status) == ({"zh-hans": "蜀风茶舍"}, "茶馆，20 个座位", "applied")
    owner = Membership.objects.get()
    assert (owner.user, owner.role, owner.phone, owner.is_current) == (alice, Role.OWNER, "", True)
    shop = Shop.objects.get()
    assert (shop.merchant, shop.name, shop.district) == (applied, TEAHOUSE.shop.name, "jinjiang")


def test_citizen_has_one_open_application(applied, alice):
    with pytest.raises(AppliedAlready):
        apply(citizen=alice, application=TEAHOUSE, now=NOW)
    refuse(merchant=applied, by=None, reason=REASON, now=NOW)
    with pytest.raises(AppliedAlready):
        apply(citizen=alice, application=TEAHOUSE, now=NOW)
    approve(merchant=applied, by=None, now=NOW)

    apply(citizen=alice, application=TEAHOUSE, now=NOW)
    assert Merchant.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_applications_sent_at_once_one_is_made(alice):
    def send() -> str:
        try:
            return apply(citizen=alice, application=TEAHOUSE, now=NOW).status
        except AppliedAlready:
            return "refused"

    assert sorted(at_once([send, send, send])) == ["applied", "refused", "refused"]
    assert (Merchant.objects.count(), Membership.objects.count(), Shop.objects.count()) == (1, 1, 1)


def test_who_has_shown_no_phone_cannot_apply(desk, alice):
    alice.profile.phone_verified_at = None
    alice.profile.save()

    for somebody in (desk, alice):
        with pytest.raises(PhoneNotShown):
            apply(citizen=somebody, application=TEAHOUSE, now=NOW)
    assert not Merchant.objects.exists()


def test_refused_application_is_corrected_and_sent_again(applied):
    refuse(merchant=applied, by=None, reason=REASON, now=NOW)
    later = NOW.replace(hour=6)
    place = Place({"zh-hans": "总店"}, "wuhou", {"zh-hans": "2 号"})
    corrected = Application(name={"zh-hans": "蜀风茶馆"}, business="茶馆", shop=place)

    correct(merchant=applied, application=corrected, now=later)

    applied.refresh_from_db()
    assert (applied.name, applied.status, applied.status_at, applied.refusal) == (corrected.name, "applied", later, {})
    shop = Shop.objects.get()
    assert (shop.name, shop.district, shop.address) == ({"zh-hans": "总店"}, "wuhou", {"zh-hans": "2 号"})


def test_what_waits_or_is_approved_cannot_be_corrected(applied):
    with pytest.raises(NothingToCorrect):
        correct(merchant=applied, application=TEAHOUSE, now=NOW)
    approve(merchant=applied, by=None, now=NOW)
    with pytest.raises(NothingToCorrect):
        correct(merchant=applied, application=TEAHOUSE, now=NOW)


def test_who_owns_it_no_more_corrects_nothing(applied, alice):
    refuse(merchant=applied, by=None, reason=REASON, now=NOW)
    Membership.objects.filter(merchant=applied, user=alice).update(ended_at=NOW)

    with pytest.raises(NothingToCorrect):
        correct(merchant=applied, application=TEAHOUSE, now=NOW)


@pytest.mark.parametrize("deed", [approve, suspend])
def test_only_what_was_applied_for_is_refused(applied, deed):
    deed(merchant=applied, by=None, now=NOW)

    with pytest.raises(NotRefusable):
        refuse(merchant=applied, by=None, reason=REASON, now=NOW)
    applied.refresh_from_db()
    assert applied.refusal == {}


# The pages


def test_citizen_applies_and_reads_how_it_stands(home, alice):
    answer = home.post("/merchant/apply/", SENT, follow=True)
    merchant = Merchant.objects.get()

    assert answer.redirect_chain == [(f"/merchant/{merchant.public_id}/", 302)]
    assert "工作人员正在审核您的申请" in words_of(answer)
    assert "工作人员正在审核您的申请" in words_of(home.get("/me/"))
    assert home.get("/merchant/apply/").url == f"/merchant/{merchant.public_id}/"
    assert (merchant.name, Shop.objects.get().address) == ({"zh-hans": "蜀风茶舍"}, {"zh-hans": "春熙路 1 号"})
    assert (merchant.licence_number, merchant.legal_name) == ("91350100M000100Y43", "成都蜀风茶舍有限公司")
    assert (merchant.contact.name, merchant.contact.phone) == ("周敏", "028-8666 1234")
    account = BankAccount.objects.get()
    assert bank_accounts.number_of(account) == "51050142123400000123"
    assert (account.given_by, account.in_force_at, account.holder) == (alice, account.given_at, merchant.legal_name)
    assert not Notice.objects.exists()


def test_refused_applicant_reads_why_and_sends_it_again(home, applied):
    refuse(merchant=applied, by=None, reason=REASON, now=NOW)

    assert "请写明门牌号" in words_of(home.get(f"/merchant/{applied.public_id}/"))
    form = home.get("/merchant/apply/")
    assert "请写明门牌号" in words_of(form)
    assert form.context["form"].initial["shop_en"] == "Chunxi Road"
    home.post("/merchant/apply/", {**SENT, "address": "春熙路 1 号附 3 号"})
    assert BankAccount.objects.get().in_force_at <= timezone.now()

    applied.refresh_from_db()
    assert (applied.status, Shop.objects.get().address["zh-hans"]) == ("applied", "春熙路 1 号附 3 号")
    assert "请写明门牌号" not in words_of(home.get(f"/merchant/{applied.public_id}/"))


def sent_and_refused(home: Client) -> Merchant:
    home.post("/merchant/apply/", SENT)
    merchant = Merchant.objects.get()
    refuse(merchant=merchant, by=None, reason=REASON, now=NOW)
    return merchant


def test_in_a_correction_an_account_may_stay_and_is_not_shown(home):
    merchant = sent_and_refused(home)
    page = home.get("/merchant/apply/")
    assert "尾号 0123" in words_of(page)
    assert "51050142123400000123" not in page.content.decode()
    without = {**SENT, "account": "", "account_again": ""}

    # It was given for one bank and one name.
    for other in ({"bank": "成都银行锦江支行"}, {"legal_name": "别的公司"}):
        assert list(home.post("/merchant/apply/", {**without, **other}).context["form"].errors) == ["account"]
    home.post("/merchant/apply/", without)

    merchant.refresh_from_db()
    assert (merchant.status, BankAccount.objects.count()) == ("applied", 1)


def test_correcting_an_application_asks_for_the_second_factor(home, alice):
    sent_and_refused(home)
    browser = browser_of(alice)

    for answer in (browser.get("/merchant/apply/"), browser.post("/merchant/apply/", SENT)):
        assert answer.url.startswith("/me/second-factor/code/")
    assert (Merchant.objects.get().status, BankAccount.objects.count()) == ("refused", 1)


def test_desk_does_not_decide_on_an_application_that_is_another_meanwhile(home, desk):
    merchant = sent_and_refused(home)
    home.post("/merchant/apply/", SENT)
    seen = editions.of_merchant(Merchant.objects.get())
    refuse(merchant=merchant, by=desk, reason=REASON, now=NOW, seen=seen)
    home.post("/merchant/apply/", {**SENT, "account": "1001300000456789", "account_again": "1001300000456789"})
    merchant.refresh_from_db()
    Merchant.objects.update(status_at=NOW)

    with pytest.raises(ChangedSince):
        approve(merchant=merchant, by=desk, now=NOW, seen=seen)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "茶" * 81},
        {"business": "茶" * 201},
        {"business": " "},
        {"shop": ""},
        {"district": "beijing"},
        {"address": "路" * 121},
        {"name": "茶\x00舍"},
        {"licence_number": "91350100M000100Y44"},
        {"licence_number": ""},
        {"legal_name": ""},
        {"contact": " "},
        {"contact_phone": "周敏"},
        {"bank": ""},
        {"account": "12"},
        {"account_again": "51050142123400000124"},
    ],
    ids=str,
)
def test_what_is_missing_or_too_long_makes_nothing(home, wrong):
    answer = home.post("/merchant/apply/", {**SENT, **wrong})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(wrong))
    assert not Merchant.objects.exists()


def test_room_is_nobodys_but_its_owners_and_managers(applied, bob, desk):
    cashier = make_member(applied).user
    manager = make_member(applied, Role.MANAGER).user
    address = f"/merchant/{applied.public_id}/"

    statuses = [browser_of_leader(who).get(address).status_code for who in (bob, desk, cashier, manager)]

    assert statuses == [404, 404, 404, 200]


def test_manager_reads_of_the_refusal_but_does_not_send_again(applied):
    refuse(merchant=applied, by=None, reason=REASON, now=NOW)
    manager = make_member(applied, Role.MANAGER).user

    said = words_of(browser_of_leader(manager).get(f"/merchant/{applied.public_id}/"))

    assert "请写明门牌号" in said
    assert "重新提交" not in said


# The desk


@pytest.fixture
def at_desk(client, desk) -> Client:
    client.force_login(desk)
    return client


def test_desk_reads_what_was_applied_with_and_refuses_with_a_reason(at_desk, applied):
    page = words_of(at_desk.get(f"/admin/merchants/merchant/{applied.pk}/change/"))
    assert all(words in page for words in ("茶馆，20 个座位", "春熙路 1 号", "139 0000 0001"))
    address = f"/admin/merchants/merchant/{applied.pk}/refuse/"

    seen = at_desk.get(address).context["seen"]
    assert at_desk.post(address, {"reason_0": "", "reason_1": "No", "seen": seen}).context["seen"] == seen
    applied.refresh_from_db()
    assert applied.status == MerchantStatus.APPLIED
    at_desk.post(address, {"reason_0": "请写明门牌号", "reason_1": "Tell the house number", "seen": seen})

    applied.refresh_from_db()
    assert (applied.status, applied.refusal) == (MerchantStatus.REFUSED, REASON)


def test_refusing_twice_is_said_and_changes_nothing(at_desk, applied):
    refuse(merchant=applied, by=None, reason=REASON, now=NOW)

    answer = at_desk.post(f"/admin/merchants/merchant/{applied.pk}/refuse/", {"reason_0": "不行"}, follow=True)

    assert "只有正在申请的商家才能驳回" in words_of(answer)
    applied.refresh_from_db()
    assert applied.refusal == REASON


def test_refusing_needs_the_right_to_approve(applied, desk):
    User.objects.filter(pk=desk.pk).update(is_superuser=False)
    clerk = browser_of(User.objects.get(pk=desk.pk))

    assert clerk.get(f"/admin/merchants/merchant/{applied.pk}/refuse/").status_code == 403
    assert clerk.post(f"/admin/merchants/merchant/{applied.pk}/refuse/", {"reason_0": "不行"}).status_code == 403


def test_desk_sees_applications_first(at_desk, applied, bookshop):
    rows = at_desk.get("/admin/merchants/merchant/").context["cl"].result_list

    assert list(rows) == [applied, bookshop]
