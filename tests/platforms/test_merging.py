"""Linked platforms of an account that is merged into another open the one that stays."""

from accounts.models import User
from common.merging import Pair
from platforms import merging_parts
from platforms.identities import Identity, citizen_of, link
from platforms.models import Link, Platform
from tests.conftest import NOW

OLD, KEPT, ONLY = (
    Identity(Platform.WECHAT, "wx", "o1", "u1"),
    Identity(Platform.WECHAT, "wx", "o2", "u2"),
    Identity(Platform.DOUYIN, "aw", "d1", "v1"),
)


def test_what_the_staying_account_has_not_moves_and_the_rest_goes_as_was_said(alice: User, bob: User) -> None:
    link(alice, OLD, NOW)
    link(alice, ONLY, NOW)
    link(bob, KEPT, NOW)
    pair = Pair(ended_id=alice.pk, stays_id=bob.pk)
    said = [(str(effect.what), str(effect.becomes)) for effect in merging_parts.effects(pair, NOW)]
    assert said == [("微信", "解除绑定：保留的账号已绑定一个。"), ("抖音", "继续用来登录。")]
    merging_parts.settle(pair, NOW)
    assert not Link.objects.filter(citizen=alice).exists()
    assert [citizen_of(identity) for identity in (OLD, KEPT, ONLY)] == [None, bob, bob]
