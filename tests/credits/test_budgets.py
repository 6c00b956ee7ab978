"""Budgets: filled once for each reference, taken from by slots, never called exhausted while they are only busy."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import User
from common.city_time import city_day
from credits import budgets, ledger
from credits.accounts import available_accounts
from credits.ledger import Posting
from credits.models import Budget, Funding, LedgerAccount, TransferKind
from credits.refusals import FundedBefore, ReferenceReused, TooLittle
from credits.vintages import expiry_of
from tests.at_once import at_once
from tests.conftest import NOW, make_citizen
from tests.desk_pages import confirmed
from tests.merchants.mall.test_pages import words_of


@pytest.fixture
def small(db):
    budget = budgets.open_budget("small", {"zh-hans": "小", "en": "Small"})
    budgets.fund(budget, 83, reference="fund:small", now=NOW)
    return budget


def test_fund_spreads_to_the_last_credit(small):
    assert list(small.slots.order_by("slot").values_list("balance", flat=True)) == [11, 11, 11, 10, 10, 10, 10, 10]
    assert budgets.remaining("small") == 83


def test_fund_again_under_the_same_reference_adds_nothing(small):
    budgets.fund(small, 83, reference="fund:small", now=NOW)

    assert budgets.remaining("small") == 83


def test_fund_returns_what_it_issued_and_nothing_the_second_time(small):
    answers = [budgets.fund(small, 9, reference="fund:other", now=NOW) for _time in range(2)]

    assert [[transfer.amount for transfer in issued] for issued in answers] == [[2, 1, 1, 1, 1, 1, 1, 1], []]
    assert budgets.remaining("small") == 92


def test_fund_of_less_than_a_credit_a_slot_is_refused(small):
    with pytest.raises(TooLittle):
        budgets.fund(small, 7, reference="fund:little", now=NOW)

    assert budgets.remaining("small") == 83


def test_fund_of_another_amount_under_the_same_reference_is_refused(small):
    with pytest.raises(ReferenceReused):
        budgets.fund(small, 84, reference="fund:small", now=NOW)

    assert budgets.remaining("small") == 83


@pytest.mark.django_db(transaction=True)
def test_one_slot_is_locked_when_one_is_enough(small):
    with transaction.atomic():
        locked = budgets.lock_slots("small", 11)
        assert len(locked.remaining) == 1
        assert locked.take(11) in locked.remaining
        assert locked.take(1) is None


@pytest.mark.django_db(transaction=True)
def test_every_slot_is_locked_before_a_budget_is_exhausted(small):
    with transaction.atomic():
        locked = budgets.lock_slots("small", 60)
        taken = [locked.take(10) for _ in range(9)]
    assert taken[-1] is None
    assert len(set(taken[:-1])) == 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", range(4))
def test_many_small_payers_at_the_end_of_a_budget_do_not_wait_for_each_other(small, again):
    """Each of the eight slots pays two of them; the other eight find nothing, and none of them is a deadlock."""
    citizens = [make_citizen() for _number in range(24)]
    accounts = available_accounts([citizen.pk for citizen in citizens], expiry_of(city_day(NOW)))

    def pay(citizen_id: int) -> int | None:
        with transaction.atomic():
            slot_id = budgets.lock_slots("small", 5).take(5)
            if slot_id is not None:
                reference = f"award:{citizen_id}"
                ledger.post([Posting(slot_id, accounts[citizen_id], 5, TransferKind.AWARD, reference, NOW)], now=NOW)
            return slot_id

    paid = at_once([lambda number=citizen.pk: pay(number) for citizen in citizens])

    assert [one for one in paid if isinstance(one, Exception)] == []
    assert (sum(one is not None for one in paid), budgets.remaining("small")) == (16, 3)


@pytest.mark.django_db(transaction=True)
def test_budget_that_nobody_has_opened_pays_nothing():
    with transaction.atomic():
        assert budgets.lock_slots("nowhere", 1).take(1) is None


def test_every_budget_has_its_slots(small):
    assert LedgerAccount.objects.filter(budget=small).count() == budgets.SLOTS


# The command, and the desk beside it


def fund_by_command(amount: str = "1000", reference: str = "2026-q4", code: str = "citizens") -> None:
    call_command("fund_budget", code, "--reference", reference, "--", amount)


@pytest.fixture
def citizens(db):
    """The citizens' budget as it was opened, empty."""
    call_command("open_budget", "citizens", "公众碳积分", "--english", "Citizens’ credits")
    return Budget.objects.get()


