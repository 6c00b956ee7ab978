"""Who may be in a team, how one joins, and that one leaves at any moment."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.models import Notice
from campaigns.models import NameReport, Team, TeamConsent, TeamMember, WayOut
from campaigns.teams import consenting, joining, leaving, reporting
from campaigns.teams.refusals import (
    AlreadyInTeam,
    AlreadyReported,
    CaptainStays,
    ConsentFirst,
    HiddenName,
    LinkOver,
    NoNickname,
    NotInTeam,
    NotTheCaptain,
    NotYourChild,
    OwnName,
    ReportDecided,
    TeamClosed,
    TeamFull,
    TooManyTeams,
    UnfitGuardian,
    UnknownTeamCode,
)
from tests.at_once import at_once
from tests.campaigns.teams.conftest import adult, friends, joined, school
from tests.conftest import NOW, make_citizen

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def codes(citizen) -> list[str]:
    return list(Notice.objects.of(citizen.pk).order_by("pk").values_list("code", flat=True))


def test_nobody_is_in_a_team_who_has_not_said_to_be_of_age(alice):
    team = friends(adult())

    with pytest.raises(ConsentFirst):
        joining.join(citizen=alice, code=team.code, nickname="", now=NOW)
    with pytest.raises(ConsentFirst):
        joining.found(citizen=alice, name="朋友", nickname="", now=NOW)

    assert TeamMember.objects.count() == 1
    assert Team.objects.count() == 1


def test_whoever_makes_a_team_leads_it_and_the_first_leads_one_of_the_desk():
    captain, team = adult(), school()

    assert team.captain is None
    first, second = joined(team), joined(team)

    team.refresh_from_db()
    assert team.captain_id == first.citizen_id != second.citizen_id
    assert friends(captain).captain_id == captain.pk


def test_a_code_that_was_renewed_opens_nothing(alice):
    captain = adult()
    team = friends(captain)
    before = team.code

    joining.renew_code(team=team, by=captain)

    with pytest.raises(UnknownTeamCode):
        joining.join(citizen=adult(), code=before, nickname="", now=NOW)
    with pytest.raises(UnknownTeamCode):
        joining.invited_to("abc")
    with pytest.raises(NotTheCaptain):
        joining.renew_code(team=team, by=alice)
    assert joined(team).team_id == team.pk


def test_one_is_in_a_team_once_and_in_five_at_most():
    citizen = adult()
    teams = [friends(citizen) for _ in range(joining.MOST_TEAMS)]

    with pytest.raises(AlreadyInTeam):
        joining.join(citizen=citizen, code=teams[0].code, nickname="", now=NOW)
    with pytest.raises(TooManyTeams):
        friends(citizen)

    assert Team.objects.count() == joining.MOST_TEAMS


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_at_once_the_last_place_is_one_s(monkeypatch):
    team = friends(adult())
    monkeypatch.setitem(joining.MOST_MEMBERS, "friends", 2)
    some = [adult(), adult()]

    ended = at_once([partial(joining.join, citizen=who, code=team.code, nickname="", now=NOW) for who in some])

    assert sorted(type(one).__name__ for one in ended) == ["Team", "TeamFull"]
    assert TeamMember.objects.current().filter(team=team).count() == 2
    assert TeamFull.code == "team_full"


def test_leaving_takes_the_nickname_away_and_coming_back_is_possible():
    team = friends(adult())
    member = joined(team, "小李")

    leaving.leave(member=member, now=LATER)
    leaving.leave(member=member, now=LATER + timedelta(hours=1))

    member.refresh_from_db()
    assert (member.nickname, member.left_at, member.way_out) == ("", LATER, WayOut.LEFT)
    again = joined(team, "老李", citizen=member.citizen, now=LATER)
    assert again.pk != member.pk


def test_after_a_captain_the_longest_leads_and_an_empty_team_is_closed():
    captain = adult()
    team = friends(captain, now=NOW)
    longest, last = joined(team, now=NOW + timedelta(minutes=1)), joined(team, now=NOW + timedelta(minutes=2))

    leaving.leave(member=TeamMember.objects.get(citizen=captain), now=LATER)

    team.refresh_from_db()
    assert team.captain_id == longest.citizen_id
    assert codes(longest.citizen) == ["team_captain"]
    leaving.leave(member=longest, now=LATER)
    leaving.leave(member=last, now=LATER)
    team.refresh_from_db()
    assert (team.captain_id, team.closed_at) == (None, LATER)
    with pytest.raises(UnknownTeamCode):
        joining.invited_to(team.code)


def test_a_captain_removes_hands_over_and_closes_and_nobody_else_does():
    captain = adult()
    team = friends(captain)
    one, other = joined(team), joined(team)

    with pytest.raises(NotTheCaptain):
        leaving.remove(team=team, public_id=other.public_id, by=one.citizen, now=LATER)
    own = TeamMember.objects.get(citizen=captain)
    with pytest.raises(CaptainStays):
        leaving.remove(team=team, public_id=own.public_id, by=captain, now=LATER)
    leaving.remove(team=team, public_id=other.public_id, by=captain, now=LATER)
    with pytest.raises(NotInTeam):
        leaving.remove(team=team, public_id=other.public_id, by=captain, now=LATER)
    leaving.hand_over(team=team, public_id=one.public_id, by=captain, now=LATER)
    with pytest.raises(NotTheCaptain):
        leaving.close(team=team, by=captain, now=LATER)
    leaving.close(team=team, by=one.citizen, now=LATER)
    with pytest.raises(TeamClosed):
        leaving.close(team=team, by=one.citizen, now=LATER)

    assert codes(other.citizen) == ["team_removed"]
    assert codes(captain) == ["team_closed"]
    assert codes(one.citizen) == ["team_captain"]
    assert not TeamMember.objects.current().filter(team=team).exists()


def test_a_guardian_decides_for_a_child_from_an_account_of_their_own(time_machine):
    time_machine.move_to(NOW, tick=False)
    child, parent, stranger = make_citizen(), make_citizen(), make_citizen()
    word = consenting.link_word(child)

    assert consenting.child_of(word) == child
    with pytest.raises(UnfitGuardian):
        consenting.give_for(child=child, guardian=child, now=NOW)
    consent = consenting.give_for(child=child, guardian=parent, now=NOW)
    with pytest.raises(UnfitGuardian):
        consenting.give_for(child=stranger, guardian=child, now=NOW)

    assert (consent.citizen, consent.guardian, consent.edition) == (child, parent, consenting.EDITION)
    assert codes(child) == ["team_guardian_agreed"]
    team = friends(adult())
    member = joined(team, "小明", citizen=child)
    assert (member.nickname, str(member)) == ("", "一位成员")
    with pytest.raises(NoNickname):
        joining.rename_oneself(team=team, citizen=child, nickname="小明")
    with pytest.raises(NotYourChild):
        consenting.withdraw_for(child_id=child.public_id, guardian=stranger, now=LATER)
    consenting.withdraw_for(child_id=child.public_id, guardian=parent, now=LATER)
    member.refresh_from_db()
    assert member.way_out == WayOut.CONSENT
    assert not TeamConsent.objects.standing().filter(citizen=child).exists()
    assert codes(child) == ["team_guardian_agreed", "team_guardian_ended"]
    time_machine.move_to(NOW + consenting.LINK_LASTS + timedelta(seconds=1))
    with pytest.raises(LinkOver):
        consenting.child_of(word)


def test_a_child_who_ends_it_is_not_told_what_it_did():
    child = make_citizen()
    consenting.give_for(child=child, guardian=make_citizen(), now=NOW)

    consenting.withdraw(citizen=child, now=LATER)

    assert codes(child) == ["team_guardian_agreed"]


def test_a_consent_is_kept_as_it_was_given():
    consent = TeamConsent.objects.get(citizen=adult())

    for change in (
        lambda: TeamConsent.objects.filter(pk=consent.pk).update(edition="2099"),
        lambda: TeamConsent.objects.filter(pk=consent.pk).delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    consenting.withdraw(citizen=consent.citizen, now=NOW)
    with pytest.raises(InternalError), transaction.atomic():
        TeamConsent.objects.filter(pk=consent.pk).update(ended_at=None)


def test_withdrawing_leaves_every_team_and_agreeing_twice_is_once():
    citizen = adult()
    consenting.give(citizen=citizen, now=NOW)
    friends(citizen), friends(citizen)

    consenting.withdraw(citizen=citizen, now=LATER)

    assert set(TeamMember.objects.values_list("way_out", flat=True)) == {WayOut.CONSENT}
    assert TeamConsent.objects.count() == 1


def test_a_reported_name_is_hidden_with_a_reason_or_stands(desk):
    team = friends(adult())
    rude, reader = joined(team, "笨蛋"), joined(team)
    report = reporting.report(team=team, public_id=rude.public_id, by=reader.citizen, now=NOW)

    with pytest.raises(AlreadyReported):
        reporting.report(team=team, public_id=rude.public_id, by=reader.citizen, now=NOW)
    with pytest.raises(NotInTeam):
        reporting.report(team=team, public_id="", by=make_citizen(), now=NOW)
    reporting.hide(report=report, reason="骂人", by=desk, now=LATER)
    with pytest.raises(ReportDecided):
        reporting.let_stand(report=report, by=desk, now=LATER)

    rude.refresh_from_db()
    assert (str(rude), rude.hidden_reason) == ("一位成员", "骂人")
    assert codes(rude.citizen) == ["team_name_hidden"]
    joining.rename_oneself(team=team, citizen=rude.citizen, nickname="聪明")
    rude.refresh_from_db()
    assert str(rude) == "聪明"
    of_team = reporting.report(team=team, public_id="", by=reader.citizen, now=LATER)
    reporting.let_stand(report=of_team, by=desk, now=LATER)
    team.refresh_from_db()
    assert str(team) == "骑行小队"
    leaving.leave(member=rude, now=LATER)
    assert set(NameReport.objects.values_list("name", flat=True)) == {"", "骑行小队"}


def test_nobody_decides_on_what_is_theirs(desk):
    captain, official, reader = adult(), adult(), adult()
    team = friends(captain)
    member = joined(team, "臭名", citizen=official)
    joined(team, citizen=reader)
    report = reporting.report(team=team, public_id=member.public_id, by=reader, now=NOW)

    for by in (captain, official, reader):
        for decide in (reporting.let_stand, partial(reporting.hide, reason="好")):
            with pytest.raises(OwnName):
                decide(report=report, by=by, now=LATER)
    report.refresh_from_db()
    assert (report.decided_at, TeamMember.objects.get(pk=member.pk).hidden_reason) == (None, "")
    reporting.let_stand(report=report, by=desk, now=LATER)


def test_a_hidden_nickname_does_not_come_back(desk):
    team = friends(adult())
    rude, reader = joined(team, "坏name"), joined(team)
    report = reporting.report(team=team, public_id=rude.public_id, by=reader.citizen, now=NOW)
    reporting.hide(report=report, reason="骂人", by=desk, now=LATER)

    joining.rename_oneself(team=team, citizen=rude.citizen, nickname="")
    for again in ("坏name", "坏NAME", "坏-ｎａｍｅ"):
        with pytest.raises(HiddenName):
            joining.rename_oneself(team=team, citizen=rude.citizen, nickname=again)
    rude.refresh_from_db()
    assert str(rude) == "一位成员"


def test_what_was_changed_since_it_was_reported_is_not_hidden(desk):
    team = friends(adult())
    member, reader = joined(team, "坏名"), joined(team)
    report = reporting.report(team=team, public_id=member.public_id, by=reader.citizen, now=NOW)
    joining.rename_oneself(team=team, citizen=member.citizen, nickname="好名")

    reporting.hide(report=report, reason="骂人", by=desk, now=LATER)

    member.refresh_from_db()
    assert str(member) == "好名"
    with pytest.raises(HiddenName):
        joining.rename_oneself(team=team, citizen=member.citizen, nickname="坏名")


def test_the_database_keeps_no_nickname_of_one_who_left():
    member = joined(friends(adult()), "小李")

    with pytest.raises(IntegrityError), transaction.atomic():
        TeamMember.objects.filter(pk=member.pk).update(left_at=LATER, way_out="left")
