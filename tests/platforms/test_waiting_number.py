"""While a citizen's number waits to become another, its code links no account of a platform that would outlast it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import fresh_proofs
from accounts.changing_phone.models import PhoneChange, Way
from accounts.models import User
from platforms.models import Link
from tests.accounts.conftest import Outbox
from tests.conftest import NOW
from tests.platforms.loopback import Loopback
from tests.platforms.visitors import Visitor, signed_in

pytestmark = pytest.mark.django_db

ENTRANCE = reverse("platforms:mine")


@pytest.fixture(autouse=True)
def _waits(alice: User) -> None:
    PhoneChange.objects.create(
        citizen=alice, way=Way.WAITED, asked_at=NOW, due_at=NOW + timedelta(days=7), tells_old=True
    )


def shown(visitor: Visitor, alice: User, way: str) -> None:
    signed_in(visitor, alice)
    session = visitor.client.session
    session[fresh_proofs.PROVEN_BY] = way
    session.save()


def test_who_has_shown_the_number_alone_links_none(visitor: Visitor, there: Loopback, alice: User) -> None:
    shown(visitor, alice, "phone")
    assert visitor.client.post(reverse("platforms:link", args=["wechat"])).url == ENTRANCE
    assert not Link.objects.exists()


def test_proof_of_the_number_on_the_way_there_links_none(visitor: Visitor, there: Loopback, alice: User) -> None:
    shown(visitor, alice, "passkey")
    address = visitor.agree(visitor.leave("wechat", linking=True))
    session = visitor.client.session
    session[fresh_proofs.PROVEN_BY] = "phone"
    session.save()
    visitor.back(address)
    assert not Link.objects.exists()


def test_who_comes_from_a_platform_is_signed_in_and_not_linked(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User
) -> None:
    visitor.prove(visitor.come("wechat"), outbox, str(alice.profile.phone))
    assert visitor.user_id == alice.pk
    assert not Link.objects.exists()


def test_who_has_shown_another_way_in_links_one(visitor: Visitor, there: Loopback, alice: User) -> None:
    shown(visitor, alice, "passkey")
    visitor.come("wechat", linking=True)
    assert Link.objects.get().citizen == alice
