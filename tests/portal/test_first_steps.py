"""Three screens show a new citizen around; who came for a page gets that page."""

import pytest

from portal.first_steps import SCREENS

pytestmark = pytest.mark.usefixtures("catalogue")


def page(client, screen):
    return client.get(f"/first-steps/{screen}/").content.decode()


@pytest.fixture
def newcomer(client, alice):
    client.force_login(alice)
    return client


def test_each_screen_leads_to_the_next_and_past_all_of_them(newcomer):
    assert 'href="/first-steps/count/"' in page(newcomer, "do")
    assert 'href="/first-steps/spend/"' in page(newcomer, "count")
    assert 'href="/act/"' in page(newcomer, "spend")
    assert all('<a class="btn btn-quiet btn-submit" href="/"' in page(newcomer, screen) for screen in SCREENS)


def test_the_address_without_a_name_is_the_first(newcomer):
    assert newcomer.get("/first-steps/").content.count(b'aria-current="step"') == 1
    assert b'href="/first-steps/count/"' in newcomer.get("/first-steps/").content


@pytest.mark.parametrize("screen", ["4", "first_steps", "DO", "count-spend"])
def test_there_are_three(newcomer, screen):
    assert newcomer.get(f"/first-steps/{screen}/").status_code == 404


def test_a_welcome_leads_there_unless_a_page_was_wanted(newcomer):
    answers = {"display_name": "", "district": "", "language": "zh-hans"}

    assert newcomer.post("/welcome/", answers).url == "/first-steps/"
    assert newcomer.post("/welcome/?next=/rewards/", answers).url == "/rewards/"
