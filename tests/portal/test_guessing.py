"""Guessing passwords at the desk: few are hashed, from however many addresses, and no colleague is kept out by it."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.conftest import NOW
from tests.second_factors import take_second_step

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _fresh_counters(db, time_machine) -> None:
    cache.clear()
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """Every password that was hashed to look whether it is right, once for each backend that looks."""
    told: list[str] = []
    plain = PBKDF2PasswordHasher.encode

    def encode(self, password, salt, iterations=None):
        told.append(password)
        return plain(self, password, salt, iterations)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", encode)
    return told


def attempt(browser: Client, password: str, name: str = "desk", address: str = "203.0.113.1"):
    data = {"username": name, "password": password}
    return browser.post("/admin/login/?next=/admin/", data, REMOTE_ADDR=address)


def test_a_name_is_guessed_at_ten_times_from_however_many_addresses(desk, hashed):
    """The attack: 125 wrong passwords for one name, five from each of 25 addresses."""
    hashed.clear()
    last = [
        attempt(Client(), f"wrong {number} {place}", address=f"203.0.113.{place}").status_code
        for place in range(25)
        for number in range(5)
    ][-1]

    assert last == 429
    assert len({password for password in hashed if password.startswith("wrong")}) == 10
    refused = attempt(Client(), PASSWORD, address="198.51.100.7")
    assert refused.status_code == 429
    assert "输错密码太多次" in refused.content.decode()


def test_colleague_signs_in_with_their_browser_while_others_guess(desk):
    own = Client()
    assert attempt(own, PASSWORD, address="198.51.100.7").status_code == 302
    take_second_step(own, desk)
    assert own.get("/admin/").status_code == 200
    own.post("/admin/logout/")
    for number in range(30):
        attempt(Client(), "wrong", address=f"203.0.113.{number}")

    assert attempt(Client(), PASSWORD, address="198.51.100.7").status_code == 429
    assert attempt(own, PASSWORD, address="198.51.100.7").status_code == 302


def test_colleague_signs_in_with_their_browser_after_wrong_passwords_from_their_own_address(desk):
    """An office has one address: whoever sits in it locks the name for it, and not the owner's browser."""
    own = Client()
    attempt(own, PASSWORD)
    take_second_step(own, desk)
    own.get("/admin/")
    own.post("/admin/logout/")
    for number in range(6):
        attempt(Client(), f"wrong {number}")

    assert attempt(Client(), PASSWORD).status_code == 429
    assert attempt(own, PASSWORD).status_code == 302


def test_half_a_sign_in_makes_no_browser_known(desk):
    browser = Client()
    attempt(browser, PASSWORD)
    browser.get("/admin/")

    assert "desk_device" not in browser.cookies


def test_browser_is_known_for_its_own_name_alone(desk):
    own = Client()
    attempt(own, PASSWORD)
    take_second_step(own, desk)
    own.get("/admin/")
    own.post("/admin/logout/")
    for number in range(30):
        attempt(Client(), "wrong", name="other", address=f"203.0.113.{number}")

    assert attempt(own, "wrong", name="other", address="198.51.100.7").status_code == 429


def test_browser_is_known_for_a_name_in_chinese(desk):
    User.objects.filter(pk=desk.pk).update(username="审核员")
    own = Client()
    attempt(own, PASSWORD, name="审核员")
    take_second_step(own, User.objects.get(pk=desk.pk))
    assert own.get("/admin/").status_code == 200
    own.post("/admin/logout/")
    for number in range(6):
        attempt(Client(), f"wrong {number}", name="审核员")

    assert attempt(Client(), PASSWORD, name="审核员").status_code == 429
    assert attempt(own, PASSWORD, name="审核员").status_code == 302


def test_name_is_open_again_after_ten_minutes(desk, time_machine):
    for number in range(15):
        attempt(Client(), "wrong", address=f"203.0.113.{number}")
    time_machine.move_to(NOW + timedelta(minutes=10, seconds=1), tick=False)

    assert attempt(Client(), PASSWORD, address="198.51.100.7").status_code == 302


def test_random_names_are_hashed_twenty_times_a_minute_from_one_address_and_sixty_in_all(db, hashed):
    for number in range(30):
        attempt(Client(), f"one {number}", name=f"name{number}")
    for number in range(90):
        attempt(Client(), f"all {number}", name=f"other{number}", address=f"198.51.100.{number}")

    assert len({password for password in hashed if password.startswith("one")}) == 20
    assert len(set(hashed)) == 60