@pytest.fixture
def fund_at_desk(client, desk):
    client.force_login(desk)

    def fund(budget, amount="1000", reference="2026-q4", *, confirm=True):
        address, sent = f"/admin/credits/budget/{budget.pk}/fund/", {"amount": amount, "reference": reference}
        return confirmed(client, address, sent, follow=True) if confirm else client.post(address, sent)

    return fund


def test_fund_budget_command_fills_and_says_when_it_funds_nothing(citizens, capsys):
    for _ in range(2):
        fund_by_command()

    assert capsys.readouterr().out.splitlines()[-2:] == [
        "citizens: 1000 credits funded under 2026-q4; 1000 credits left",
        "citizens: nothing funded, 2026-q4 has funded it before; 1000 credits left",
    ]
    assert budgets.remaining("citizens") == 1000


def test_fund_budget_command_refuses_a_budget_that_nobody_has_opened(citizens):
    with pytest.raises(CommandError, match=r"nosuch.*citizens.*open_budget nosuch"):
        fund_by_command(code="nosuch")

    assert list(Budget.objects.values_list("code", flat=True)) == ["citizens"]
    assert not LedgerAccount.objects.exclude(budget=citizens).exists()


def test_budget_is_opened_by_a_command_of_its_own_once(citizens, capsys):
    capsys.readouterr()
    call_command("open_budget", "citizens", "别的名字")

    assert capsys.readouterr().out == "citizens: open before as 公众碳积分; nothing changed\n"
    assert Budget.objects.get().name == {"zh-hans": "公众碳积分", "en": "Citizens’ credits"}
    assert citizens.slots.count() == budgets.SLOTS


@pytest.mark.parametrize("code", ["", "no such", "预算", "x" * 41])
def test_budget_of_a_code_that_no_rule_could_name_is_not_opened(db, code):
    with pytest.raises(CommandError):
        call_command("open_budget", code, "名字")

    assert not Budget.objects.exists()


@pytest.mark.parametrize("amount", ["7", "0", "-5", f"{10**12 + 1}", f"{10**30}"])
def test_fund_budget_command_refuses_too_little_and_too_much(citizens, amount):
    with pytest.raises(CommandError):
        fund_by_command(amount)

    assert budgets.remaining("citizens") == 0


def test_fund_budget_command_refuses_another_amount_under_the_same_number(citizens):
    fund_by_command()

    with pytest.raises(CommandError, match="2026-q4"):
        fund_by_command("2000")

    assert budgets.remaining("citizens") == 1000


REAL = "成财环〔2026〕88号"


@pytest.mark.parametrize("second", [REAL, "成财环[2026]88号", "成财环（2026） 88号"])
def test_number_funds_once_whichever_doors_it_comes_through_and_however_it_is_typed(citizens, fund_at_desk, second):
    fund_by_command(reference=REAL)
    told = fund_at_desk(citizens, reference=second)

    assert list(told.context["form"].errors) == ["reference"]
    assert "已经向这个预算注入过 1,000 积分" in words_of(told)
    assert budgets.remaining("citizens") == 1000


def test_number_that_funded_at_the_desk_funds_no_more_by_the_command(citizens, fund_at_desk, capsys):
    assert fund_at_desk(citizens, reference=REAL).redirect_chain
    fund_by_command(reference=REAL)

    assert "nothing funded" in capsys.readouterr().out.splitlines()[-1]
    assert budgets.remaining("citizens") == 1000


@pytest.mark.parametrize("before", ["fund:{number}", "fund:citizens:{number}"], ids=["at the desk", "by the command"])
def test_number_that_funded_under_a_reference_of_before_funds_no_more(citizens, fund_at_desk, before):
    """The desk named no budget in its references, and neither door wrote a number in one way."""
    budgets.fund(citizens, 1000, reference=before.format(number="成财环[2026]88号"), now=NOW)

    assert "reference" in fund_at_desk(citizens, reference=REAL).context["form"].errors
    fund_by_command(reference=REAL)

    assert budgets.remaining("citizens") == 1000


def test_first_step_at_the_desk_says_already_that_a_number_has_funded(citizens, fund_at_desk):
    fund_at_desk(citizens)

    page = fund_at_desk(citizens, confirm=False)

    assert (page.context["after"], list(page.context["form"].errors)) == (None, ["reference"])


def test_one_number_may_fund_two_budgets(citizens, small, fund_at_desk):
    for budget in (citizens, small):
        assert fund_at_desk(budget, reference=REAL).redirect_chain

    assert (budgets.remaining("citizens"), budgets.remaining("small")) == (1000, 1083)


