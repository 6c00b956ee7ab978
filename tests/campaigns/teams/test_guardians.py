"""Once another account has decided for a citizen, it decides on, until it releases them."""

from datetime import timedelta

import pytest
from django.db import InternalError, transaction
from django.test import Client

from accounts.models import User
from campaigns.models import NameReport, TeamConsent, TeamMember
from campaigns.teams import consenting, joining, reporting
from campaigns.teams.refusals import AnotherDecides, GuardianDecides, NotYourChild, UnfitChild, UnfitGuardian
from common.editions import ChangedMeanwhile
from tests.campaigns.teams.conftest import adult, friends, joined
from tests.conftest import NOW, make_citizen

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
NUL = "\x00"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def at_home(citizen: User) -> Client:
    client = Client()
    client.force_login(citizen, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def child() -> User:
    return make_citizen(name="小明")


@pytest.fixture
def parent(child) -> User:
    found = make_citizen()
    consenting.give_for(child=child, guardian=found, now=NOW)
    return found


@pytest.mark.parametrize("who", ["guardian", "child"])
def test_whoever_ends_it_the_child_is_no_adult_by_its_own_word(child, parent, who):
    team = friends(adult())
    joined(team, citizen=child)
    if who == "guardian":
        consenting.withdraw_for(child_id=child.public_id, guardian=parent, now=NOW)
    else:
        consenting.withdraw(citizen=child, now=NOW)

    answer = at_home(child).post("/teams/join/", {"code": team.code, "age": "adult", "nickname": "小明"})
    assert answer.context["form"].non_field_errors() == [str(GuardianDecides.message)]
    at_home(child).post("/teams/new/", {"name": "骑行", "age": "adult", "nickname": "小明"})
    assert not TeamMember.objects.current().filter(citizen=child).exists()
    assert consenting.standing(child) is None


def test_only_the_same_guardian_agrees_again(child, parent):
    word, stranger = consenting.link_word(child), make_citizen()
    consenting.withdraw_for(child_id=child.public_id, guardian=parent, now=NOW)

    answer = at_home(stranger).post("/teams/guardian/decide/", {"child": word, "is_guardian": "on"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [str(AnotherDecides.message)]
    assert consenting.standing(child) is None
    at_home(parent).post("/teams/guardian/decide/", {"child": word, "is_guardian": "on"})
    assert consenting.standing(child).guardian == parent


def test_a_second_parent_is_told_that_another_account_decides(child, parent):
    with pytest.raises(AnotherDecides):
        consenting.give_for(child=child, guardian=make_citizen(), now=LATER)

    assert TeamConsent.objects.get().guardian == parent


def test_who_is_released_decides_for_themselves(child, parent):
    with pytest.raises(NotYourChild):
        consenting.release(child_id=child.public_id, guardian=parent, now=NOW)
    consenting.withdraw_for(child_id=child.public_id, guardian=parent, now=NOW)
    with pytest.raises(NotYourChild):
        consenting.release(child_id=child.public_id, guardian=make_citizen(), now=NOW)
    assert "/teams/consent/release/" in at_home(parent).get("/teams/").content.decode()
    at_home(parent).post("/teams/consent/release/", {"child": child.public_id})

    assert not consenting.decided_by(parent)
    assert not consenting.is_child(child)
    assert consenting.give(citizen=child, now=LATER).guardian is None


def test_a_guardian_takes_the_place_of_a_childs_own_word(child):
    consenting.give(citizen=child, now=NOW)
    team = friends(adult())
    member = joined(team, "小明", citizen=child)
    reporting.report(team=team, public_id=member.public_id, by=team.captain, now=NOW)
    parent = make_citizen()

    word = consenting.link_word(child)
    at_home(parent).post("/teams/guardian/decide/", {"child": word, "is_guardian": "on"})

    assert [one.citizen for one in consenting.decided_by(parent)] == [child]
    member.refresh_from_db()
    assert (member.nickname, member.left_at) == ("", None)
    assert NameReport.objects.get().name == ""


def test_nobody_who_is_decided_for_decides_and_nobody_who_decides_is_decided_for(child, parent):
    with pytest.raises(UnfitGuardian):
        consenting.give_for(child=make_citizen(), guardian=child, now=LATER)
    with pytest.raises(UnfitChild):
        consenting.give_for(child=parent, guardian=make_citizen(), now=LATER)
    consenting.withdraw_for(child_id=child.public_id, guardian=parent, now=LATER)
    with pytest.raises(UnfitGuardian):
        consenting.give_for(child=make_citizen(), guardian=child, now=LATER)

    assert TeamConsent.objects.count() == 1


def test_the_database_keeps_a_release(child, parent):
    consents = TeamConsent.objects.filter(citizen=child)
    consenting.withdraw_for(child_id=child.public_id, guardian=parent, now=NOW)
    consenting.release(child_id=child.public_id, guardian=parent, now=NOW)

    for change in ({"released_at": None}, {"released_at": LATER}, {"ended_at": None}, {"ended_at": LATER}):
        with pytest.raises(InternalError), transaction.atomic():
            consents.update(**change)


def test_who_joins_while_they_withdraw_is_in_no_team_after_it(monkeypatch):
    """Between the teams that are known and the citizen's lock another team may come: it is left, too."""
    citizen, team = adult(), friends(adult())
    real, joins = consenting.citizens.lock, [team.code]

    def lock(pk: int) -> None:
        if joins:
            joining.join(citizen=citizen, code=joins.pop(), nickname="", now=NOW)
        real(pk)

    monkeypatch.setattr(consenting.citizens, "lock", lock)
    consenting.withdraw(citizen=citizen, now=NOW)

    assert not joins
    assert not TeamMember.objects.current().filter(citizen=citizen).exists()
    assert consenting.standing(citizen) is None


def test_a_team_that_comes_while_they_withdraw_was_not_shown_and_nothing_ends(monkeypatch):
    citizen, team = adult(), friends(adult())
    consent, shown = consenting.standing(citizen), consenting.edition_of(citizen)
    real, joins = consenting.citizens.lock, [team.code]

    def lock(pk: int) -> None:
        if joins:
            joining.join(citizen=citizen, code=joins.pop(), nickname="", now=NOW)
        real(pk)

    monkeypatch.setattr(consenting.citizens, "lock", lock)
    with pytest.raises(ChangedMeanwhile):
        consenting.withdraw(citizen=citizen, edition=shown, now=NOW)

    assert not joins
    assert consenting.standing(citizen) == consent


def test_a_child_reads_who_agrees_again_before_it_ends(child, parent):
    sentence = "须经原先代您作出决定的监护人再次同意"

    assert sentence in at_home(child).get("/teams/consent/end/").content.decode()
    for reader, asked in ((parent, {"child": child.public_id}), (adult(), {})):
        assert sentence not in at_home(reader).get("/teams/consent/end/", asked).content.decode()


@pytest.mark.parametrize("door", ["asking", "reporting", "ending", "releasing"])
@pytest.mark.parametrize("typed", [NUL, "x" * 400, "😀"])
def test_an_id_that_is_none_is_nobodys(door, typed):
    citizen = adult()
    team, client = friends(citizen), at_home(citizen)
    report = f"/teams/{team.public_id}/report/"

    answer = {
        "asking": lambda: client.get(report, {"member": typed}),
        "reporting": lambda: client.post(report, {"member": typed}),
        "ending": lambda: client.post("/teams/consent/end/", {"child": typed}),
        "releasing": lambda: client.post("/teams/consent/release/", {"child": typed}),
    }[door]()

    assert answer.status_code == 302
    assert not NameReport.objects.exists()
