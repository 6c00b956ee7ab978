"""Passkeys as the second step: registered behind it, shown in place of a code, each answer once and for this host."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client

from accounts import passkey_questions, passkeys, proofs, second_factor
from accounts.models import User
from accounts.refusals import WrongPasskey
from common.editions import edition_of
from credits import budgets
from tests.accounts.proven import proven
from tests.conftest import NOW
from tests.passkey_device import CODE_PAGE, NEW_PAGE, PRESENT, Device, question_of, register, show
from tests.second_factors import code_now, enrolled, show_factor, wrong_code

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"
WAYS_IN = "/me/ways-in/"
ENROL, FACTORS, REMOVE = "/me/second-factor/new/", "/me/second-factor/", "/me/second-factor/passkeys/remove/"


@pytest.fixture(autouse=True)
def noon(time_machine):
    return time_machine.move_to(NOW, tick=False) or time_machine


def half_way() -> Client:
    """Name and password were right."""
    browser = Client()
    browser.post("/admin/login/?next=/admin/", {"username": "desk", "password": PASSWORD})
    return browser


def opens(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


def kept() -> list[dict]:
    return list(Authenticator.objects.order_by("pk").values())


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def browser(desk, device) -> Client:
    """Half way, of somebody whose only factor is a passkey on `device`."""
    register(half_way(), device)
    return half_way()


def test_who_has_no_factor_may_enrol_a_passkey_gets_recovery_codes_and_is_in(desk, device):
    browser = half_way()
    page = browser.get("/admin/", follow=True)
    address = f"{NEW_PAGE}?next=%2Fadmin%2F"
    assert page.context["passkey_address"] == address

    answer = browser.post(address, {"passkey": device.make(question_of(browser, address))})

    codes = answer.context["lines"].replace(" ", "").split()
    assert (len(set(codes)), answer.context["after"]) == (10, "/admin/")
    assert opens(browser)
    assert [row.data["name"] for row in passkeys.passkeys_of(desk)] == ["other"]
    other = half_way()
    assert other.post(CODE_PAGE, {"code": codes[0]}).status_code == 302
    assert opens(other)


def test_question_names_this_host_and_asks_for_finger_face_or_pin(desk):
    asked = json.loads(question_of(half_way(), NEW_PAGE))["publicKey"]

    assert asked["rp"] == {"name": "碳惠天府", "id": "testserver"}
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["user"]["name"] == "desk"


def test_passkey_opens_the_desk(browser, device):
    assert not opens(browser)
    before = browser.session.session_key
    asked = json.loads(question_of(browser))["publicKey"]
    assert (asked["rpId"], asked["userVerification"], len(asked["allowCredentials"])) == ("testserver", "required", 1)

    assert show(browser, device).url == "/admin/"

    assert opens(browser)
    assert browser.session.session_key != before


def test_answer_counts_once(browser, device):
    answer = device.sign(question_of(browser))
    browser.post(CODE_PAGE, {"passkey": answer})
    assert opens(browser)
    del (session := browser.session)[proofs.PROOF]
    session.save()

    assert browser.post(CODE_PAGE, {"passkey": answer}).context["refusal"]

    assert not opens(browser)


def test_answer_that_counted_is_refused_even_where_the_session_forgot_that(desk, browser, device, rf):
    """Two that are sent at once both find the question in the session."""
    question_of(browser)
    request = rf.post("/")
    asked = browser.session[passkey_questions.SIGNATURE]["challenge"]
    question = passkeys.Question(
        server=passkey_questions._server(request), state={"challenge": asked, "user_verification": "required"}
    )
    answer = device.sign(json.dumps({"publicKey": {"challenge": asked}}))
    passkeys.prove(user=desk, question=question, answer=answer, now=NOW)

    with pytest.raises(WrongPasskey):
        passkeys.prove(user=desk, question=question, answer=answer, now=NOW)


def test_answer_of_another_session_is_wrong(browser, device):
    other = half_way()
    answer = device.sign(question_of(browser))
    question_of(other)

    assert other.post(CODE_PAGE, {"passkey": answer}).context["refusal"]

    assert not opens(other)


def test_wrong_answer_uses_the_question_up(browser, device):
    answer = device.sign(question_of(browser))
    browser.post(CODE_PAGE, {"passkey": "{}"})

    assert browser.post(CODE_PAGE, {"passkey": answer}).context["refusal"]

    assert not opens(browser)


def test_question_of_a_new_key_is_not_answered_by_a_signature(browser, device, desk):
    show(browser, device)
    answer = device.sign(question_of(browser, NEW_PAGE))
    del (session := browser.session)[proofs.PROOF]
    session.save()

    assert browser.post(CODE_PAGE, {"passkey": answer}).context["refusal"]

    assert not opens(browser)


def test_question_ends_after_ten_minutes(browser, device, noon):
    answers = []
    for after_s, is_right in ((599, True), (600, False)):
        noon.move_to(NOW, tick=False)
        page = half_way()
        answer = device.sign(question_of(page))
        noon.move_to(NOW + timedelta(seconds=after_s), tick=False)
        page.post(CODE_PAGE, {"passkey": answer})
        answers.append((opens(page), is_right))

    assert answers == [(True, True), (False, False)]


def test_passkey_of_somebody_else_opens_nothing(browser, device, alice):
    own = Client()
    own.force_login(alice)
    proven(own)
    others = Device(credential_id=b"of-alice-of-alice")
    register(own, others)
    before = kept()

    assert show(browser, others).context["refusal"]

    assert not opens(browser)
    # Nor does another's key under the name of one's own.
    others.credential_id = device.credential_id
    assert show(browser, others).context["refusal"]
    assert not opens(browser)
    assert kept() == before


def test_one_key_is_never_two_peoples(browser, device, alice):
    own = Client()
    own.force_login(alice)
    proven(own)

    assert register(own, device).context["refusal"]

    assert not second_factor.has_one(alice)
    assert second_factor.recovery_codes_left(alice) == 0


@pytest.mark.parametrize(
    "spoilt",
    [
        {"origin": "https://testserver"},
        {"origin": "http://testserver:8000"},
        {"origin": "http://desk.testserver"},
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0x04},
    ],
    ids=["scheme", "port", "below", "elsewhere", "party", "unverified", "absent"],
)
def test_what_was_signed_for_elsewhere_or_without_its_owner_is_refused(desk, spoilt):
    wrong, right = Device(**spoilt), Device()
    assert register(half_way(), wrong).context["refusal"]
    assert kept() == []
    register(half_way(), right)
    before, browser = kept(), half_way()
    for name, value in spoilt.items():
        setattr(right, name, value)

    assert show(browser, right).context["refusal"]

    assert not opens(browser)
    assert kept() == before


@pytest.mark.parametrize(("told", "is_right"), [(7, True), (6, False), (5, False), (0, False)])
def test_counter_that_does_not_go_on_tells_of_a_copy(desk, told, is_right):
    device = Device(counter=5)
    register(half_way(), device)
    show(half_way(), device)
    assert device.counter == 6
    browser = half_way()
    device.counter = max(told - 1, 0)

    show(browser, device)

    assert opens(browser) is is_right


@pytest.mark.parametrize(
    "answer",
    ["", "null", "[]", "{}", "7", '{"rawId": 3}', "[" * 9000, '{"id":"x","rawId":"x","response":{}}', "x" * 20_000],
)
def test_what_no_browser_sends_is_refused_and_breaks_nothing(browser, answer):
    before = kept()
    question_of(browser)
    assert browser.post(CODE_PAGE, {"passkey": answer}).context["refusal"]

    newcomer = Client()
    newcomer.force_login(User.objects.create(username="newcomer"))
    proven(newcomer)
    question_of(newcomer, NEW_PAGE)
    assert newcomer.post(NEW_PAGE, {"passkey": answer}).context["refusal"]

    assert kept() == before


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_each_part_of_an_answer_counts(browser, device, part):
    answer = json.loads(device.sign(question_of(browser)))
    told = answer["response"][part]
    answer["response"][part] = ("B" if told[0] == "A" else "A") + told[1:]

    assert browser.post(CODE_PAGE, {"passkey": json.dumps(answer)}).context["refusal"]

    assert not opens(browser)


def test_sixth_try_meets_the_limit_together_with_codes(browser, device):
    for _try in range(5):
        browser.post(CODE_PAGE, {"code": wrong_code()})

    assert show(browser, device).status_code == 429

    assert not opens(browser)


@pytest.mark.parametrize("page", [NEW_PAGE, ENROL])
def test_password_alone_adds_no_factor_beside_one_that_is_there(browser, page):
    before = kept()
    answer = browser.get(page)
    assert answer.url.startswith(CODE_PAGE)

    assert browser.post(page, {"passkey": "{}", "code": code_now()}).url.startswith(CODE_PAGE)

    assert kept() == before


def test_adding_and_removing_want_a_proof_of_the_last_ten_minutes(browser, device, desk, noon):
    show(browser, device)
    second = Device(credential_id=b"second-second-second")
    assert register(browser, second).url == FACTORS
    first = passkeys.passkeys_of(desk).first()
    noon.move_to(NOW + timedelta(minutes=10), tick=False)

    assert browser.get(NEW_PAGE).url.startswith(CODE_PAGE)
    assert browser.post(REMOVE, {"which": first.pk}).url.startswith(CODE_PAGE)

    assert passkeys.passkeys_of(desk).count() == 2


def test_list_shows_ones_own_and_removing_ends_what_was_proven_by_it(browser, device, desk, noon):
    show(browser, device)
    second = Device(credential_id=b"second-second-second")
    register(browser, second)
    other = half_way()
    show(other, device)
    assert len(browser.get(FACTORS).context["passkeys"]) == 2
    first = passkeys.passkeys_of(desk).first()

    assert browser.post(REMOVE, {"which": first.pk}).url == WAYS_IN

    assert opens(browser)
    assert not opens(other)
    assert show(other, device).context["refusal"]
    assert not opens(other)
    # Past the limit of tries, which is another matter.
    noon.move_to(NOW + timedelta(minutes=6), tick=False)
    show(other, second)
    assert opens(other)


def test_only_factor_stays_and_so_does_somebody_elses(browser, device, desk, alice):
    own = Client()
    own.force_login(alice)
    proven(own)
    register(own, Device(credential_id=b"of-alice-of-alice"))
    register(own, Device(credential_id=b"second-of-alices"))
    show(browser, device)
    before = kept()

    for pk in (passkeys.passkeys_of(desk).get().pk, passkeys.passkeys_of(alice).first().pk, "", "x", 2**70):
        browser.post(REMOVE, {"which": pk})

    assert kept() == before


def test_eleventh_passkey_is_refused(browser, device, desk, noon):
    for number in range(9):
        # Past the limit of tries, which is another matter.
        noon.move_to(NOW + timedelta(minutes=6 * number), tick=False)
        show(browser, device)
        register(browser, Device(credential_id=b"%16d" % number))
    assert passkeys.passkeys_of(desk).count() == 10

    assert "10" in register(browser, Device(credential_id=b"one-too-many-one-too-many")).context["refusal"]

    assert passkeys.passkeys_of(desk).count() == 10


def test_app_and_passkey_stand_beside_each_other(browser, device, desk, noon):
    codes_before = second_factor.recovery_codes_left(desk)
    show(browser, device)
    secret = browser.get(ENROL).context["secret"]
    browser.post(ENROL, {"code": code_now(secret)})
    noon.move_to(NOW + timedelta(minutes=1), tick=False)

    by_code, by_passkey = half_way(), half_way()
    by_code.post(CODE_PAGE, {"code": code_now(secret)})
    show(by_passkey, device)

    assert (opens(by_code), opens(by_passkey)) == (True, True)
    assert codes_before == second_factor.recovery_codes_left(desk) == 10


def test_weighty_deed_is_confirmed_by_passkey_with_what_was_entered(browser, device, budget, noon):
    fund = f"/admin/credits/budget/{budget.pk}/fund/"
    sent = {"amount": 80, "reference": "2026-7", "confirm": "1", "edition": edition_of(budget.pk, 80, "2026-7")}
    show(browser, device)
    noon.move_to(NOW + timedelta(minutes=17), tick=False)
    asked = browser.post(fund, sent)
    refused = browser.post(fund, {**sent, "second_step_passkey": "{}"})
    assert refused.context["refusal"]
    old = device.sign(asked.context["question"])
    refused = browser.post(fund, {**sent, "second_step_passkey": old})
    assert refused.context["refusal"]
    assert budgets.remaining("citizens") == 10_000_000

    right = device.sign(refused.context["question"])
    done = browser.post(fund, {**dict(refused.context["sent"]), "second_step_code": "", "second_step_passkey": right})

    assert done.status_code == 302
    assert budgets.remaining("citizens") == 10_000_080


def test_reset_at_the_desk_removes_passkeys_as_well(alice, desk, client, device):
    own = Client()
    own.force_login(alice)
    proven(own)
    register(own, device)
    shown = passkeys.passkeys_of(alice).get().pk
    register(own, Device(credential_id=b"second-of-alices"))
    client.force_login(desk)
    show_factor(client, desk)
    address = f"/admin/accounts/user/{alice.pk}/reset-second-factor/"
    client.post(address, {"factor": shown})
    assert passkeys.passkeys_of(alice).count() == 2

    newest = client.get(f"/admin/accounts/user/{alice.pk}/change/").context["second_factors"][-1].pk
    client.post(address, {"factor": newest})

    assert not Authenticator.objects.filter(user=alice).exists()
    own.force_login(User.objects.get(pk=alice.pk))
    assert own.get(CODE_PAGE).url == ENROL


def test_trail_tells_of_passkeys(alice, device):
    own = Client()
    own.force_login(alice)
    proven(own)
    register(own, device)
    second_factor.remove(user=alice)

    events = apps.get_model("accounts.SecondFactorEvent").objects.order_by("pk")
    assert [(event.pgh_label, event.user_id) for event in events] == [("insert", alice.pk), ("delete", alice.pk)]


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000"])
def test_address_of_numbers_offers_no_passkey_and_takes_codes(browser, desk, settings, host):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "[::1]", "testserver"]
    enrolled(desk)

    page = browser.get(CODE_PAGE, headers={"Host": host})

    assert page.context["question"] == ""
    assert "js/passkey" not in page.content.decode()
    assert 'name="code"' in page.content.decode()