@pytest.mark.parametrize(("amount", "reference", "field"), [("7", REAL, "amount"), ("1000", "a:b", "reference")])
def test_desk_says_at_its_field_what_it_cannot_take(citizens, fund_at_desk, amount, reference, field):
    for confirm in (False, True):
        page = fund_at_desk(citizens, amount, reference, confirm=confirm)
        assert list(page.context["form"].errors) == [field]

    assert budgets.remaining("citizens") == 0


@pytest.mark.parametrize("reference", ["", "a:b", "号" * 33])
def test_command_says_what_is_no_number_of_a_document(citizens, reference):
    with pytest.raises(CommandError):
        fund_by_command(reference=reference)

    assert budgets.remaining("citizens") == 0


def test_longest_number_fits_the_longest_code(db):
    budget = budgets.open_budget("x" * 40, {"zh-hans": "长"})

    budgets.fund_by(budget, 8, document="号" * 32, now=NOW)

    assert budgets.remaining(budget.code) == 8


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("CD-2026-7", "cd-2026-7"),
        ("成财环〔2026〕88号", "成财环〔2026〕088号"),
        ("成财环〔2026〕088号", "成财环〔2026〕88号"),
        ("成财环〔2026〕88号", "成财环〔2026〕第88号"),
        ("2026-7", "2026-07"),
    ],
)
def test_document_funds_once_in_capitals_with_zeros_and_as_an_ordinal(citizens, first, second):
    budgets.fund_by(citizens, 1000, document=first, now=NOW)

    with pytest.raises(FundedBefore):
        budgets.fund_by(citizens, 1000, document=second, now=NOW)

    assert budgets.remaining("citizens") == 1000


@pytest.mark.parametrize(("first", "second"), [("2026-7", "2026-70"), ("88号", "8号"), ("2026-7", "2026-7-1")])
def test_other_documents_fund_as_well(citizens, first, second):
    for document in (first, second):
        budgets.fund_by(citizens, 1000, document=document, now=NOW)

    assert budgets.remaining("citizens") == 2000


# More than one person alone may issue

LARGE = f"{budgets.LARGE_FUNDING + 1}"


@pytest.fixture
def funders(db) -> list[User]:
    """Two who may fund budgets, and no more; beside them a clerk, and one who has left."""
    people = [User.objects.create(username=name, is_staff=True) for name in ("funder-0", "funder-1", "left", "clerk")]
    for person in people[:3]:
        person.user_permissions.add(Permission.objects.get(codename="fund_budget"))
    User.objects.filter(username="left").update(is_active=False)
    return people[:2]


@pytest.mark.parametrize("confirm", [False, True])
def test_desk_says_at_once_that_a_large_amount_takes_two(citizens, fund_at_desk, confirm):
    page = fund_at_desk(citizens, LARGE, confirm=confirm)

    assert (page.context["after"], list(page.context["form"].errors)) == (None, ["amount"])
    assert "一次拨付超过 100,000,000 个积分，须由两名有拨付权限的人员办理" in words_of(page)
    assert (budgets.remaining("citizens"), Funding.objects.count()) == (0, 0)


def test_desk_writes_down_who_issued(citizens, fund_at_desk, desk):
    fund_at_desk(citizens, str(budgets.LARGE_FUNDING), REAL)

    funding = Funding.objects.get()
    assert (funding.amount, funding.number, funding.by, funding.agreed_by) == (10**8, REAL, desk, None)


@pytest.mark.parametrize(
    "names",
    [
        {},
        {"by": "funder-0"},
        {"agreed_by": "funder-0"},
        {"by": "funder-0", "agreed_by": "funder-0"},
        {"by": "funder-0", "agreed_by": "clerk"},
        {"by": "funder-0", "agreed_by": "left"},
        {"by": "funder-0", "agreed_by": "nobody"},
    ],
)
def test_command_issues_a_large_amount_for_no_fewer_than_two_who_may(citizens, funders, names):
    with pytest.raises(CommandError):
        call_command("fund_budget", "citizens", LARGE, reference=REAL, **names)

    assert (budgets.remaining("citizens"), Funding.objects.count()) == (0, 0)


def test_command_issues_a_large_amount_for_two_who_may(citizens, funders):
    call_command("fund_budget", "citizens", LARGE, reference=REAL, by="funder-0", agreed_by="funder-1")

    funding = Funding.objects.get()
    assert (funding.amount, funding.number) == (budgets.LARGE_FUNDING + 1, REAL)
    assert [funding.by, funding.agreed_by] == funders
    assert budgets.remaining("citizens") == budgets.LARGE_FUNDING + 1
