"""Newcomers come to a team by its link: one is let in, removed, back and gone; a child, once a parent has agreed."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from campaigns.models import Team, TeamConsent, TeamMember
from tests.browser.newcomers import BY_LANGUAGE, Newcomer, newcomers
from tests.campaigns.teams.conftest import school

__all__ = ["newcomers"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LEAD, FRIEND, CHILD, PARENT = (f"1390000000{number}" for number in range(1, 5))


def arrives(somebody: Newcomer, address: str, number: str) -> None:
    """By a link that somebody sent, without an account; skips the questions and is where the link leads."""
    somebody.page.goto(address)
    somebody.looks("asked-who-they-are")
    somebody.proves(number)
    somebody.follows("Skip")


def link_on(somebody: Newcomer) -> str:
    link = urlsplit(somebody.page.locator(".fingerprint").first.inner_text())
    return f"{link.path}?{link.query}"


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_friends_find_each_other_in_a_team(newcomers, language: str, width: int) -> None:
    lead, friend = newcomers(language, width, "team-lead"), newcomers(language, width, "team-friend")
    lead.page.goto("/sign-in/")
    lead.proves(LEAD)
    lead.page.goto("/me/")
    lead.follows("My teams")
    lead.looks("none-yet")
    lead.follows("Make a team of friends")
    lead.fills("Name of the team", "骑行小队")
    lead.ticks("18 or older")
    lead.presses("Make the team")
    lead.reads("Your team is made. Send the link or the code below to whom you want in it.")
    expect(lead.page.get_by_role("button", name=lead.words("Copy the link"))).to_be_visible()
    expect(lead.page.locator("main .card-panel").first).to_contain_text(lead.words("Invite others"))
    lead.looks("made")
    link = link_on(lead)

    arrives(friend, link, FRIEND)
    friend.looks("invited")
    friend.presses("Join the team")
    friend.looks("age-is-missing")
    friend.ticks("18 or older")
    friend.fills("Nickname in this team, if you want one", "阿丽")
    friend.presses("Join the team")
    friend.looks("in")

    lead.page.reload()
    lead.follows("Members")
    lead.looks("members")
    lead.follows("Remove")
    lead.looks("remove")
    lead.presses("Remove them")
    lead.looks("removed")
    assert TeamMember.objects.get(nickname="", way_out="removed").left_at

    friend.opens_the_latest_news("told")
    friend.looks("after-the-news")
    friend.page.goto(link)
    friend.presses("Join the team")
    friend.follows("Leave the team")
    friend.looks("leave")
    friend.presses("Leave the team")
    friend.looks("left")
    friend.fills("Code of the invitation", "nonsense")
    friend.presses("Look at the team")
    expect(friend.page.locator("[name=code]")).to_have_value("nonsense")
    friend.looks("wrong-code")
    assert Team.objects.get().members.filter(way_out="left").count() == 1


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_child_is_in_once_a_parent_has_agreed(newcomers, language: str, width: int) -> None:
    team = school()
    child, parent = newcomers(language, width, "team-child"), newcomers(language, width, "team-parent")
    arrives(child, f"/teams/join/?code={team.code}", CHILD)
    child.ticks("Younger than 18")
    child.presses("Join the team")
    child.looks("asks-a-parent")
    link = link_on(child)
    child.page.goto("/teams/")
    child.looks("waits")

    arrives(parent, link, PARENT)
    expect(parent.page.get_by_text("139****0003")).to_be_visible()
    parent.looks("asked")
    parent.follows("Do not agree")
    parent.looks("did-not-agree")
    parent.page.goto(link)
    parent.presses("Agree for the child")
    parent.looks("not-ticked")
    assert not TeamConsent.objects.exists()
    parent.page.get_by_role("checkbox").check()
    parent.presses("Agree for the child")
    parent.looks("agreed")

    child.opens_the_latest_news("told")
    child.looks("after-the-news")
    child.follows("Invitation to “%(team)s”", team=team)
    expect(child.page.locator("[name=nickname]")).to_have_count(0)
    child.looks("invited")
    child.presses("Join the team")
    child.looks("in")

    parent.page.goto("/teams/")
    parent.follows("End it: the child leaves all teams")
    parent.looks("end")
    parent.presses("End the consent")
    parent.looks("ended")
    assert TeamMember.objects.get().way_out == "consent"
    child.opens_the_latest_news("told-that-it-is-over")
    child.looks("out-again")
    child.follows("Ask your parent or guardian")
    assert link_on(child).startswith("/teams/guardian/decide/")
