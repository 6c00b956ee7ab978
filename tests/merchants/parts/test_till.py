"""The till asks how much of the bill, shows what it comes to, and takes that: on a phone, with and without scripts."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from common.public_ids import new_public_id
from merchants.mall.releasing import give_back
from merchants.models import Redemption, WrongCode
from tests.conftest import NOW
from tests.merchants.conftest import assert_books_are_sound, code_of, give, make_member, make_shop, voucher_of
from tests.merchants.mall.test_pages import words_of
from tests.merchants.parts.conftest import PRICE, VALUE, a_bill
from tests.merchants.test_shown_is_done import hidden
from tests.merchants.till.test_pages import address_of, browser_of, enter, undo_address


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def counter(cashier, till) -> Client:
    return browser_of(cashier.user)


@pytest.fixture
def asked(counter, till, voucher):
    """The page that asks how much, once the code was shown."""
    return enter(counter, till, code_of(voucher))


def left(voucher: Redemption) -> int:
    voucher.refresh_from_db()
    return voucher.left_fen


def amount(counter, till, page, text: str, **named):
    """What the till says to an amount."""
    return counter.post(address_of(till), {**named, **hidden(page, "word"), "key": new_public_id(), "amount": text})


def confirm(counter, till, page, **named):
    return counter.post(address_of(till), {**hidden(page, "word", "looked", "amount"), "key": new_public_id(), **named})


def test_the_code_leads_to_the_amount_the_look_and_the_answer(asked, counter, till, voucher):
    assert "最多可抵扣 20.00 元（400 积分）" in words_of(asked)
    assert left(voucher) == VALUE

    looked = amount(counter, till, asked, "12.5")
    assert "抵扣 12.50 元 = 250 积分 抵扣后还剩 7.50 元（150 积分）" in words_of(looked)
    assert left(voucher) == VALUE

    done = words_of(confirm(counter, till, looked))
    assert "抵扣 12.50 元 = 250 积分" in done
    assert "券内还剩 7.50 元" in done
    assert left(voucher) == 750
    assert "一杯绿茶 · 12.50 元" in words_of(counter.get(address_of(till)))
    assert_books_are_sound()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "请填写金额，例如：8.00。"),
        ("20.01", "这张券最多还能抵扣 20.00 元"),
        ("0", "0.01"),
        ("-3", "0.01"),
        ("茶", "抵扣金额要填数字"),
        ("1.234", "抵扣金额：“1.234”"),
        ("99999", "10000"),
    ],
)
def test_a_wrong_amount_gets_a_plain_sentence_and_takes_nothing(asked, counter, till, voucher, text, said):
    answer = amount(counter, till, asked, text)
    assert said in words_of(answer)
    assert left(voucher) == VALUE
    again = amount(counter, till, answer, "3")
    assert "抵扣 3.00 元 = 60 积分" in words_of(again)


@pytest.mark.parametrize("text", ["１２.５０", " 12.50 ", "12.5 元", "¥12.50"])
def test_amounts_are_read_as_people_type_them(asked, counter, till, text):
    assert "抵扣 12.50 元" in words_of(amount(counter, till, asked, text))


def test_what_was_not_looked_at_is_not_taken(asked, counter, till, voucher):
    looked = amount(counter, till, asked, "12.50")
    answer = confirm(counter, till, looked, amount="19.00")
    assert "抵扣 19.00 元 = 380 积分" in words_of(answer)
    assert left(voucher) == VALUE


def test_the_same_key_again_is_answered_alike_and_takes_once(asked, counter, till, voucher):
    looked = amount(counter, till, asked, "12.50")
    key = new_public_id()
    for _again in range(2):
        assert "抵扣 12.50 元 = 250 积分" in words_of(confirm(counter, till, looked, key=key))
    assert left(voucher) == 750


def test_after_something_was_taken_the_code_is_asked_for_again(asked, counter, till, voucher):
    first, second = (amount(counter, till, asked, text) for text in ("12.50", "1"))
    confirm(counter, till, first)
    answer = confirm(counter, till, second)
    assert (answer.status_code, left(voucher)) == (409, 750)
    assert "出示券码之后，这张券又在别处抵扣过，这次未核销。请顾客重新出示券码。" in words_of(answer)


def test_after_all_was_taken_elsewhere_that_is_said(asked, counter, till, voucher):
    first, second = (amount(counter, till, asked, text) for text in ("20", "1"))
    confirm(counter, till, first)
    answer = confirm(counter, till, second)
    assert (answer.status_code, left(voucher)) == (409, 0)
    assert "这张券又在别处抵扣过" in words_of(answer)


def test_after_a_part_was_undone_the_code_is_asked_for_again(asked, counter, till, voucher):
    first, second = (amount(counter, till, asked, text) for text in ("1", "20"))
    confirm(counter, till, first)
    part = Redemption.objects.get(part_of=voucher)
    counter.post(undo_address(till, part), hidden(counter.get(undo_address(till, part)), "key", "taken_at"))
    assert left(voucher) == VALUE

    answer = confirm(counter, till, second)

    assert (answer.status_code, left(voucher)) == (409, VALUE)
    assert "请顾客重新出示券码" in words_of(answer)


def test_a_question_is_good_for_five_minutes(asked, counter, till, voucher, noon):
    looked = amount(counter, till, asked, "12.50")
    noon.move_to(NOW + timedelta(minutes=5), tick=False)
    assert confirm(counter, till, looked).status_code == 409
    assert left(voucher) == VALUE


def test_a_question_is_its_cashier_s_and_till_s_alone(asked, counter, till, teahouse, voucher, bookshop):
    other_shop, colleague = make_shop(teahouse, "锦里店"), browser_of(make_member(teahouse).user)
    stranger, elsewhere = make_member(bookshop), make_shop(bookshop, "总店")
    looked = amount(counter, till, asked, "12.50")
    assert confirm(counter, other_shop, looked).status_code == 409
    assert confirm(colleague, till, looked).status_code == 409
    assert confirm(browser_of(stranger.user), elsewhere, looked).status_code == 409
    assert confirm(browser_of(stranger.user), till, looked).status_code == 404
    for word in ("", "x", "x:y:z"):
        assert confirm(counter, till, looked, word=word).status_code == 409
    assert left(voucher) == VALUE


def test_a_voucher_that_was_given_back_meanwhile_takes_nothing(asked, counter, till, voucher, alice):
    looked = amount(counter, till, asked, "12.50")
    give_back(citizen=alice, redemption=voucher, key="1", now=NOW)
    assert confirm(counter, till, looked).status_code == 409
    assert_books_are_sound()


def test_a_wrong_code_is_counted_before_any_amount_is_asked(counter, till, voucher):
    answer = enter(counter, till, f"{voucher.number}000000")
    assert 'name="word"' not in answer.content.decode()
    assert WrongCode.objects.count() == 1


def test_the_rest_that_comes_back_is_said_before(counter, till, teahouse, alice):
    give(alice, PRICE)
    voucher = voucher_of(alice, a_bill(teahouse, rest_stays=False))
    looked = amount(counter, till, enter(counter, till, code_of(voucher)), "12.50")
    assert "其余 150 积分立即退还顾客" in words_of(looked)
    assert "券内还剩" not in words_of(confirm(counter, till, looked))
    assert_books_are_sound()


def test_by_script_only_the_answer_comes(counter, till, voucher):
    page = enter(counter, till, code_of(voucher), by_script=True)
    assert "<html" not in page.content.decode()
    assert 'inputmode="decimal"' in page.content.decode()


def test_the_latest_part_is_undone_with_a_look_before(asked, counter, till, voucher):
    confirm(counter, till, amount(counter, till, asked, "12.50"))
    part = Redemption.objects.get(part_of=voucher)
    page = counter.get(undo_address(till, part))
    assert "抵扣 12.50 元 = 250 积分" in words_of(page)
    counter.post(undo_address(till, part), {**hidden(page, "key", "taken_at")})
    assert left(voucher) == VALUE
    assert_books_are_sound()


def test_an_earlier_part_is_not_offered_for_undoing(asked, counter, till, voucher):
    confirm(counter, till, amount(counter, till, asked, "12.50"))
    confirm(counter, till, amount(counter, till, enter(counter, till, code_of(voucher)), "1"))
    first, second = Redemption.objects.filter(part_of=voucher).order_by("pk")

    page = counter.get(address_of(till)).content.decode()
    assert (undo_address(till, first) in page, undo_address(till, second) in page) == (False, True)
    answer = counter.get(undo_address(till, first), follow=True)
    assert "这张券之后又抵扣过，不能撤销这一笔。可由店主退还。" in words_of(answer)

    counter.post(undo_address(till, second), hidden(counter.get(undo_address(till, second)), "key", "taken_at"))
    assert undo_address(till, first) in counter.get(address_of(till)).content.decode()


def test_undoing_says_when_the_voucher_is_over(counter, till, teahouse, alice):
    give(alice, PRICE)
    voucher = voucher_of(alice, a_bill(teahouse, rest_stays=False))
    confirm(counter, till, amount(counter, till, enter(counter, till, code_of(voucher)), "12.50"))
    part = Redemption.objects.get(part_of=voucher)

    sent = hidden(counter.get(undo_address(till, part)), "key", "taken_at")
    answer = words_of(counter.post(undo_address(till, part), sent, follow=True))

    assert "这张券已结束，积分已退还顾客。" in answer
    assert "顾客可以再次使用" not in answer


def test_the_citizen_sees_what_is_left_and_each_part(asked, counter, till, voucher, alice):
    at_home = browser_of(alice)
    shown = at_home.get(voucher.get_absolute_url())
    confirm(counter, till, amount(counter, till, asked, "12.50"))
    part = Redemption.objects.get(part_of=voucher)

    page = words_of(at_home.get(voucher.get_absolute_url()))
    assert "还剩 7.50 元（共 20.00 元）" in page
    assert "抵扣记录 12.50 元" in page
    assert "春熙路店" in page
    assert voucher.number in "".join(page.split())
    face = at_home.get(f"{voucher.get_absolute_url()}face/?shown={shown.context['shown']}")
    assert (face.status_code, "7.50" in face.content.decode()) == (200, True)
    assert at_home.get(part.get_absolute_url()).headers["Location"] == voucher.get_absolute_url()
    assert at_home.get("/rewards/vouchers/").content.decode().count("/rewards/vouchers/" + part.public_id) == 0


def test_programs_take_parts_and_citizens_read_them(client, token_of, alice, cashier, till, voucher):
    body = {"shop": till.public_id, "code": code_of(voucher)}
    headers = {**token_of(cashier.user), "Idempotency-Key": '"1"'}
    asks = client.post("/api/v1/captures", body, "application/json", headers=headers)
    assert (asks.status_code, asks.json()["code"]) == (422, "amount_missing")
    assert "20.00" in asks.json()["detail"]

    taken = client.post("/api/v1/captures", {**body, "amount_fen": 1250}, "application/json", headers=headers)
    assert (taken.status_code, taken.json()["part"]) == (201, {"value_fen": 1250, "price": 250, "left_fen": 750})

    told = client.get(f"/api/v1/redemptions/{voucher.public_id}", headers=token_of(alice)).json()
    assert (told["left_fen"], told["left"], told["value_fen"]) == (750, 150, VALUE)
    assert [(part["value_fen"], part["price"], part["status"]) for part in told["parts"]] == [(1250, 250, "redeemed")]
    [listed] = client.get("/api/v1/redemptions", headers=token_of(alice)).json()["redemptions"]
    assert listed["parts"] == told["parts"]

    undone = client.post(
        f"/api/v1/captures/{taken.json()['capture']}/undo",
        {"used_at": taken.json()["used_at"]},
        "application/json",
        headers={**token_of(cashier.user), "Idempotency-Key": '"2"'},
    )
    assert (undone.status_code, undone.json()["used_at"], left(voucher)) == (200, None, VALUE)
