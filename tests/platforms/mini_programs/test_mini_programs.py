"""A mini-program signs in by its platform: known at once, else by the phone, once; and nothing else gets through."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.utils import timezone

from accounts.changing_phone.models import PhoneChange, Way
from accounts.models import AccessToken, AppSignIn, Notice, User
from common.discreet_logs import DiscreetFormatter
from platforms.demonstration.answers import Answer
from platforms.identities import Identity, link
from platforms.models import Link, Platform
from tests.accounts.app_sign_in.conftest import PHONE, App
from tests.accounts.conftest import Outbox
from tests.at_once import at_once
from tests.conftest import NOW
from tests.platforms.loopback import LIN, TROUBLES, ZHOU
from tests.platforms.mini_programs.conftest import There
from tests.second_factors import enrolled

pytestmark = pytest.mark.django_db

EACH = pytest.mark.parametrize("platform", ["wechat", "alipay", "douyin"])


def come(app: App, platform: str, code: str, **more: object) -> HttpResponse:
    answer = app.post(platform, code=code, **more)
    if answer.status_code in (200, 202):
        app.kept |= answer.json()
    return answer


def confirm(app: App, code: str, **more: object) -> HttpResponse:
    kept = {name: app.kept.get(name, "") for name in ("platform_ticket", "ticket")}
    answer = app.post("link", **{**kept, "code": code, **more})
    if answer.status_code == 200:
        app.kept |= answer.json()
    return answer


def told(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def linked(citizen: User, platforms: There, platform: str, *, app_id: str = "", has_unionid: bool = True) -> None:
    """The citizen's account there is Lin's."""
    app_id = app_id or platforms.app_of(platform).id
    unionid = LIN.id_at(platform) if has_unionid else None
    link(citizen, Identity(Platform(platform), app_id, LIN.id_at(platform, app_id), unionid), NOW)


@EACH
def test_who_comes_first_is_asked_for_a_phone_once_and_known_from_then_on(
    app: App, outbox: Outbox, platforms: There, platform: str
) -> None:
    first = come(app, platform, platforms.code_of(platform, LIN))
    assert (first.status_code, set(first.json()), first.json()["asks"]) == (202, {"platform_ticket", "asks"}, "phone")
    assert not User.objects.exists()

    app.ask()
    assert confirm(app, outbox.code).status_code == 200
    assert app.kept["is_new"]
    assert app.read() == 200
    told_to = list(Notice.objects.values_list("citizen__profile__phone", "code"))
    assert told_to == [(PHONE, "platform_linked")]

    assert come(App(), platform, platforms.code_of(platform, LIN)).status_code == 200
    assert len(outbox.messages) == 1
    assert {one.user for one in AppSignIn.objects.all()} == {User.objects.get(profile__phone=PHONE)}
    assert {one.way for one in AppSignIn.objects.all()} == {platform}
    assert not Session.objects.exists()


@EACH
def test_another_app_of_ours_has_told_the_same_person(app: App, alice: User, platforms: There, platform: str) -> None:
    linked(alice, platforms, platform, app_id="website")
    assert come(app, platform, platforms.code_of(platform, LIN)).status_code == 200
    assert AppSignIn.objects.get().user == alice


@EACH
def test_without_a_unionid_the_openid_is_enough(app: App, alice: User, platforms: There, platform: str) -> None:
    platforms.server.world.tells_unionid = False
    linked(alice, platforms, platform, has_unionid=False)
    assert come(app, platform, platforms.code_of(platform, LIN)).status_code == 200


@EACH
def test_a_platform_and_a_phone_that_is_known_are_one_citizen(
    app: App, outbox: Outbox, alice: User, platforms: There, platform: str
) -> None:
    come(app, platform, platforms.code_of(platform, LIN))
    app.ask(str(alice.profile.phone))
    assert not confirm(app, outbox.code).json()["is_new"]
    assert AppSignIn.objects.get().user == alice
    assert User.objects.count() == 1


@EACH
def test_scopes_are_those_that_were_asked_for(app: App, alice: User, platforms: There, platform: str) -> None:
    linked(alice, platforms, platform)
    assert "till" not in come(app, platform, platforms.code_of(platform, LIN)).json()["scopes"]
    assert come(app, platform, platforms.code_of(platform, LIN), scopes=["read"]).json()["scopes"] == ["read"]


@EACH
def test_a_code_is_right_once_and_for_its_own_mini_program(
    app: App, alice: User, platforms: There, platform: str
) -> None:
    linked(alice, platforms, platform)
    code = platforms.code_of(platform, LIN)
    assert come(app, platform, code).status_code == 200
    for one in [code, platforms.code_of(platform, LIN, "of-another"), "x", "a" * 400]:
        assert told(come(app, platform, one)) == (400, "platform_sign_in_over")
    assert AppSignIn.objects.count() == 1


@EACH
@pytest.mark.parametrize("code", ["", "é", "a\r\nb", "x" * 1500])
def test_what_can_be_no_code_is_not_asked_about(app: App, platforms: There, platform: str, code: str) -> None:
    assert told(come(app, platform, code)) == (400, "platform_sign_in_over")
    assert platforms.server.asked == []


@EACH
@pytest.mark.parametrize("trouble", [*TROUBLES, "down", "slow"])
def test_a_platform_that_is_away_or_speaks_nonsense_lets_nobody_in(
    app: App,
    alice: User,
    platforms: There,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    trouble: str,
) -> None:
    monkeypatch.setattr("platforms.asking.READ_S", 0.5)
    linked(alice, platforms, platform)
    platforms.is_troubled(platform, trouble)
    code = platforms.code_of(platform, LIN)
    with caplog.at_level(logging.DEBUG):
        refused = come(app, platform, code)
    assert told(refused) == (503, "platform_away")
    secret = [code, platforms.app_of(platform).secret, LIN.id_at(platform)]
    # As the portal's own log would have it, at its most talkative.
    written = "\n".join(DiscreetFormatter().format(record) for record in caplog.records)
    assert not [word for word in secret if word in written]
    assert not AccessToken.objects.exists()


def test_a_forged_answer_of_alipays_is_not_believed(app: App, alice: User, platforms: There) -> None:
    linked(alice, platforms, "alipay")
    platforms.is_troubled("alipay", "forged")
    assert told(come(app, "alipay", platforms.code_of("alipay", LIN))) == (503, "platform_away")


@pytest.mark.parametrize(
    ("platform", "said", "code"),
    [
        ("wechat", {"errcode": 40226, "errmsg": "code blocked"}, "blocked_by_platform"),
        ("wechat", {"errcode": 40163, "errmsg": "code been used"}, "platform_sign_in_over"),
        ("wechat", {"errcode": 45011, "errmsg": "api minute-quota reach limit"}, "platform_away"),
        ("wechat", {"openid": ""}, "platform_away"),
        ("wechat", {"openid": "x" * 500}, "platform_away"),
        ("wechat", {"openid": "x", "unionid": 7}, "platform_away"),
        ("douyin", {"err_no": -1, "err_tips": "system error"}, "platform_away"),
        ("douyin", {"err_no": 0, "data": {"openid": ""}}, "platform_away"),
        ("alipay", {"error_response": {"code": "40004", "sub_code": "isv.app-call-limited"}}, "platform_away"),
    ],
)
def test_what_platforms_say_besides(
    app: App, platforms: There, monkeypatch: pytest.MonkeyPatch, platform: str, said: dict[str, object], code: str
) -> None:
    monkeypatch.setitem(TROUBLES, "says", Answer(200, json.dumps(said).encode()))
    platforms.is_troubled(platform, "says")
    assert told(come(app, platform, "x"))[1] == code


@EACH
def test_keys_that_are_wrong_or_missing(app: App, settings, platforms: There, platform: str) -> None:
    name = f"{platform.upper()}_MINI_PROGRAM"
    keys = getattr(settings, name)
    last = "secret" if "secret" in keys else "private_key"
    setattr(settings, name, {**keys, last: "wrong"})
    assert told(come(app, platform, platforms.code_of(platform, LIN))) == (503, "platform_away")
    setattr(settings, name, {**keys, last: ""})
    assert told(come(app, platform, platforms.code_of(platform, LIN))) == (404, "platform_not_offered")


@EACH
def test_no_answer_holds_what_the_platform_told(app: App, outbox: Outbox, platforms: There, platform: str) -> None:
    first = come(app, platform, platforms.code_of(platform, LIN)).content.decode()
    app.ask()
    second = confirm(app, outbox.code).content.decode()
    ids = [LIN.id_at(platform), LIN.id_at(platform, platforms.app_of(platform).id)]
    assert not [word for word in (*ids, "session_key", "session-key", "c2Vzc2lvbi1rZXk=") if word in first + second]


def test_a_ticket_is_good_once_for_ten_minutes_and_with_a_proven_phone(
    app: App, outbox: Outbox, platforms: There
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        come(app, "wechat", platforms.code_of("wechat", LIN))
        app.ask()
        assert told(confirm(app, outbox.wrong_code))[1] == "wrong_code"
        assert told(confirm(app, outbox.code, platform_ticket="x" * 32))[1] == "platform_ticket_over"
        assert told(confirm(app, outbox.code, platform_ticket=app.kept["ticket"]))[1] == "platform_ticket_over"
        assert confirm(app, outbox.code).status_code == 200
        app.ask("13800000001")
        assert told(confirm(app, outbox.code))[1] == "platform_ticket_over"

        come(app, "wechat", platforms.code_of("wechat", ZHOU))
        clock.shift(timedelta(minutes=10, seconds=1))
        app.ask("13800000001")
        assert told(confirm(app, outbox.code))[1] == "platform_ticket_over"
    assert Link.objects.count() == 1


def test_a_platforms_ticket_is_no_codes_ticket(app: App, outbox: Outbox, platforms: There) -> None:
    come(app, "wechat", platforms.code_of("wechat", LIN))
    app.ask()
    assert told(app.confirm(outbox.code, ticket=app.kept["platform_ticket"]))[1] == "wrong_code"


@pytest.mark.django_db(transaction=True)
def test_one_ticket_confirmed_by_two_at_once_links_one(app: App, outbox: Outbox, platforms: There) -> None:
    come(app, "wechat", platforms.code_of("wechat", LIN))
    other = App(address="203.0.113.6", kept={"platform_ticket": app.kept["platform_ticket"]})
    app.ask()
    first = outbox.code
    other.ask("13800000001")
    second = outbox.code
    answers = at_once([lambda: confirm(app, first), lambda: confirm(other, second)])
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert Link.objects.count() == 1


@pytest.mark.parametrize("when", ["by another meanwhile", "beside another of one's own"])
def test_an_account_stays_with_who_has_it(app: App, outbox: Outbox, alice: User, platforms: There, when: str) -> None:
    person, phone, code = LIN, "13900000009", "linked_to_another"
    if when == "beside another of one's own":
        person, phone, code = ZHOU, str(alice.profile.phone), "other_account_linked"
    come(app, "wechat", platforms.code_of("wechat", person))
    linked(alice, platforms, "wechat")
    app.ask(phone)
    assert told(confirm(app, outbox.code)) == (409, code)
    assert not AccessToken.objects.exists()


def test_a_number_that_waits_to_become_another_links_nothing(
    app: App, outbox: Outbox, alice: User, platforms: There
) -> None:
    due = NOW + timedelta(days=7)
    PhoneChange.objects.create(citizen=alice, way=Way.WAITED, asked_at=NOW, due_at=due, tells_old=True)
    come(app, "wechat", platforms.code_of("wechat", LIN))
    app.ask(str(alice.profile.phone))
    assert told(confirm(app, outbox.code)) == (409, "way_in_rests")
    assert (Link.objects.count(), AccessToken.objects.count()) == (0, 0)


def test_a_closed_citizen_does_not_come_in_by_a_platform(app: App, alice: User, platforms: There) -> None:
    linked(alice, platforms, "wechat", has_unionid=False)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert told(come(app, "wechat", platforms.code_of("wechat", LIN))) == (403, "account_closed")
    assert not AccessToken.objects.exists()
    assert Link.objects.get().unionid is None


@EACH
@pytest.mark.parametrize("is_known", [False, True], ids=["new", "a device that is known"])
def test_beside_a_second_factor_a_code_to_the_number_links_nothing(
    app: App, outbox: Outbox, alice: User, platforms: There, platform: str, is_known: bool
) -> None:
    """Whoever reads one code would have a way in of their own for good."""
    phone = str(alice.profile.phone)
    if is_known:
        app.ask(phone)
        assert app.confirm(outbox.code).status_code == 200
        AccessToken.objects.all().delete()
    enrolled(alice)
    come(app, platform, platforms.code_of(platform, ZHOU))
    app.ask(phone)
    code = outbox.code
    refused = confirm(app, code, **({"device": app.kept["device"]} if is_known else {}))
    assert told(refused) == (403, "linked_on_the_page")
    assert told(confirm(app, code))[1] in {"platform_ticket_over", "wrong_code"}
    assert not Link.objects.exists()
    assert not Notice.objects.exists()
    assert not AccessToken.objects.exists()
    assert come(App(), platform, platforms.code_of(platform, ZHOU)).status_code == 202


@EACH
def test_what_was_linked_on_the_page_opens_the_mini_program(
    app: App, alice: User, platforms: There, platform: str
) -> None:
    enrolled(alice)
    linked(alice, platforms, platform, app_id="website")
    assert come(app, platform, platforms.code_of(platform, LIN)).status_code == 200


@pytest.mark.parametrize("name", ["weibo", "google", "x" * 90])
def test_no_other_platform_has_mini_programs(app: App, name: str) -> None:
    assert app.post(name, code="x").status_code == 404


def test_one_address_asks_a_platform_so_many_times_a_minute(app: App, platforms: There) -> None:
    with time_machine.travel(NOW, tick=False):
        answers = [app.post("wechat", code="x").status_code for _time in range(121)]
    assert (answers.count(400), answers[-1], len(platforms.server.asked)) == (120, 429, 120)
