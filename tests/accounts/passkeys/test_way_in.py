"""A passkey signs its citizen in, and no name is typed; what was signed before, elsewhere or for others does not."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from accounts import fresh_proofs, passkey_questions, passkeys, proofs, second_factor
from accounts.models import PastSignIn, Profile, SignedIn, User
from tests.accounts.proven import proven
from tests.at_once import at_once
from tests.conftest import NOW
from tests.passkey_device import ASK_PAGE, ENTER_PAGE, NEW_PAGE, PRESENT, Device, enter, question_of, register

pytestmark = pytest.mark.django_db

WAYS, REMOVE = "/me/ways-in/", "/me/second-factor/passkeys/remove/"


@pytest.fixture(autouse=True)
def noon(time_machine):
    return time_machine.move_to(NOW, tick=False) or time_machine


@pytest.fixture
def device(alice) -> Device:
    """On which Alice has a passkey."""
    device = Device()
    register(browser_of(alice), device)
    return device


def browser_of(user: User) -> Client:
    """Signed in just now."""
    browser = Client()
    browser.force_login(user)
    return proven(browser)


def who(browser: Client) -> int | None:
    key = browser.session.get("_auth_user_id")
    return int(key) if key else None


def kept() -> list[dict]:
    return list(Authenticator.objects.order_by("pk").values())


def test_passkey_signs_in_and_counts_as_fresh_proof_and_second_factor(alice, device):
    browser = Client()
    before = browser.session.session_key

    answer = enter(browser, device, then="/statement/")

    assert (answer.status_code, answer.url) == (302, "/statement/")
    assert who(browser) == alice.pk
    assert browser.session.session_key != before
    session = browser.session
    assert session[fresh_proofs.PROVEN_BY] == "passkey"
    assert session[proofs.PROOF]["factor"] == passkeys.passkeys_of(alice).get().pk
    assert session.get_expiry_age() == 60 * 60 * 24 * 30
    assert SignedIn.objects.get(session_key=session.session_key).user == alice
    assert PastSignIn.objects.get().user == alice


def test_question_names_no_key_and_the_key_names_nobody(alice):
    asked = json.loads(question_of(browser_of(alice), NEW_PAGE))["publicKey"]
    to_sign = json.loads(Client().post(ASK_PAGE).content)["publicKey"]

    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == to_sign["userVerification"] == "required"
    assert to_sign.get("allowCredentials", []) == []
    assert to_sign["rpId"] == "testserver"


def test_looking_at_the_door_leaves_no_session(client):
    client.get("/sign-in/")

    assert not Session.objects.exists()


def test_question_beside_a_page_writes_no_session_that_another_request_may_be_writing(client):
    answer = client.post(ASK_PAGE)

    assert not Session.objects.exists()
    assert set(answer.cookies) == {passkey_questions.COOKIE}
    cookie = answer.cookies[passkey_questions.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_number_is_typed_while_the_question_is_on_its_way(client, settings):
    """As at a browser: asked before the form was sent, answered after it."""
    settings.DEBUG = True
    beside = Client()
    asked = beside.post(ASK_PAGE)
    client.post("/sign-in/", {"phone": "13900000001"})
    client.cookies.update(asked.cookies)

    assert client.get("/sign-in/code/").status_code == 200


@pytest.mark.parametrize("spoilt", ["", "x", "AAAA:1vPxyz:nobody"])
def test_question_that_is_not_ours_is_none(device, spoilt):
    browser = Client()
    answer = device.sign(browser.post(ASK_PAGE).content.decode())
    browser.cookies[passkey_questions.COOKIE] = spoilt

    browser.post(ENTER_PAGE, {"passkey": answer})

    assert who(browser) is None


def test_language_of_the_citizen_is_remembered(alice, device):
    alice.profile.language = "en"
    alice.profile.save()
    browser = Client()

    enter(browser, device)

    assert browser.cookies["django_language"].value == "en"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil"])
def test_address_of_another_portal_is_not_followed(device, elsewhere):
    answer = enter(Client(), device, then=elsewhere)

    assert answer.url == "/"


def test_replayed_answer_signs_nobody_in(device):
    browser = Client()
    question = browser.post(ASK_PAGE).content.decode()
    answer = device.sign(question)
    browser.post(ENTER_PAGE, {"passkey": answer})
    assert who(browser)

    for replay in (browser, Client()):
        replay.logout()
        replay.post(ENTER_PAGE, {"passkey": answer})
        assert who(replay) is None
        # Nor where a question of its own is asked.
        replay.post(ASK_PAGE)
        replay.post(ENTER_PAGE, {"passkey": answer})
        assert who(replay) is None


@pytest.mark.django_db(transaction=True)
def test_same_answer_sent_at_once_signs_in_once(alice, device):
    browser = Client()
    answer = device.sign(browser.post(ASK_PAGE).content.decode())

    def send() -> bool:
        twin = Client()
        twin.cookies = browser.cookies.copy()
        return "_auth_user_id" in (twin.post(ENTER_PAGE, {"passkey": answer}), twin.session)[1]

    assert sorted(at_once([send, send])) == [False, True]


def test_answer_of_another_visitor_is_wrong(device):
    mine, theirs = Client(), Client()
    answer = device.sign(mine.post(ASK_PAGE).content.decode())
    theirs.post(ASK_PAGE)

    theirs.post(ENTER_PAGE, {"passkey": answer})

    assert who(theirs) is None


def test_question_ends_after_ten_minutes(device, noon):
    browser = Client()
    answer = device.sign(browser.post(ASK_PAGE).content.decode())
    noon.move_to(NOW + timedelta(minutes=10, seconds=1), tick=False)

    browser.post(ENTER_PAGE, {"passkey": answer})

    assert who(browser) is None


@pytest.mark.parametrize(
    "spoilt",
    [
        {"origin": "https://testserver"},
        {"origin": "http://testserver:8000"},
        {"origin": "http://below.testserver"},
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0x04},
        {"handle": b""},
        {"handle": b"nobody"},
        {"handle": b"\xff\xfe"},
        {"credential_id": b"another-another-"},
    ],
    ids=lambda spoilt: f"{spoilt}",
)
def test_what_was_signed_elsewhere_or_names_nobody_is_refused(device, spoilt):
    before, browser = kept(), Client()
    for name, value in spoilt.items():
        setattr(device, name, value)

    enter(browser, device)

    assert who(browser) is None
    assert kept() == before


def test_key_does_not_open_whom_its_device_names_falsely(alice, bob, device):
    others = Device(credential_id=b"of-bob-of-bob-of")
    register(browser_of(bob), others)
    before, browser = kept(), Client()
    others.handle = alice.public_id.encode()

    enter(browser, others)
    assert who(browser) is None
    # Nor under the name of her key.
    others.credential_id = device.credential_id
    enter(browser, others)

    assert who(browser) is None
    assert kept() == before


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
def test_each_part_of_an_answer_counts(device, part):
    browser = Client()
    answer = json.loads(device.sign(browser.post(ASK_PAGE).content.decode()))
    told = answer["response"][part]
    answer["response"][part] = ("B" if told[0] == "A" else "A") + told[1:]

    browser.post(ENTER_PAGE, {"passkey": json.dumps(answer)})

    assert who(browser) is None


@pytest.mark.parametrize(
    "answer",
    ["", "null", "[]", "{}", "7", '{"rawId": 3}', "[" * 9000, '{"id":"x","rawId":"x","response":{}}', "x" * 20_000],
)
def test_what_no_browser_sends_is_refused_and_breaks_nothing(device, answer):
    before, browser = kept(), Client()
    browser.post(ASK_PAGE)

    assert browser.post(ENTER_PAGE, {"passkey": answer}).url == "/sign-in/"

    assert (who(browser), kept()) == (None, before)


@pytest.mark.parametrize(("told", "is_right"), [(7, True), (6, False), (5, False), (0, False)])
def test_counter_that_does_not_go_on_tells_of_a_copy(alice, told, is_right):
    device = Device(counter=5)
    register(browser_of(alice), device)
    enter(Client(), device)
    assert device.counter == 6
    browser = Client()
    device.counter = max(told - 1, 0)

    enter(browser, device)

    assert (who(browser) is not None) is is_right


def test_removed_passkey_signs_nobody_in(alice, device):
    enter(browser := Client(), device)
    which = passkeys.passkeys_of(alice).get().pk
    assert [line["row"].pk for line in browser.get(WAYS).context["passkeys"]] == [which]

    page = browser.get(f"{REMOVE}?which={which}")
    assert page.context["passkey"]["row"].pk == which
    assert passkeys.passkeys_of(alice).exists(), "looking removes nothing"
    assert browser.post(REMOVE, {"which": which}).url == WAYS

    enter(late := Client(), device)
    assert who(late) is None
    assert not Authenticator.objects.filter(user=alice).exists()


@pytest.mark.parametrize("has_begun", [False, True])
def test_account_without_a_number_is_opened_also_amid_a_sign_in_by_code(alice, device, outbox, has_begun):
    Profile.objects.filter(user=alice).update(phone=None)
    browser = Client()
    if has_begun:
        browser.post("/sign-in/", {"phone": "13800000009"})

    assert enter(browser, device).url == "/"

    assert who(browser) == alice.pk


def test_closed_account_is_not_opened(alice, device):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    browser = Client()

    assert enter(browser, device).url == "/sign-in/"

    assert who(browser) is None


def test_key_of_before_and_staffs_are_second_steps_alone(alice, device):
    passkey = passkeys.passkeys_of(alice).get()
    passkey.data["opens"] = False
    passkey.save()
    enter(browser := Client(), device)
    assert who(browser) is None

    passkey.data["opens"] = True
    passkey.save()
    User.objects.filter(pk=alice.pk).update(is_staff=True, username="alice")
    enter(browser := Client(), device)
    assert who(browser) is None


def test_staff_are_asked_for_no_key_that_their_device_knows_again(desk):
    browser = Client()
    browser.post("/admin/login/?next=/admin/", {"username": "desk", "password": "correct horse battery staple"})

    asked = json.loads(question_of(browser, NEW_PAGE))["publicKey"]

    assert asked["authenticatorSelection"]["residentKey"] == "discouraged"
    device = Device()
    browser.post(NEW_PAGE, {"passkey": device.make(json.dumps({"publicKey": asked}))})
    assert second_factor.has_one(desk)
    assert not passkeys.opening().exists()


def test_passkey_of_a_citizen_opens_no_desk(alice, device):
    """Also where they came to work there since: the desk asks for name and password."""
    browser = Client()
    enter(browser, device)
    User.objects.filter(pk=alice.pk).update(is_staff=True, is_superuser=True, username="alice")

    assert browser.get("/admin/").status_code == 403


def test_who_has_no_factor_adds_a_passkey_with_a_fresh_proof_alone(alice):
    stale = Client()
    stale.force_login(alice)

    assert stale.get(NEW_PAGE).url.startswith("/me/proof/")
    assert stale.post(NEW_PAGE, {"passkey": "{}"}).url.startswith("/me/proof/")

    assert not second_factor.has_one(alice)


def test_device_that_kept_a_second_step_may_make_a_way_in_beside_it(alice, device):
    passkey = passkeys.passkeys_of(alice).get()
    browser = Client()
    enter(browser, device)
    assert json.loads(question_of(browser, NEW_PAGE))["publicKey"]["excludeCredentials"]
    passkey.refresh_from_db()
    passkey.data["opens"] = False
    passkey.save()

    assert not json.loads(question_of(browser, NEW_PAGE))["publicKey"].get("excludeCredentials")


def test_121st_try_from_an_address_in_a_minute_waits(device):
    browser = Client()
    for _try in range(120):
        browser.post(ENTER_PAGE, {"passkey": "{}"})

    enter(browser, device)

    assert who(browser) is None


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000"])
def test_address_of_numbers_offers_no_passkey(client, settings, host):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "[::1]", "testserver"]

    assert "js/passkey" not in client.get("/sign-in/", headers={"Host": host}).content.decode()
    assert client.post(ASK_PAGE, headers={"Host": host}).json() == {}


def test_who_is_signed_in_is_led_on(alice, device):
    browser = browser_of(alice)

    assert browser.post(ENTER_PAGE, {"passkey": "{}"}).url == "/"


def test_others_passkey_is_neither_shown_nor_removed(alice, bob, device):
    register(browser_of(bob), others := Device(credential_id=b"of-bob-of-bob-of"))
    which, before = passkeys.passkeys_of(alice).get().pk, kept()
    enter(browser := Client(), others)

    assert "passkey" not in (browser.get(f"{REMOVE}?which={which}").context or {})
    browser.post(REMOVE, {"which": which})

    assert [row["id"] for row in kept()] == [row["id"] for row in before]


def test_whether_a_key_is_somebodys_is_asked_of_an_index(db):
    asked = passkeys._of_anybody().filter(data__credential__id="x")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

        assert "accounts_passkey" in asked.explain()
