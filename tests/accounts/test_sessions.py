"""Who is signed in is known by two statements, and by nothing that is over."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.sessions import SessionStore


def signed_in(session_key: str | None) -> int | None:
    request = HttpRequest()
    request.session = SessionStore(session_key)
    return get_user(request).pk


@pytest.fixture
def key(client, alice) -> str:
    client.force_login(alice)
    return str(client.session.session_key)


def test_a_session_and_its_user_are_two_plain_statements(key, alice, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert signed_in(key) == alice.pk


def test_the_profile_is_read_when_it_is_asked_for(alice, desk, django_assert_num_queries):
    with django_assert_num_queries(2):
        User.objects.get(pk=alice.pk)
        User.objects.get(pk=desk.pk)
    with django_assert_num_queries(4):
        assert User.objects.get(pk=alice.pk).profile.display_name == "Alice"
        assert not hasattr(User.objects.get(pk=desk.pk), "profile")


def test_a_user_read_by_number_is_whole_and_can_be_saved(alice):
    read = User.objects.get(pk=alice.pk)
    assert read.get_deferred_fields() == read.profile.get_deferred_fields() == set()

    read.is_active = False
    read.save()

    assert User.objects.filter(pk=alice.pk, is_active=False).exists()
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=alice.pk + 1_000)


def test_among_the_members_of_a_group_nobody_else_is_found(alice, bob):
    group = Group.objects.create(name="reviewers")
    bob.groups.add(group)

    assert group.user_set.get(pk=bob.pk) == bob
    with pytest.raises(User.DoesNotExist):
        group.user_set.get(pk=alice.pk)


def test_a_closed_account_ends_its_sessions_at_once(key, alice):
    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert signed_in(key) is None


def test_a_changed_password_ends_its_sessions_at_once(key, alice):
    alice.set_password("another correct horse battery")
    alice.save()

    assert signed_in(key) is None
    assert not Session.objects.filter(pk=key).exists()


def test_a_session_that_is_over_is_nobodys(key):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert signed_in(key) is None


def test_a_key_that_somebody_made_up_is_not_taken_over(db):
    store = SessionStore("a" * 32)
    store["place"] = "till"
    store.save()

    assert store.session_key not in {None, "a" * 32}
    assert signed_in(None) is None


def test_a_session_that_was_tampered_with_is_empty(key):
    Session.objects.update(session_data="e30:nobody:signed")

    assert signed_in(key) is None
