"""Codes and reminders by either gateway, over real HTTP: what they are sent, and what becomes of what they answer."""

import logging
from datetime import timedelta

import pytest
from django.utils import translation

from accounts.changing_phone import stop_codes
from accounts.models import GatewayState, MessagesOfDay
from accounts.refusals import CodeNotSent, NumberHadTooMany, NumberRefused, TextNotSent
from accounts.sms import gateway
from accounts.texting import aliyun as asks_aliyun
from accounts.texting import tencent as asks_tencent
from accounts.texting.templates import PHONE_CHANGE
from tests.accounts.texting.loopback import MOODS, Desk, Sent

pytestmark = pytest.mark.django_db

PHONE, CODE, LONG_CODE = "+8613900000009", "012345", "01234567"
FACTS = {"credits": 20, "last_day": "2026-12-31"}
MAY_BE_SENT = sorted(set(MOODS) - {"refused at the door"})


def send(code: str = CODE, phone: str = PHONE) -> None:
    gateway().send_code(phone=phone, code=code)


def remind(code: str = "credits_expire_soon", facts: dict[str, object] | None = None) -> None:
    gateway().send_notice(phone=PHONE, code=code, facts=FACTS if facts is None else facts, words="…")


@pytest.fixture(name="only_tencent")
def _only_tencent(settings, tencent: Desk) -> Desk:
    settings.SMS_PROVIDERS = ["tencent"]
    return tencent


def test_a_code_goes_by_the_first_and_the_other_is_not_asked(aliyun: Desk, tencent: Desk) -> None:
    send()
    with translation.override("en"):
        send()
    assert aliyun.sent == [
        Sent("13900000009", "SMS_1", {"code": CODE}),
        Sent("13900000009", "SMS_2", {"code": CODE}),
    ]
    assert tencent.asked == 0
    assert not GatewayState.objects.exists()


def test_tencent_is_sent_what_its_templates_number(only_tencent: Desk) -> None:
    send()
    send(LONG_CODE)
    assert only_tencent.sent == [Sent(PHONE, "1110", [CODE, "5"]), Sent(PHONE, "1111", ["0123", "4567"])]


def test_a_code_of_eight_digits_has_a_template_of_its_own(aliyun: Desk) -> None:
    send(LONG_CODE)
    assert aliyun.sent == [Sent("13900000009", "SMS_3", {"code": LONG_CODE})]


def test_a_reminder_shows_its_facts_where_they_fit_and_else_says_that_there_is_news(aliyun: Desk) -> None:
    remind()
    remind(facts={"credits": 20, "last_day": "https://elsewhere.example"})
    remind(facts={"credits": "1" * 36, "last_day": "2026-12-31"})
    remind(code="deal_due", facts={"party": "a"})
    assert aliyun.sent == [
        Sent("13900000009", "SMS_5", {"credits": "20", "last_day": "2026-12-31"}),
        *[Sent("13900000009", "SMS_4", {})] * 3,
    ]


@pytest.mark.parametrize("day", ["12月31日", "September 30"])
def test_an_old_number_is_told_when_it_is_to_change_and_how_to_stop_it(aliyun: Desk, tencent: Desk, day: str) -> None:
    """By the notice of `accounts/changing_phone/notices.py`: its code fits into either gateway's variable."""
    code = stop_codes.new()
    remind(PHONE_CHANGE, {"day": day, "code": code})
    aliyun.mood = "isv.OUT_OF_SERVICE"
    remind(PHONE_CHANGE, {"day": day, "code": code})
    assert aliyun.sent == [Sent("13900000009", "SMS_6", {"day": day, "code": code})]
    assert tencent.sent == [Sent(PHONE, "1113", [day, code])]


@pytest.mark.parametrize("template", ["1113 day", "1113", "1113 day code"])
def test_no_reminder_stands_in_for_what_cannot_be_stopped(settings, only_tencent: Desk, template: str) -> None:
    settings.SMS_TENCENT["templates"]["phone_change"] = template
    with pytest.raises(TextNotSent):
        remind(PHONE_CHANGE, {"day": "12月31日", "code": "" if template.endswith("code") else stop_codes.new()})
    assert only_tencent.asked == 0


def test_numbers_of_other_regions_have_templates_of_their_own(settings, aliyun: Desk, tencent: Desk) -> None:
    with pytest.raises(CodeNotSent):
        send(phone="+85261234567")
    assert (aliyun.asked, tencent.asked) == (0, 0)
    settings.SMS_ALIYUN["templates"]["abroad_code"] = "SMS_9"
    send(phone="+85261234567")
    assert aliyun.sent == [Sent("85261234567", "SMS_9", {"code": CODE})]


TROUBLES_OF_THE_SENDER = [
    "isv.AMOUNT_NOT_ENOUGH",
    "isv.OUT_OF_SERVICE",
    "isv.SMS_SIGNATURE_ILLEGAL",
    "isv.DAY_LIMIT_CONTROL",
    "isp.RAM_PERMISSION_DENY",
    "Throttling.User",
]


