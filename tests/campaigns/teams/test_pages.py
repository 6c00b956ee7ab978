"""The pages of teams: each of one's own team alone, each deed of a captain alone, and nothing without a consent."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from campaigns import audit
from campaigns.models import NameReport, Team, TeamConsent, TeamMember, TeamMonth, ToldMonth
from campaigns.teams import consenting, joining, leaving, reporting
from campaigns.teams.refusals import OwnName
from tests.at_once import at_once
from tests.campaigns.teams.conftest import adult, friends, joined, school
from tests.conftest import NOW, make_citizen

pytestmark = pytest.mark.django_db
SHOWN, POSTED = ("team", "leave_team", "team_members", "report_name"), ("team_nickname", "leave_team", "report_name")
OF_CAPTAINS = ("rename_team", "renew_team_code", "close_team")
WITH_MEMBER = ("remove_member", "hand_over_team")


@pytest.fixture(autouse=True)
def _now(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def captain():
    return adult()


@pytest.fixture
def team(captain) -> Team:
    return friends(captain)


@pytest.fixture
def member(team) -> TeamMember:
    return joined(team, "阿丽")


def at(name: str, *of: str) -> str:
    return reverse(f"campaigns:{name}", args=of)


def signed_in(client, citizen):
    client.force_login(citizen)
    return client


def state() -> list[object]:
    """All that a refused deed leaves as it was."""
    return [
        list(Team.objects.order_by("pk").values_list()),
        list(TeamMember.objects.order_by("pk").values_list()),
        list(TeamConsent.objects.order_by("pk").values_list()),
        list(NameReport.objects.order_by("pk").values_list()),
    ]


def refuses_all(client, team: Team, member: TeamMember) -> None:
    """Every page of a team, asked for and posted to, says that there is none."""
    before = state()
    for name in SHOWN:
        assert client.get(at(name, team.public_id)).status_code == 404, name
    for name in (*POSTED, *OF_CAPTAINS):
        entered = {"nickname": "小王", "name": "小王队"}
        assert client.post(at(name, team.public_id), entered).status_code == 404, name
    for name in WITH_MEMBER:
        address = at(name, team.public_id, member.public_id)
        assert client.get(address).status_code == client.post(address).status_code == 404, name
    assert state() == before


def test_a_team_is_nothing_to_whoever_is_in_another(client, team, member):
    stranger = adult()
    friends(stranger)

    refuses_all(signed_in(client, stranger), team, member)


def test_a_team_is_nothing_to_whoever_was_removed(client, team, member, captain):
    leaving.remove(team=team, public_id=member.public_id, by=captain, now=NOW)

    refuses_all(signed_in(client, member.citizen), team, member)


def test_a_team_that_is_closed_is_nothing_to_its_captain(client, team, member, captain):
    leaving.close(team=team, by=captain, now=NOW)

    refuses_all(signed_in(client, captain), team, member)
    answer = signed_in(client, adult()).get(at("join_team"), {"code": team.code}, follow=True)
    assert "邀请码无效" in answer.content.decode()


@pytest.mark.parametrize("name", OF_CAPTAINS)
def test_a_member_does_nothing_of_a_captain(client, team, member, name):
    before = state()

    assert signed_in(client, member.citizen).post(at(name, team.public_id), {"name": "小王队"}).status_code == 404
    assert state() == before


@pytest.mark.parametrize("name", WITH_MEMBER)
def test_a_captain_does_nothing_with_a_member_of_another_team(client, team, captain, name):
    other = joined(friends(adult()))
    before = state()

    address = at(name, team.public_id, other.public_id)
    page = signed_in(client, captain)
    assert page.get(address).status_code == page.post(address).status_code == 404
    assert state() == before


def test_a_member_of_another_team_is_not_reported(client, team, member):
    other = joined(friends(adult()), "小王")
    before = state()

    signed_in(client, member.citizen).post(at("report_name", team.public_id), {"member": other.public_id})

    assert state() == before


def test_a_member_reads_neither_the_code_nor_who_others_are(client, team, member):
    page = signed_in(client, member.citizen)
    shown = page.get(at("team", team.public_id)).content.decode()
    listed = page.get(at("team_members", team.public_id)).content.decode()

    for found in (shown, listed):
        assert team.code not in found
        assert team.captain.public_id not in found
    assert "移除" not in listed


def test_the_first_teams_of_a_month_are_told_as_they_were_kept(client, captain):
    for place, name in enumerate(("七中环保社", "石室中学")):
        team = school(name=name, now=NOW - timedelta(days=70))
        ToldMonth.objects.create(team=team, month=date(2026, 10, 1), kilograms=1250 - 1100 * place, told_at=NOW)

    shown = signed_in(client, captain).get(at("teams")).content.decode()

    assert "2026年10月" in shown
    assert "至少 1,250 千克" in shown
    assert "至少 150 千克" in shown


@pytest.mark.parametrize(("kilograms", "said"), [(0, "不足 50 千克"), (1250, "至少减碳 1,250 千克")])
def test_a_member_reads_what_the_team_was_told_and_no_running_sum(client, team, captain, kilograms, said):
    for member in [TeamMember.objects.get(citizen=captain), *(joined(team) for _ in range(5))]:
        TeamMonth.objects.create(member=member, month=date(2026, 11, 1), grams=11_100, days=3)
    page = signed_in(client, captain)
    before = page.get(at("team", team.public_id)).content.decode()

    ToldMonth.objects.create(team=team, month=date(2026, 10, 1), kilograms=kilograms, told_at=NOW)
    after = page.get(at("team", team.public_id)).content.decode()

    assert said not in before
    assert said in after
    assert "66.6" not in before + after


@pytest.mark.parametrize("code", ["", "abc", "0" * 16, "x" * 500, "%00", "邀请码"])
def test_a_wrong_code_leads_nowhere(client, team, code):
    page = signed_in(client, adult())
    before = state()

    answer = page.get(at("join_team"), {"code": code}, follow=True)
    assert answer.context["form"].initial["code"] == code[:40]
    assert page.post(at("join_team"), {"code": code, "nickname": ""}).status_code == 302
    assert state() == before


def test_a_code_that_was_renewed_leads_nowhere(client, team, captain):
    joining.renew_code(team=team, by=captain)
    page, before = signed_in(client, adult()), state()

    page.post(at("join_team"), {"code": team.code, "nickname": ""})

    assert state() == before


@pytest.mark.parametrize("name", ["join_team", "new_team"])
def test_whoever_says_to_be_younger_is_led_to_a_guardian(client, team, alice, name):
    before = state()
    entered = {"code": team.code, "name": "小队", "age": "younger", "nickname": "小王"}

    answer = signed_in(client, alice).post(at(name), entered)

    assert answer["Location"] == at("guardian")
    assert state() == before


def test_a_child_finds_the_invitation_again_until_it_is_in(client, team, alice, bob):
    page, join = signed_in(client, alice), at("join_team")
    assert page.get(at("teams")).context["invitation"] is None
    page.post(join, {"code": team.code, "age": "younger"})

    waits = page.get(at("teams"))
    assert waits.context["invitation"] == team
    assert f"{join}?code={team.code}" not in waits.content.decode()
    consenting.give_for(child=alice, guardian=bob, now=NOW)
    assert f"{join}?code={team.code}" in page.get(at("teams")).content.decode()
    page.post(join, {"code": team.code})
    assert page.get(at("teams")).context["invitation"] is None


def test_a_child_reads_that_its_guardian_has_ended_it_and_asks_again(client, alice, bob):
    page = signed_in(client, alice)
    assert at("guardian") not in page.get(at("teams")).content.decode()
    consenting.give_for(child=alice, guardian=bob, now=NOW)
    assert at("guardian") not in page.get(at("teams")).content.decode()

    consenting.withdraw_for(child_id=alice.public_id, guardian=bob, now=NOW)
    assert at("guardian") in page.get(at("teams")).content.decode()

    consenting.release(child_id=alice.public_id, guardian=bob, now=NOW)
    assert at("guardian") not in page.get(at("teams")).content.decode()


def test_an_invitation_that_was_renewed_is_not_found_again(client, team, alice, captain):
    page = signed_in(client, alice)
    page.post(at("join_team"), {"code": team.code, "age": "younger"})

    joining.renew_code(team=team, by=captain)

    assert page.get(at("teams")).context["invitation"] is None


def test_a_guardian_reads_which_child_asks_and_not_what_it_calls_itself(client, bob):
    child = make_citizen("+8613900000003", name="小明")
    page = signed_in(client, bob)

    asked = page.get(at("guardian_decides"), {"child": consenting.link_word(child)}).content.decode()
    consenting.give_for(child=child, guardian=bob, now=NOW)
    decided = page.get(at("teams")).content.decode()

    for shown in (asked, decided):
        assert "139****0003" in shown
        assert "13900000003" not in shown
        assert "小明" not in shown


def test_nobody_joins_who_does_not_say_how_old_they_are(client, team, alice):
    before = state()

    answer = signed_in(client, alice).post(at("join_team"), {"code": team.code, "nickname": "小王"})

    assert answer.status_code == 200
    assert state() == before


def test_a_child_has_no_nickname_whatever_is_posted(client, team, alice):
    consenting.give_for(child=alice, guardian=make_citizen(), now=NOW)
    page = signed_in(client, alice)

    page.post(at("join_team"), {"code": team.code, "nickname": "小王"})
    page.post(at("team_nickname", team.public_id), {"nickname": "小王"})

    assert TeamMember.objects.get(citizen=alice).nickname == ""


def test_a_childs_link_is_good_for_nobody_who_makes_one_up(client, alice, bob):
    page = signed_in(client, bob)
    for word in ("", alice.public_id, f"{consenting.link_word(alice)}x"):
        assert page.post(at("guardian_decides"), {"child": word, "is_guardian": "on"}).status_code == 302
    own = signed_in(client, alice)
    own.post(at("guardian_decides"), {"child": consenting.link_word(alice), "is_guardian": "on"})

    assert not TeamConsent.objects.exists()


def ends(client, child: str = "") -> str:
    """The edition that the page shows."""
    return client.get(at("end_team_consent"), {"child": child}).context["edition"]


def test_what_ends_with_a_consent_is_shown_and_then_ended(client, team, captain):
    page = signed_in(client, captain)
    shown = page.get(at("end_team_consent")).content.decode()
    assert "骑行小队" in shown
    assert TeamMember.objects.current().count() == 1

    page.post(at("end_team_consent"), {"edition": ends(page)})

    assert not TeamMember.objects.current().exists()
    assert not TeamConsent.objects.standing().exists()
    assert page.get(at("end_team_consent"))["Location"] == at("teams")


@pytest.mark.parametrize("edition", [None, "", "another"])
def test_nothing_ends_that_was_not_shown(client, team, captain, edition):
    page, before = signed_in(client, captain), state()

    page.post(at("end_team_consent"), {} if edition is None else {"edition": edition})

    assert state() == before


def test_nothing_ends_where_another_team_came_meanwhile(client, team, captain):
    page = signed_in(client, captain)
    edition = ends(page)
    joined(school(), citizen=captain)
    before = state()

    page.post(at("end_team_consent"), {"edition": edition})

    assert state() == before


def test_a_guardian_reads_how_many_teams_end_and_not_which(client, team, alice, bob):
    consenting.give_for(child=alice, guardian=bob, now=NOW)
    joined(team, citizen=alice)
    page = signed_in(client, bob)

    shown = page.get(at("end_team_consent"), {"child": alice.public_id}).content.decode()
    assert "孩子将立即退出 1 个团队" in shown
    assert "骑行小队" not in shown
    page.post(at("end_team_consent"), {"child": alice.public_id, "edition": ends(page, alice.public_id)})

    assert TeamMember.objects.get(citizen=alice).way_out == "consent"


def test_a_stranger_ends_nothing_for_a_child(client, alice, bob):
    consenting.give_for(child=alice, guardian=make_citizen(), now=NOW)
    page, before = signed_in(client, bob), state()

    assert page.get(at("end_team_consent"), {"child": alice.public_id})["Location"] == at("teams")
    edition = consenting.edition_of(alice)
    page.post(at("end_team_consent"), {"child": alice.public_id, "edition": edition})

    assert state() == before


def test_a_captain_gives_another_name_once_the_desk_has_hidden_one(client, team, captain, member):
    page, address = signed_in(client, captain), at("rename_team", team.public_id)
    before = state()
    page.post(address, {"name": "绿道小队"})
    assert state() == before, "nobody has hidden it"
    reporting.hide_team(team=team, reason="含有他人姓名", by=make_citizen(), now=NOW)
    assert "含有他人姓名" in page.get(at("team", team.public_id)).content.decode()

    for unfit in ("", "13800138000", "骑行小队"):
        page.post(address, {"name": unfit})
        assert Team.objects.get().hidden_reason
    page.post(address, {"name": "绿道小队"})

    found = Team.objects.get()
    assert (found.name, found.hidden_reason) == ("绿道小队", "")
    assert "绿道小队" in signed_in(client, member.citizen).get(at("team", team.public_id)).content.decode()


def test_a_name_of_a_team_that_was_hidden_is_not_taken_again(client, desk, team, captain, member):
    page, address = signed_in(client, captain), at("rename_team", team.public_id)
    report = reporting.report(team=team, public_id="", by=member.citizen, now=NOW)
    reporting.hide(report=report, reason="含有他人姓名", by=desk, now=NOW)
    page.post(address, {"name": "骑行-小队"})
    assert Team.objects.get().name == "骑行小队", "it reads the same"
    page.post(address, {"name": "绿道小队"})
    reporting.hide_team(team=team, reason="含有他人姓名", by=make_citizen(), now=NOW)
    before = state()

    for name in ("骑行小队", "骑行 小队"):
        answer = page.post(address, {"name": name}, follow=True)
        assert "该名称已被工作人员隐藏" in answer.content.decode()
        assert state() == before


def test_a_name_that_was_hidden_without_a_report_is_not_taken_again(client, team, captain):
    page, address = signed_in(client, captain), at("rename_team", team.public_id)
    for name in ("绿道小队", "锦江小队"):
        reporting.hide_team(team=team, reason="含有他人姓名", by=make_citizen(), now=NOW)
        page.post(address, {"name": name})
    reporting.hide_team(team=team, reason="含有他人姓名", by=make_citizen(), now=NOW)
    before = state()

    for name in ("骑行小队", "骑行 小队", "绿道-小队"):
        assert "该名称已被工作人员隐藏" in page.post(address, {"name": name}, follow=True).content.decode()
        assert state() == before
    page.post(address, {"name": "青羊小队"})
    assert Team.objects.get().name == "青羊小队"


def test_a_captain_hides_no_name_of_their_own_team(team, captain):
    with pytest.raises(OwnName):
        reporting.hide_team(team=team, reason="换个名字", by=captain, now=NOW)
    assert Team.objects.get().hidden_reason == ""


def test_a_captain_names_no_school(client):
    team = school()
    captain = joined(team).citizen
    reporting.hide_team(team=team, reason="校名有误", by=make_citizen(), now=NOW)
    before = state()

    signed_in(client, captain).post(at("rename_team", team.public_id), {"name": "石室中学"})

    assert state() == before


def test_a_report_of_a_name_of_before_hides_no_other(desk, team, member, captain):
    of_team = reporting.report(team=team, public_id="", by=member.citizen, now=NOW)
    of_member = reporting.report(team=team, public_id=member.public_id, by=captain, now=NOW)
    reporting.hide_team(team=team, reason="含有他人姓名", by=make_citizen(), now=NOW)
    joining.rename_team(team=Team.objects.get(), name="绿道小队", by=captain)
    joining.rename_oneself(team=team, citizen=member.citizen, nickname="小李")

    for report in (of_team, of_member):
        reporting.hide(report=report, reason="含有他人姓名", by=desk, now=NOW)

    assert Team.objects.get().hidden_reason == ""
    assert TeamMember.objects.get(pk=member.pk).hidden_reason == ""


@pytest.mark.django_db(transaction=True)
def test_nobody_is_in_a_team_who_joins_while_the_consent_ends():
    citizen, later = adult(), NOW + timedelta(minutes=1)
    invited = [friends(adult()) for _ in range(4)]

    def joins(team: Team):
        return lambda: joining.join(citizen=citizen, code=team.code, nickname="", now=NOW)

    at_once([lambda: consenting.withdraw(citizen=citizen, now=later), *map(joins, invited)])

    assert [str(found) for found in audit.findings()] == []
    assert not TeamMember.objects.current().filter(citizen=citizen).exists()
