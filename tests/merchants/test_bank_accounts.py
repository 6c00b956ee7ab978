"""A merchant's bank account: another one waits, is told to all owners, and any of them stops it until then."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction
from django.test import Client
from psycopg2.errors import InsufficientPrivilege

from accounts.models import Deed, Notice, User
from accounts.refusals import Unreadable
from merchants import audit, bank_accounts, businesses
from merchants.bank_accounts import Account
from merchants.models import BankAccount, Contact, Membership, Merchant, Role
from merchants.refusals import AccountWaits, NoAccountWaits, NoLegalName, SameAccount
from tests.at_once import at_once
from tests.common.test_licences import KNOWN, OF_THE_STANDARD
from tests.conftest import NOW, make_citizen
from tests.desk_pages import decide
from tests.inboxes import said_to
from tests.merchants.conftest import make_member, make_merchant
from tests.merchants.mall.test_pages import words_of
from tests.second_factors import browser_of_leader

pytestmark = pytest.mark.django_db

FIRST = Account("中国建设银行成都春熙支行", "51050142123400000123")
SECOND = Account("成都银行锦江支行", "1001300000456789")
WAIT = timedelta(days=3)
TYPED = {"bank": SECOND.bank, "account": "1001 3000 0045 6789", "account_again": SECOND.number}


@pytest.fixture
def owner(teahouse) -> Membership:
    teahouse.licence_number, teahouse.legal_name = OF_THE_STANDARD, "成都蜀风茶舍有限公司"
    teahouse.save()
    return make_member(teahouse, Role.OWNER)


@pytest.fixture
def partner(teahouse, owner) -> Membership:
    return make_member(teahouse, Role.OWNER)


def given(owner: Membership, account: Account = FIRST, now=NOW) -> BankAccount:
    return bank_accounts.give(merchant=owner.merchant, account=account, by=owner.user, now=now)


def sound() -> bool:
    return [*audit.findings()] == []


def test_an_account_comes_into_force_by_the_clock(owner, teahouse):
    first = given(owner)

    assert (first.in_force_at, first.tail, first.holder) == (NOW + WAIT, "0123", "成都蜀风茶舍有限公司")
    assert bank_accounts.in_force(teahouse, now=NOW + WAIT - timedelta(seconds=1)) is None
    assert bank_accounts.pending(teahouse, now=NOW + WAIT - timedelta(seconds=1)) == first
    assert bank_accounts.in_force(teahouse, now=NOW + WAIT) == first
    assert bank_accounts.pending(teahouse, now=NOW + WAIT) is None
    second = given(owner, SECOND, NOW + WAIT)
    assert bank_accounts.in_force(teahouse, now=NOW + WAIT * 2 - timedelta(seconds=1)) == first
    assert bank_accounts.in_force(teahouse, now=NOW + WAIT * 2) == second
    assert sound()


def test_the_waiting_time_is_a_setting_and_what_was_promised_stays(owner, settings):
    given(owner)
    settings.BANK_ACCOUNT_WAIT_DAYS = 10

    assert BankAccount.objects.get().in_force_at == NOW + WAIT
    assert given(owner, SECOND, NOW + WAIT).in_force_at == NOW + WAIT + timedelta(days=10)


def test_a_suspension_stops_no_account(owner, teahouse):
    first = given(owner)
    Merchant.objects.update(status="suspended")

    assert bank_accounts.in_force(teahouse, now=NOW + WAIT) == first


def test_all_owners_are_told_and_any_of_them_withdraws(owner, partner, manager, cashier, teahouse):
    first = given(owner)

    assert {notice.citizen for notice in Notice.objects.all()} == {owner.user, partner.user}
    said = said_to(partner.user)[0]
    assert "0123" in said
    assert FIRST.number not in said
    bank_accounts.withdraw(account=first, by=partner.user, now=NOW + timedelta(hours=1))

    assert bank_accounts.in_force(teahouse, now=NOW + WAIT) is None
    assert (BankAccount.objects.get().withdrawn_by, Notice.objects.count()) == (partner.user, 4)
    assert sound()


def test_what_is_in_force_or_withdrawn_is_not_withdrawn(owner, partner):
    first = given(owner)
    with pytest.raises(NoAccountWaits):
        bank_accounts.withdraw(account=first, by=owner.user, now=NOW + WAIT)
    bank_accounts.withdraw(account=first, by=owner.user, now=NOW)
    with pytest.raises(NoAccountWaits):
        bank_accounts.withdraw(account=first, by=partner.user, now=NOW)

    assert (BankAccount.objects.get().withdrawn_by, Notice.objects.count()) == (owner.user, 4)


def test_one_account_waits_at_a_time(owner):
    given(owner)
    with pytest.raises(AccountWaits):
        given(owner, SECOND)
    assert BankAccount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_accounts_given_at_once_one_waits():
    merchant = make_merchant("蜀风茶舍")
    Merchant.objects.update(legal_name="成都蜀风茶舍有限公司")
    owners = [make_member(merchant, Role.OWNER) for _ in range(3)]

    def give(owner: Membership) -> str:
        try:
            return bank_accounts.give(merchant=merchant, account=FIRST, by=owner.user, now=NOW).tail
        except AccountWaits:
            return "waits"

    assert sorted(at_once([lambda owner=owner: give(owner) for owner in owners])) == ["0123", "waits", "waits"]


def test_the_same_account_again_is_no_change(owner):
    given(owner)
    with pytest.raises(SameAccount):
        given(owner, FIRST, NOW + WAIT)
    # Another branch of the same bank is one.
    given(owner, Account("中国建设银行成都锦里支行", FIRST.number), NOW + WAIT)


def test_an_account_is_in_a_legal_name(owner, teahouse):
    Merchant.objects.update(legal_name="")
    with pytest.raises(NoLegalName):
        given(owner)


def test_an_account_stays_as_it_was_given(owner, runtime):
    first = given(owner)

    for change in (
        "tail = '9999'",
        "holder = 'x'",
        "in_force_at = given_at",
        "bank = 'x'",
        "pseudonym = gen_random_uuid()",
    ):
        with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE merchants_bankaccount SET {change} WHERE id = %s", [first.pk])
    with pytest.raises(InternalError), transaction.atomic():
        first.delete()
    with pytest.raises(InsufficientPrivilege):
        runtime.execute("UPDATE merchants_bankaccount SET sealed_number = ''")


def test_the_number_is_nowhere_but_sealed(owner, teahouse):
    given(owner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f"%{FIRST.number}%"])
            assert cursor.fetchone() == (0,), table


def test_a_changed_key_reads_and_compares_with_the_one_before(owner, settings):
    first, secret = given(owner), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [secret]

    assert bank_accounts.number_of(first) == FIRST.number
    other = make_member(make_merchant("浣花书店"), Role.OWNER)
    Merchant.objects.filter(pk=other.merchant_id).update(legal_name="成都浣花书店")
    other.merchant.refresh_from_db()
    same = given(other)
    assert list(bank_accounts.others_with(same)) == [owner.merchant]
    assert list(bank_accounts.others_with(first)) == [other.merchant]
    assert sound()
    settings.SECRET_KEY_FALLBACKS = []

    with pytest.raises(Unreadable):
        bank_accounts.number_of(first)
    assert [finding.code for finding in audit.findings()] == ["account_is_unreadable"]


def test_a_number_put_in_anothers_place_is_found(owner):
    first = given(owner)
    other = make_member(make_merchant("浣花书店"), Role.OWNER)
    Merchant.objects.filter(pk=other.merchant_id).update(legal_name="成都浣花书店")
    other.merchant.refresh_from_db()
    theirs = given(other, SECOND)

    BankAccount.objects.filter(pk=first.pk).update(sealed_number=theirs.sealed_number)

    assert [finding.code for finding in audit.findings()] == ["account_is_not_its_number"]


def test_an_account_that_no_owner_gave_is_found(owner):
    bank_accounts.give(merchant=owner.merchant, account=FIRST, by=make_citizen(), now=NOW)

    assert [finding.code for finding in audit.findings()] == ["account_given_by_no_owner"]


def test_an_account_that_no_owner_withdrew_is_found(owner):
    bank_accounts.withdraw(account=given(owner), by=make_citizen(), now=NOW)

    assert [finding.code for finding in audit.findings()] == ["account_withdrawn_by_no_owner"]


def test_an_account_that_did_not_wait_after_the_approval_is_found(owner, settings):
    settings.BANK_ACCOUNT_WAIT_DAYS = 0
    given(owner, now=NOW + timedelta(hours=1))

    assert [finding.code for finding in audit.findings()] == ["account_in_force_too_soon"]


# The pages


@pytest.fixture
def office(owner, time_machine) -> Client:
    time_machine.move_to(NOW, tick=False)
    return browser_of_leader(owner.user)


def business_of(merchant: Merchant) -> str:
    return f"/merchant/{merchant.public_id}/business/"


def test_owner_gives_an_account_and_withdraws_it(office, teahouse):
    page = business_of(teahouse)
    assert "无法付款给您" in words_of(office.get(page))
    answer = office.post(f"{page}account/", TYPED, follow=True)

    assert answer.redirect_chain == [(page, 302)]
    assert "****6789" in words_of(answer)
    assert "2026年11月26日" in words_of(answer)
    assert "6789" in words_of(office.get(f"/merchant/{teahouse.public_id}/"))
    account = BankAccount.objects.get()
    office.post(f"{page}account/{account.public_id}/withdraw/")
    assert "****6789" not in words_of(office.get(page))


def test_a_changed_account_asks_for_the_second_factor_anew(office, teahouse, time_machine):
    page = f"{business_of(teahouse)}account/"
    time_machine.move_to(NOW + timedelta(minutes=11), tick=False)

    for answer in (office.get(page), office.post(page, TYPED)):
        assert answer.url.startswith("/me/second-factor/code/")
    assert not BankAccount.objects.exists()


def test_managers_cashiers_and_strangers_find_no_account(owner, teahouse, manager, cashier, bob, bookshop):
    account, page = given(owner), business_of(teahouse)
    other_owner = make_member(bookshop, Role.OWNER).user
    for who in (manager.user, cashier.user, bob, other_owner):
        browser = browser_of_leader(who)
        assert [browser.get(page + rest).status_code for rest in ("", "complete/", "account/")] == [404] * 3
        assert browser.post(f"{page}account/", TYPED).status_code == 404
        assert browser.post(f"{page}account/{account.public_id}/withdraw/").status_code == 404
    elsewhere = f"{business_of(bookshop)}account/{account.public_id}/withdraw/"
    assert browser_of_leader(other_owner).post(elsewhere).status_code == 404
    assert BankAccount.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"account_again": "1001300000456780"},
        {"account_again": ""},
        {"account": "123"},
        {"bank": ""},
    ],
    ids=str,
)
def test_what_is_typed_wrong_writes_no_account(office, teahouse, wrong):
    answer = office.post(f"{business_of(teahouse)}account/", {**TYPED, **wrong})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(wrong))
    assert not BankAccount.objects.exists()


def test_a_merchant_of_before_is_asked_for_what_is_missing(office, teahouse):
    Merchant.objects.update(licence_number="", legal_name="")
    room = words_of(office.get(f"/merchant/{teahouse.public_id}/"))
    assert "还缺：统一社会信用代码、登记名称、联系人、银行账户" in room
    page = business_of(teahouse)
    assert office.get(f"{page}account/").url == f"{page}complete/"

    said = {"licence_number": OF_THE_STANDARD.lower(), "legal_name": "成都蜀风茶舍有限公司"}
    office.post(f"{page}complete/", {**said, "contact": "周敏", "contact_phone": "028-8666 1234"})

    teahouse.refresh_from_db()
    assert (teahouse.licence_number, teahouse.legal_name) == (OF_THE_STANDARD, "成都蜀风茶舍有限公司")
    assert businesses.contact_of(teahouse).phone == "028-8666 1234"
    assert "还缺：银行账户" in words_of(office.get(page))


def test_what_the_desk_has_looked_at_stays(office, teahouse):
    said = {"licence_number": KNOWN[1], "legal_name": "别的公司", "contact": "周敏", "contact_phone": "028-8666 1234"}
    office.post(f"{business_of(teahouse)}complete/", said)

    teahouse.refresh_from_db()
    assert (teahouse.licence_number, teahouse.legal_name) == (OF_THE_STANDARD, "成都蜀风茶舍有限公司")
    assert Contact.objects.get().name == "周敏"


# The desk


@pytest.fixture
def at_desk(client, desk, time_machine) -> Client:
    time_machine.move_to(NOW, tick=False)
    client.force_login(desk)
    return client


def test_desk_sees_who_else_has_the_licence_or_the_account(at_desk, owner, teahouse, bookshop):
    given(owner)
    address = f"/admin/merchants/merchant/{teahouse.pk}/change/"
    page = words_of(at_desk.get(address))
    assert "****0123" in page
    assert "还缺：联系人" in page
    assert "另一商家" not in page
    Merchant.objects.filter(pk=bookshop.pk).update(licence_number=OF_THE_STANDARD, legal_name="成都浣花书店")
    bookshop.refresh_from_db()
    given(make_member(bookshop, Role.OWNER))

    page = words_of(at_desk.get(address))

    assert "另一商家使用同一统一社会信用代码： 浣花书店" in page
    assert "另一商家使用同一银行账户： 浣花书店" in page


def test_name_and_phone_of_the_contact_are_for_who_may_see_people(desk, owner, teahouse, time_machine):
    time_machine.move_to(NOW, tick=False)
    Contact.objects.create(merchant=teahouse, name="周敏", phone="028-8666 1234")
    address = f"/admin/merchants/merchant/{teahouse.pk}/change/"
    whole = Client()
    whole.force_login(desk)
    assert "周敏 · 028-8666 1234" in words_of(whole.get(address))
    clerk = User.objects.create(username="clerk", is_staff=True)
    clerk.user_permissions.add(*apps.get_model("auth.Permission").objects.filter(codename="view_merchant"))
    browser = Client()
    browser.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")

    page = words_of(browser.get(address))

    assert "周** · ****1234" in page
    assert not Deed.objects.filter(facts__icontains="周敏").exists()


def test_desk_corrects_a_licence_and_refuses_a_wrong_one(at_desk, owner, teahouse):
    address = f"/admin/merchants/merchant/{teahouse.pk}/change/"
    sent = {"name_0": "蜀风茶舍", "name_1": "Shufeng", "legal_name": "成都蜀风茶舍有限公司"}

    refused = decide(at_desk, address, {**sent, "licence_number": "91350100M000100Y44"})
    assert "统一社会信用代码有误" in words_of(refused)
    decide(at_desk, address, {**sent, "licence_number": KNOWN[1]})

    teahouse.refresh_from_db()
    assert teahouse.licence_number == KNOWN[1]
