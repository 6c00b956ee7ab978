"""Rewards where a balance is shown: at home, and to who has just come."""

from html import unescape

from tests.merchants.conftest import give


def page_of(client, citizen, address="/"):
    client.force_login(citizen)
    return unescape(client.get(address).content.decode())


def test_home_says_what_comes_next_and_then_what_the_balance_buys(client, alice, tea):
    page = page_of(client, alice)
    assert f"再得 {tea.price} 积分就能换" in page
    assert "现在就能换" not in page

    give(alice, tea.price)
    page = page_of(client, alice)
    assert "现在就能换" in page
    assert f'href="{tea.get_absolute_url()}"' in page


def test_a_visitor_sees_what_credits_buy(client, tea):
    page = unescape(client.get("/").content.decode())

    assert "积分能换什么" in page
    assert f'href="{tea.get_absolute_url()}"' in page


def test_the_part_that_changes_says_it_too(client, alice, tea):
    give(alice, tea.price - 1)

    assert "再得 1 积分就能换" in page_of(client, alice, "/glance/")


def test_without_rewards_home_speaks_of_none(client, alice):
    assert "积分就能换" not in page_of(client, alice)


def test_the_last_of_the_first_steps_shows_rewards_that_can_be_had(client, alice, tea):
    page = page_of(client, alice, "/first-steps/spend/")

    assert str(tea) in page
    assert tea.get_absolute_url() in page
