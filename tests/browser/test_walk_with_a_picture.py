"""A citizen makes a picture of their year, shows it to whoever has its address, and takes it away again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Profile
from activities.models import SharedPicture
from tests.browser.newcomers import BY_LANGUAGE, newcomers
from tests.conftest import filled_budget, record, ride, score_everything, walk

__all__ = ["newcomers"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NUMBER, NAME = "13900000001", "张竹林"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_picture_is_chosen_shown_and_taken_away(newcomers, catalogue, settings, language: str, width: int) -> None:
    filled_budget()
    one, stranger = newcomers(language, width, "year"), newcomers(language, width, "year-stranger")
    one.page.goto("/sign-in/")
    one.proves(NUMBER)
    one.follows("Skip")
    one.page.goto("/me/")
    one.follows("Your year")
    one.looks("nothing-yet")
    _has_been_busy()
    one.page.reload()
    one.looks("year")

    one.follows("Make a picture of it")
    one.looks("picture")
    for box in one.page.get_by_role("checkbox").all():
        box.uncheck()
    one.presses("Show it like this")
    one.looks("nothing-chosen")
    one.page.get_by_role("checkbox").first.check()
    one.fills("Nickname", "13800138000")
    one.presses("Show it like this")
    one.looks("unfit-nickname")
    one.fills("Nickname", "竹林")
    one.presses("Show it like this")
    expect(one.page.locator(".year-picture img")).to_have_js_property("naturalWidth", 1080)
    one.looks("chosen")
    one.presses("Share this picture")
    expect(one.page.get_by_role("button", name=one.words("Copy the address"))).to_be_visible()
    one.looks("shared")
    one.follows("A picture of it")
    address = SharedPicture.objects.get().get_absolute_url()

    stranger.page.goto(address)
    expect(stranger.page.locator(".year-picture img")).to_have_js_property("naturalHeight", 1350)
    expect(stranger.page.get_by_text(NAME)).to_have_count(0)
    stranger.looks("sees")
    stranger.follows("What is this portal?")
    stranger.looks("asks-what-this-is")

    # Found again from where everything of theirs is.
    one.page.goto("/me/")
    one.follows("Your year")
    one.follows("Make a picture of it")
    one.looks("shared-now")
    one.presses("Take the picture back")
    one.looks("taken-back")
    assert not SharedPicture.objects.exists()
    settings.DEBUG = False  # Else the page is Django's own, for who programs.
    assert stranger.page.goto(address).status == 404
    stranger.looks("finds-nothing")


def _has_been_busy() -> None:
    citizen = Profile.objects.get(phone=f"+86{NUMBER}").user
    Profile.objects.filter(user=citizen).update(display_name=NAME)
    now = timezone.now().replace(hour=4, minute=0, second=0, microsecond=0)
    for days in range(390, 0, -13):
        then = now - timedelta(days=days)
        record(citizen, walk(6000 + 10 * days, now=then), ride(1500 + days, now=then), now=then)
    score_everything(now)
