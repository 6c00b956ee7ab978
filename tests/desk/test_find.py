"""One field finds a person, an act, a voucher, a claim or a merchant, for who may look at it, and leaves a trace."""

import pytest

from accounts import looks
from accounts.models import Deed, DeedKind, Look, Profile, Seen
from activities.models import Activity
from channels.household import vehicles
from tests.conftest import NOW, make_citizen, record, walk
from tests.desk.test_timeline import as_role
from tests.merchants.conftest import give, make_merchant, make_offer, voucher_of

pytestmark = pytest.mark.django_db

SERVICE = "账户服务 · Account service"
FIND = "/admin/find/"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def found(browser, wanted: str) -> list[tuple[str, str]]:
    answer = browser.post(FIND, {"wanted": wanted})
    assert answer.status_code == 200
    return [(one["words"], one["address"]) for one in answer.context["found"] or []]


def test_last_four_digits_find_every_citizen_whose_phone_ends_so_masked_and_told(alice):
    Profile.objects.filter(user=alice).update(phone="+8613800001234")
    other = make_citizen()
    Profile.objects.filter(user=other).update(phone="+8613911112345")

    [(words, address)] = found(as_role(SERVICE), "1234")

    assert words == f"{alice.public_id} · 138****1234"
    assert address == f"/admin/accounts/user/{alice.pk}/citizen/"
    [deed] = Deed.objects.filter(kind=DeedKind.SEARCHED)
    assert deed.facts == {"by": "phone_tail", "found": 1}
    assert [seen for _day, seen, _office in looks.at(alice)] == [Seen.PHONE]
    assert looks.at(other) == []


def test_search_that_finds_nobody_is_told_too(db):
    assert found(as_role(SERVICE), "0000") == []
    [deed] = Deed.objects.all()
    assert deed.facts == {"by": "phone_tail", "found": 0}


def test_whole_phone_and_whole_plate_find_their_owner(alice):
    Profile.objects.filter(user=alice).update(phone="+8613800001234")
    vehicles.bind(citizen=alice, plate="川AD10000", engine_ml=None, district="", now=NOW)
    browser = as_role(SERVICE)

    assert [words for words, _address in found(browser, "138 0000 1234")] == [f"{alice.public_id} · 138****1234"]
    assert [words for words, _address in found(browser, "川ad 10000")] == [alice.public_id]
    assert [deed.facts["by"] for deed in Deed.objects.filter(kind=DeedKind.SEARCHED).order_by("pk")] == [
        "phone",
        "plate",
    ]


def test_whoever_may_not_see_phones_finds_nobody_by_them_and_leaves_no_look(alice):
    Profile.objects.filter(user=alice).update(phone="+8613800001234")
    vehicles.bind(citizen=alice, plate="川AD10000", engine_ml=None, district="", now=NOW)
    browser = as_role("审核 · Reviewer")

    assert [found(browser, wanted) for wanted in ("1234", "13800001234", "川AD10000")] == [[], [], []]
    assert not Look.objects.exists()


def test_act_voucher_and_merchant_are_found_by_who_may_look_at_them(catalogue, budget, alice):
    record(alice, walk(8000))
    act = Activity.objects.get()
    give(alice, 100)
    teahouse = make_merchant("蜀风茶舍")
    voucher = voucher_of(alice, make_offer(teahouse))
    service, quiz = as_role(SERVICE), as_role("题库编写 · Quiz questions")

    assert found(service, act.public_id)[0][1] == f"/admin/activities/activity/{act.pk}/change/"
    assert found(service, voucher.public_id)[0][1] == f"/admin/merchants/redemption/{voucher.pk}/change/"
    assert found(service, voucher.public_id.upper()) == found(service, voucher.public_id)
    assert found(service, "茶舍") == [("蜀风茶舍", f"/admin/merchants/merchant/{teahouse.pk}/change/")]
    assert found(service, "总店") == [
        ("总店", f"/admin/merchants/shop/{voucher.offer.merchant.shops.get().pk}/change/")
    ]
    assert [words for words, _address in found(as_role("规则起草 · Rule drafting"), "步行")] == ["步行"]
    assert found(service, "绿茶") == [("一杯绿茶", f"/admin/merchants/offer/{voucher.offer_id}/change/")]
    assert [found(quiz, wanted) for wanted in (act.public_id, voucher.public_id, "茶舍", alice.public_id)] == [[]] * 4


@pytest.mark.parametrize("wanted", ["", "x", "长" * 300, "'\"%_", "\u200b\u200b"])
def test_odd_question_finds_nothing_and_breaks_nothing(db, wanted):
    assert found(as_role(SERVICE), wanted) == []


def test_what_is_looked_for_stands_in_no_address(db):
    assert as_role(SERVICE).get(FIND, {"wanted": "1234"}).context["found"] is None
