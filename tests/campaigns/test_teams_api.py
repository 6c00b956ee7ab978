"""Teams, consents and shown trophies for programs: as on their pages, and nobody else's."""

import json

import pytest
from django.test import Client

from accounts.models import User
from accounts.scopes import Scope
from campaigns.models import Team, TeamConsent, TeamMember, TrophyAward
from campaigns.teams import consenting
from campaigns.trophies import awarding, book
from tests.campaigns.teams.conftest import adult, friends, joined, rode
from tests.conftest import NOW, make_citizen

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def program(token_of):
    def program(citizen: User, *scopes: Scope):
        client = Client(headers={**token_of(citizen, *scopes), "accept-language": "en"})

        def ask(address, body=None):
            address = f"/api/v1/{address}"
            if body is None:
                return client.get(address)
            return client.post(address, json.dumps(body), content_type="application/json")

        return ask

    return program


def told(answer) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_an_adult_makes_a_team_and_another_joins_it(program, alice, bob):
    of_alice, of_bob = program(alice), program(bob)

    made = of_alice("teams/found", {"name": "竹林队", "age": "adult", "nickname": "竹子"})
    assert (made.status_code, made.json()["is_captain"]) == (201, True)
    code = made.json()["code"]
    entered = of_bob("teams/join", {"code": code, "age": "adult"})

    assert entered.status_code == 201
    assert (entered.json()["members"], entered.json()["code"], entered.json()["is_captain"]) == (2, None, False)
    assert told(of_bob("teams/join", {"code": code})) == (422, "already_in_team")
    team = entered.json()["team"]
    assert {one["nickname"] for one in of_bob(f"teams/{team}/members").json()["members"]} == {"竹子", "A member"}
    assert of_bob(f"teams/{team}/nickname", {"nickname": "小石"}).json()["nickname"] == "小石"
    assert of_bob(f"teams/{team}/leave", {}).status_code == 204
    assert of_bob(f"teams/{team}").status_code == 404


def test_who_was_not_asked_their_age_or_is_younger_does_not_join(program, alice):
    team = friends(adult())
    code, of_alice = team.code, program(alice)

    assert told(of_alice("teams/join", {"code": code})) == (422, "not_filled_in")
    assert told(of_alice("teams/join", {"code": code, "age": "younger"})) == (422, "guardian_needed")
    assert told(of_alice("teams/join", {"code": "x", "age": "adult"})) == (422, "unknown_team_code")
    assert told(of_alice("teams/join", {"age": "adult"})) == (400, "member_missing")
    assert not TeamConsent.objects.filter(citizen=alice).exists()
    assert not TeamMember.objects.filter(citizen=alice).exists()


def test_a_captain_leads_and_nobody_else_does(program):
    captain, stranger = adult(), adult()
    team = friends(captain)
    member, second = joined(team), joined(team)
    of_captain = program(captain)
    deeds = ["code", "close", "rename", f"members/{second.public_id}/remove", f"members/{second.public_id}/hand-over"]

    for other in (program(member.citizen), program(stranger)):
        assert [other(f"teams/{team.public_id}/{deed}", {"name": "云"}).status_code for deed in deeds] == [404] * 5
    assert TeamMember.objects.current().filter(team=team).count() == 3

    assert of_captain(f"teams/{team.public_id}/code", {}).json()["code"] not in (None, team.code)
    assert told(of_captain(f"teams/{team.public_id}/rename", {"name": "云"})) == (422, "name_stays")
    assert of_captain(f"teams/{team.public_id}/members/{member.public_id}/remove", {}).status_code == 204
    assert told(of_captain(f"teams/{team.public_id}/members/{member.public_id}/remove", {})) == (422, "not_in_team")
    handed = of_captain(f"teams/{team.public_id}/members/{second.public_id}/hand-over", {})
    assert (handed.json()["is_captain"], handed.json()["code"]) == (False, None)
    assert of_captain(f"teams/{team.public_id}/close", {}).status_code == 404
    assert program(second.citizen)(f"teams/{team.public_id}/close", {}).status_code == 204
    assert Team.objects.get(pk=team.pk).closed_at == NOW


