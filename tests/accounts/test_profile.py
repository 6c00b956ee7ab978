"""What citizens tell about themselves, and the language they are spoken to in."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.districts import District
from accounts.models import Profile, User
from tests.accounts.conftest import Outbox, Visitor

PROFILE = {"display_name": "小林", "district": "wuhou", "language": "zh-hans"}


def test_chengdu_has_23_districts() -> None:
    assert len(District.values) == 23


def test_a_citizen_saves_name_district_and_language(client: Client, alice: User) -> None:
    client.force_login(alice)
    saved = client.post(reverse("accounts:profile"), PROFILE)
    assert saved.url == reverse("accounts:profile")
    profile = Profile.objects.get(user=alice)
    assert (profile.display_name, profile.district, profile.language) == ("小林", "wuhou", "zh-hans")


def test_the_phone_is_shown_masked_and_cannot_be_changed_here(client: Client, alice: User) -> None:
    before = alice.profile.phone
    client.force_login(alice)
    client.post(reverse("accounts:profile"), {**PROFILE, "phone": "+8613911111111"})
    assert Profile.objects.get(user=alice).phone == before
    shown = client.get(reverse("accounts:profile")).content.decode()
    assert f"{before[3:6]}****{before[-4:]}" in shown
    assert before[3:] not in shown


@pytest.mark.parametrize(
    ("wrong", "value"), [("district", "beijing"), ("language", "fr"), ("language", ""), ("display_name", "长" * 31)]
)
def test_what_does_not_exist_is_refused_and_nothing_is_saved(
    client: Client, alice: User, wrong: str, value: str
) -> None:
    client.force_login(alice)
    refused = client.post(reverse("accounts:profile"), {**PROFILE, wrong: value})
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == [wrong]
    after = Profile.objects.get(user=alice)
    assert (after.display_name, after.district) == (alice.profile.display_name, alice.profile.district)


def test_district_and_name_may_stay_empty(client: Client, alice: User) -> None:
    client.force_login(alice)
    client.post(reverse("accounts:profile"), {"display_name": "", "district": "", "language": "zh-hans"})
    assert Profile.objects.get(user=alice).district == ""


def test_a_name_is_text_and_never_markup(client: Client, alice: User) -> None:
    client.force_login(alice)
    client.post(reverse("accounts:profile"), {**PROFILE, "display_name": "<b>x</b>"})
    shown = client.get(reverse("accounts:profile")).content.decode()
    assert "<b>x</b>" not in shown
    assert "&lt;b&gt;x&lt;/b&gt;" in shown


def test_the_welcome_can_be_skipped(client: Client, alice: User) -> None:
    client.force_login(alice)
    shown = client.get(reverse("accounts:welcome")).content.decode()
    assert f'href="{reverse("portal:first_step")}">跳过</a>' in shown


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["accounts:profile", "accounts:welcome"])
def test_a_stranger_is_asked_to_sign_in(client: Client, name: str) -> None:
    asked = client.get(reverse(name))
    assert asked.url == f"{reverse('account_request_login_code')}?next={reverse(name)}"


@pytest.mark.django_db
def test_a_member_of_staff_without_a_profile_gets_one(client: Client) -> None:
    desk = User.objects.create_superuser("desk", "a long pass phrase")
    client.force_login(desk)
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_saving_a_language_switches_the_very_next_page(client: Client, alice: User) -> None:
    client.force_login(alice)
    after = client.post(reverse("accounts:profile"), {**PROFILE, "language": "en"}, follow=True)
    assert '<html lang="en">' in after.content.decode()
    assert "Saved." in after.content.decode()


def test_the_language_is_remembered_on_another_device(visitor: Visitor, outbox: Outbox, alice: User) -> None:
    Profile.objects.filter(user=alice).update(language="en")
    visitor.ask(alice.profile.phone)
    visitor.enter(outbox.code)
    assert '<html lang="en">' in visitor.client.get(reverse("accounts:profile")).content.decode()


def test_a_visitor_switches_the_language_and_stays_on_the_page(client: Client, db: None) -> None:
    door = reverse("account_request_login_code")
    switched = client.post(reverse("set_language"), {"language": "en", "next": door})
    assert switched.url == door
    assert "Sign in with your mobile number" in client.get(door).content.decode()


def test_the_switch_of_a_citizen_is_kept_in_the_profile(client: Client, alice: User) -> None:
    client.force_login(alice)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert Profile.objects.get(user=alice).language == "en"


def test_the_switch_refuses_unknown_languages_and_other_sites(client: Client, alice: User) -> None:
    client.force_login(alice)
    answer = client.post(reverse("set_language"), {"language": "xx", "next": "https://evil.example/"})
    assert answer.url == "/"
    assert Profile.objects.get(user=alice).language == "zh-hans"


def test_a_new_citizen_keeps_the_language_chosen_before_sign_in(visitor: Visitor, outbox: Outbox) -> None:
    visitor.client.post(reverse("set_language"), {"language": "en", "next": "/"})
    visitor.ask("139 0000 0009")
    visitor.enter(outbox.code)
    assert Profile.objects.get().language == "en"


@pytest.mark.parametrize(
    ("listed", "spoken"),
    [
        ("", "zh-hans"),
        ("*", "zh-hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("en-US,en", "en"),
        ("en;q=0.5, zh-CN", "zh-hans"),
        ("fr-FR,fr;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,zh-CN;q=0.5", "zh-hans"),
        ("\xff" * 100, "en"),
        ("zh-hans;q=NaN, en;q=1e309", "en"),
    ],
)
def test_a_page_speaks_as_the_browser_asks_until_somebody_chooses(client: Client, db: None, listed, spoken) -> None:
    headers = {"accept-language": listed}
    door = client.get(reverse("account_request_login_code"), headers=headers)
    assert f'<html lang="{spoken}">' in door.content.decode()
    assert "Accept-Language" in door["Vary"]

    chosen = "en" if spoken == "zh-hans" else "zh-hans"
    client.post(reverse("set_language"), {"language": chosen, "next": "/"})
    assert f'<html lang="{chosen}">' in client.get("/about/", headers=headers).content.decode()


def test_a_kept_page_is_kept_in_each_language(client: Client, catalogue) -> None:
    for listed, spoken in (("en", "en"), ("zh-CN", "zh-hans"), ("en", "en")):
        page = client.get("/", headers={"accept-language": listed}).content.decode()
        assert f'<html lang="{spoken}">' in page


def test_a_program_is_answered_in_the_language_that_it_asks_for(client: Client, db: None) -> None:
    answer = client.get("/api/no-such-thing", headers={"accept-language": "en-US,en"})
    assert answer["Content-Language"] == "en"