@pytest.mark.parametrize("code", [*TROUBLES_OF_THE_SENDER, "refused at the door"])
def test_the_senders_trouble_is_no_trouble_of_the_reader(aliyun: Desk, tencent: Desk, code: str) -> None:
    aliyun.mood = code
    send()
    assert tencent.sent == [Sent(PHONE, "1110", [CODE, "5"])]
    assert GatewayState.objects.get().failures == 1
    assert not MessagesOfDay.objects.exists()


@pytest.mark.parametrize("code", sorted(asks_aliyun.TROUBLES.keys() - {"no_code"}))
def test_every_other_error_of_aliyun(aliyun: Desk, tencent: Desk, code: str) -> None:
    aliyun.mood = code
    match str(asks_aliyun.TROUBLES[code]):
        case "number":
            refused, others = NumberRefused, 0
        case "limit":
            refused, others = NumberHadTooMany, 0
        case _:
            refused, others = None, 1
    if refused:
        with pytest.raises(refused):
            send()
    else:
        send()
    assert tencent.asked == others
    assert not GatewayState.objects.exists()


@pytest.mark.parametrize("code", sorted(asks_tencent.TROUBLES.keys() - {"no_code"}))
def test_every_error_of_tencent(only_tencent: Desk, code: str) -> None:
    only_tencent.mood = code
    wanted = {"number": NumberRefused, "limit": NumberHadTooMany}.get(str(asks_tencent.TROUBLES[code]), CodeNotSent)
    with pytest.raises(CodeNotSent) as refused:
        send()
    assert type(refused.value) is wanted
    assert only_tencent.sent == []


@pytest.mark.parametrize("mood", MAY_BE_SENT)
def test_no_answer_has_the_same_code_sent_by_the_other_and_counted(aliyun: Desk, tencent: Desk, mood: str) -> None:
    aliyun.mood = mood
    send()
    assert aliyun.sent == [Sent("13900000009", "SMS_1", {"code": CODE})]
    assert tencent.sent == [Sent(PHONE, "1110", [CODE, "5"])]
    assert MessagesOfDay.objects.get().sent == 1
    assert GatewayState.objects.get().name == "aliyun"


@pytest.mark.parametrize("mood", ["silent", "cut off", "error of the server"])
def test_no_answer_has_no_reminder_sent_again(aliyun: Desk, tencent: Desk, mood: str) -> None:
    aliyun.mood = mood
    with pytest.raises(TextNotSent):
        remind()
    assert (len(aliyun.sent), tencent.asked) == (1, 0)


def test_a_reminder_that_was_refused_goes_by_the_other(aliyun: Desk, tencent: Desk) -> None:
    aliyun.mood = "isv.AMOUNT_NOT_ENOUGH"
    remind()
    assert tencent.sent == [Sent(PHONE, "1112", [])]


@pytest.mark.parametrize("code", ["isv.MOBILE_NUMBER_ILLEGAL", "isv.BUSINESS_LIMIT_CONTROL"])
def test_a_reminder_to_who_has_had_too_many_ends_there(aliyun: Desk, tencent: Desk, code: str) -> None:
    aliyun.mood = code
    with pytest.raises(TextNotSent):
        remind()
    assert tencent.asked == 0


@pytest.mark.parametrize("name", ["aliyun", "tencent"])
def test_a_wrong_key_and_a_wrong_clock_are_refused_and_sent_by_nobody(request, settings, name: str) -> None:
    desk: Desk = request.getfixturevalue(name)
    settings.SMS_PROVIDERS = [name]
    for wrong in (
        {"secret": "another"},
        {"clock_ahead": timedelta(minutes=16)},
        {"clock_ahead": -timedelta(minutes=16)},
    ):
        before = {key: getattr(desk, key) for key in wrong}
        for key, value in wrong.items():
            setattr(desk, key, value)
        with pytest.raises(CodeNotSent):
            send()
        for key, value in before.items():
            setattr(desk, key, value)
    assert (desk.asked, desk.sent) == (3, [])
    assert GatewayState.objects.get().reason in {"InvalidTimeStamp.Expired", "AuthFailure.SignatureExpire"}


def test_nobody_there_and_no_tls(settings, aliyun: Desk, tencent: Desk) -> None:
    settings.SMS_ALIYUN["endpoint"] = "http://127.0.0.1:1"
    send()
    settings.SMS_ALIYUN["endpoint"] = "http://dysmsapi.aliyuncs.com"
    send()
    settings.SMS_ALIYUN["endpoint"] = aliyun.address.replace("http:", "https:")
    send()
    assert (aliyun.sent, len(tencent.sent)) == ([], 3)


def test_no_log_and_no_row_holds_what_is_secret(aliyun: Desk, tencent: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for mood in ["isv.MOBILE_NUMBER_ILLEGAL", "isv.AMOUNT_NOT_ENOUGH", "cut off", "no JSON"]:
            aliyun.mood = tencent.mood = mood
            with pytest.raises(CodeNotSent) as refused:
                send()
            assert not any(secret in str(refused.value) for secret in ("139", CODE))
    written = caplog.text + str(list(GatewayState.objects.values()))
    assert "isv.AMOUNT_NOT_ENOUGH" in written
    assert not [word for word in ("13900000009", "0009", CODE, "LTAI5t", "a-secret") if word in written]