def test_a_token_for_campaigns_reads_a_team_and_neither_its_code_nor_leads_it(program):
    captain = adult()
    team = friends(captain)
    reader = program(captain, Scope.CAMPAIGN)

    assert reader(f"teams/{team.public_id}").json()["code"] is None
    assert told(reader(f"teams/{team.public_id}/close", {})) == (403, "scope_missing")
    assert told(reader("team-consents")) == (403, "scope_missing")
    assert Team.objects.get(pk=team.pk).closed_at is None


def test_a_parent_decides_for_a_child_ends_it_and_releases_them(program, alice, bob):
    of_child, of_parent = program(alice), program(bob)
    word = of_child("team-consents/word", {}).json()
    assert word["link"].endswith(f"?child={word['word']}")

    assert told(of_parent("team-consents", {"word": word["word"]})) == (422, "not_filled_in")
    given = of_parent("team-consents", {"word": word["word"], "is_guardian": True})
    [child] = given.json()["children"]
    assert (given.status_code, child["child"], child["is_standing"]) == (201, alice.public_id, True)
    assert of_child("team-consents").json()["decided_for_you"]
    team = friends(adult())
    assert of_child("teams/join", {"code": team.code, "nickname": "小名"}).json()["nickname"] == "A member"

    # A team more than was shown: nothing ends.
    stale = child["consent"]["edition"]
    assert of_parent("team-consents/end", {"child": alice.public_id, "edition": stale}).status_code == 409
    [child] = of_parent("team-consents").json()["children"]
    assert [one["team"] for one in child["consent"]["teams"]] == [team.public_id]
    ended = of_parent("team-consents/end", {"child": alice.public_id, "edition": child["consent"]["edition"]})
    assert not ended.json()["children"][0]["is_standing"]
    assert not TeamMember.objects.current().filter(citizen=alice).exists()
    assert of_parent("team-consents/release", {"child": alice.public_id}).status_code == 200
    assert not of_child("team-consents").json()["decided_for_you"]


def test_nobody_decides_for_themselves_or_for_whom_another_decides(program, alice, bob):
    word = consenting.link_word(alice)
    stranger = program(make_citizen())
    agreed = {"word": word, "is_guardian": True}
    assert told(program(alice)("team-consents", agreed)) == (422, "unfit_guardian")
    consenting.give_for(child=alice, guardian=bob, now=NOW)

    edition = consenting.edition_of(alice)
    assert told(stranger("team-consents", agreed)) == (422, "another_decides")
    assert told(stranger("team-consents", {**agreed, "word": f"{word}x"})) == (422, "link_over")
    ends = {"child": alice.public_id, "edition": edition}
    assert told(stranger("team-consents/end", ends)) == (422, "not_your_child")
    assert told(stranger("team-consents/release", {"child": alice.public_id})) == (422, "not_your_child")
    assert told(program(alice)("team-consents/end", ends)) == (422, "not_your_child")
    assert TeamConsent.objects.standing().get(citizen=alice).guardian == bob


def test_a_trophy_is_shown_and_taken_away_by_its_owner_alone(program, alice, bob, client):
    book.load(NOW)
    rode(alice, 3000)
    awarding.judge([alice.pk], now=NOW)
    award = TrophyAward.objects.get(citizen=alice, trophy="first-bike")
    address = f"trophies/{award.public_id}"
    for refused in (program(bob), program(make_citizen())):
        assert [refused(f"{address}/{deed}", {}).status_code for deed in ("show", "hide")] == [404, 404]
    assert told(program(alice, Scope.CAMPAIGN)(f"{address}/show", {})) == (403, "scope_missing")

    first, again = (program(alice)(f"{address}/show", {}).json()["shown_as"] for _time in range(2))

    assert first == again
    assert client.get(f"/trophies/{first}/").status_code == 200
    assert program(alice)(f"{address}/hide", {}).json()["shown_as"] is None
    assert client.get(f"/trophies/{first}/").status_code == 404
