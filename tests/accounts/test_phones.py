"""Numbers are read as people type them and shown no more than needed."""

import pytest

from accounts.phones import group_phone, mask_phone, parse_phone
from accounts.refusals import NotAMobileNumber, NotReached


@pytest.mark.parametrize(
    "typed",
    [
        "13800000001",
        "138 0000 0001",
        "138-0000-0001",
        " +86 138 0000 0001 ",
        "+8613800000001",
        "0086 13800000001",
        "8613800000001",
        "１３８０００００００１",
        "＋８６ 138 0000 0001",
        "(138) 0000.0001",
        "138\u30000000\u30000001",
    ],
)
def test_a_mainland_mobile_number_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_phone(typed) == "+8613800000001"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "+",
        "1380000000",
        "138000000012",
        "23800000001",
        "12345",
        "028 8666 1234",
        "+852 2123 4567",
        "+44 20 7946 0958",
        "1380000000l",
        "138CALLHOME",
        "13800000001 ext. 5",
        "13800000001;ext=5",
        "13800000001,13800000002",
        "一三八",
        "10086",
        "1" * 400,
    ],
)
def test_anything_else_is_refused_with_one_clear_sentence(typed: str) -> None:
    with pytest.raises(NotAMobileNumber):
        parse_phone(typed)


def test_a_phone_is_grouped_for_its_owner() -> None:
    assert group_phone("+8613800000001") == "138 0000 0001"


def test_a_phone_is_masked_in_the_middle_for_everyone_else() -> None:
    assert mask_phone("+8613800000001") == "138****0001"


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("+852 5123 4567", "+85251234567"),
        ("00852 5123 4567", "+85251234567"),
        ("+44 7400 123456", "+447400123456"),
        ("＋４４ 7400 123456", "+447400123456"),
        ("138 0000 0001", "+8613800000001"),
    ],
)
def test_a_number_of_another_region_is_read_with_its_country_code_where_messages_reach_it(settings, typed, phone):
    settings.SMS_REGIONS = ["CN", "HK", "GB"]
    assert parse_phone(typed) == phone


@pytest.mark.parametrize("typed", ["+852 5123 4567", "+1 202 555 0123", "+44 7400 123456"])
def test_a_number_that_no_message_reaches_is_refused_with_the_reason(typed):
    with pytest.raises(NotReached):
        parse_phone(typed)


def test_a_number_of_elsewhere_is_shown_with_its_country():
    assert group_phone("+447400123456") == "+44 7400 123456"
    assert mask_phone("+447400123456") == "+44****3456"
    assert mask_phone("+85251234567") == "+852****4567"


def test_the_door_shows_the_mainlands_prefix_only_where_all_are_of_there(client, db, settings):
    assert "+86" in client.get("/sign-in/").content.decode()

    settings.SMS_REGIONS = ["CN", "GB"]
    shown = client.get("/sign-in/").content.decode()
    assert "field-affix" not in shown
    assert "国家或地区代码" in shown
