"""Whose an account of a platform is: by unionid where there is one, else by the app's own id of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Notice, User
from accounts.refusals import AccountClosed
from platforms.identities import Identity, citizen_of, link, masked, unlink
from platforms.models import Link, LinkEvent, Openid, Platform
from platforms.refusals import LinkedToAnother, OtherAccountLinked, PerhapsOtherAccount, TwoCitizens
from tests.conftest import NOW


def wechat(openid: str, *, app: str = "wx-website", unionid: str | None = None) -> Identity:
    return Identity(Platform.WECHAT, app, openid, unionid, shown_as="林***")


def rows() -> tuple[int, int]:
    return Link.objects.count(), Openid.objects.count()


def test_an_account_that_nobody_linked_is_nobodys(db: None) -> None:
    assert citizen_of(wechat("o1", unionid="u1")) is None


def test_an_account_is_known_by_its_openid_where_there_is_no_unionid(alice: User) -> None:
    link(alice, wechat("o1"), NOW)
    assert citizen_of(wechat("o1")) == alice


def test_an_openid_is_that_of_one_app_alone(alice: User) -> None:
    link(alice, wechat("o1"), NOW)
    assert citizen_of(wechat("o1", app="wx-official")) is None


def test_an_openid_is_that_of_one_platform_alone(alice: User) -> None:
    link(alice, wechat("o1", app="same"), NOW)
    assert citizen_of(Identity(Platform.DOUYIN, "same", "o1")) is None


def test_an_account_is_known_in_every_app_by_its_unionid(alice: User) -> None:
    link(alice, wechat("o1", unionid="u1"), NOW)
    assert citizen_of(wechat("o2", app="wx-official", unionid="u1")) == alice


def test_an_openid_that_later_comes_with_a_unionid_is_the_same_account(alice: User) -> None:
    link(alice, wechat("o1"), NOW)
    known = wechat("o1", unionid="u1")
    assert citizen_of(known) == alice
    link(alice, known, NOW)
    assert rows() == (1, 1)
    assert citizen_of(wechat("o2", app="wx-official", unionid="u1")) == alice


def test_what_another_app_is_told_of_the_same_account_is_noted_beside_it(alice: User) -> None:
    link(alice, wechat("o1", unionid="u1"), NOW)
    link(alice, wechat("o2", app="wx-official", unionid="u1"), NOW)
    assert rows() == (1, 2)
    assert citizen_of(wechat("o2", app="wx-official")) == alice


@pytest.mark.parametrize(
    ("known", "comes"), [(None, None), ("u1", None), (None, "u1")], ids=["neither", "the newer", "the older"]
)
def test_what_no_unionid_tells_to_be_the_same_is_not_taken_for_it(
    alice: User, known: str | None, comes: str | None
) -> None:
    link(alice, wechat("o1", unionid=known), NOW)
    told = Notice.objects.count()
    other = wechat("o2", app="wx-official", unionid=comes)
    with pytest.raises(PerhapsOtherAccount):
        link(alice, other, NOW)
    assert rows() == (1, 1)
    assert citizen_of(other) is None
    assert Link.objects.get().unionid == known
    assert Notice.objects.count() == told


def test_linking_twice_changes_nothing(alice: User) -> None:
    first, again = (link(alice, wechat("o1", unionid="u1"), NOW) for _time in range(2))
    assert first == again
    assert rows() == (1, 1)


def test_a_new_way_in_is_told_whoever_links_it_and_once(alice: User) -> None:
    link(alice, wechat("o1", unionid="u1"), NOW)
    link(alice, wechat("o2", app="wx-official", unionid="u1"), NOW)
    assert list(Notice.objects.values_list("citizen", "code")) == [(alice.pk, "platform_linked")]


@pytest.mark.parametrize("is_known", [True, False])
def test_nothing_is_linked_to_a_closed_account(alice: User, is_known: bool) -> None:
    if is_known:
        link(alice, wechat("o1"), NOW)
    before = rows(), Notice.objects.count()
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(AccountClosed):
        link(alice, wechat("o1", unionid="u1"), NOW)
    assert (rows(), Notice.objects.count()) == before
    assert not Link.objects.filter(unionid="u1").exists()


@pytest.mark.parametrize("identity", [wechat("o1"), wechat("o2", app="wx-official", unionid="u1")])
def test_an_account_of_one_citizen_is_never_anothers(alice: User, bob: User, identity: Identity) -> None:
    link(alice, wechat("o1", unionid="u1"), NOW)
    with pytest.raises(LinkedToAnother):
        link(bob, identity, NOW)
    assert rows() == (1, 1)
    assert citizen_of(identity) == alice


@pytest.mark.parametrize("identity", [wechat("o2", unionid="u2"), wechat("o2"), wechat("o2", app="b", unionid="u2")])
def test_a_citizen_has_one_account_of_a_platform(alice: User, identity: Identity) -> None:
    link(alice, wechat("o1", unionid="u1"), NOW)
    with pytest.raises(OtherAccountLinked):
        link(alice, identity, NOW)
    assert rows() == (1, 1)
    assert citizen_of(identity) is None


def test_an_account_that_opens_two_citizens_opens_neither(alice: User, bob: User) -> None:
    link(alice, wechat("o1"), NOW)
    link(bob, wechat("o2", app="wx-official", unionid="u1"), NOW)
    both = wechat("o1", unionid="u1")
    with pytest.raises(TwoCitizens):
        citizen_of(both)
    for citizen in (alice, bob):
        with pytest.raises(TwoCitizens):
            link(citizen, both, NOW)
    assert Link.objects.get(citizen=alice).unionid is None


def test_what_was_unlinked_is_forgotten_and_may_be_linked_by_another(alice: User, bob: User) -> None:
    unlink(link(alice, wechat("o1", unionid="u1"), NOW))
    assert rows() == (0, 0)
    assert citizen_of(wechat("o1", unionid="u1")) is None
    link(bob, wechat("o1", unionid="u1"), NOW)
    assert citizen_of(wechat("o1")) == bob


def test_the_trail_tells_who_linked_and_unlinked_and_no_id_of_the_platform(alice: User) -> None:
    unlink(link(alice, wechat("o1", unionid="u1"), NOW))
    told = LinkEvent.objects.order_by("pgh_id").values_list("pgh_label", "citizen", "platform")
    assert list(told) == [("insert", alice.pk, "wechat"), ("delete", alice.pk, "wechat")]
    assert not {"unionid", "shown_as", "openid"} & {field.name for field in LinkEvent._meta.get_fields()}


@pytest.mark.parametrize(("name", "shown"), [("林小满", "林***"), (" Ann", "A***"), ("", ""), ("\u202e\n", "")])
def test_of_a_name_the_first_letter_is_kept(name: str, shown: str) -> None:
    assert masked(name) == shown


@pytest.mark.django_db(transaction=True)
def test_of_two_citizens_who_link_one_account_at_once_one_has_it(alice: User, bob: User) -> None:
    together = Barrier(2)

    def try_to_link(citizen: User) -> str:
        together.wait()
        try:
            link(citizen, wechat("o1", unionid="u1"), NOW)
        except LinkedToAnother as refused:
            return refused.code
        finally:
            connection.close()
        return "linked"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_to_link, (alice, bob))) == ["linked", "linked_to_another"]
    assert rows() == (1, 1)
