"""An order tells who may release it that it waits, and who gave it what became of it."""

import pytest

from accounts.models import Notice
from projects.models import BlockStatus, Part, Purpose, UnitBlock
from projects.registry.ordering import refuse, release, retire, withdraw
from tests.conftest import NOW
from tests.inboxes import led_to, said_to
from tests.projects.conftest import issued, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(forest):
    return seat(forest, Part.EDITOR)


@pytest.fixture
def releaser(forest):
    return seat(forest, Part.RELEASER)


@pytest.fixture
def ordered(project, clerks, editor, releaser):
    """Orders that some units be retired."""
    issued(project, 2_000_000, clerks)

    def ordered(tonnes: int, by=editor):
        block = UnitBlock.objects.get(status=BlockStatus.HELD)
        details = {"beneficiary": "会议", "purpose": Purpose.EVENT, "words": ""}
        return retire(block=block, tonnes=tonnes, **details, by=by, now=NOW)

    return ordered


def test_whoever_may_release_it_is_told_and_who_gave_it_is_not(ordered, forest, editor, releaser):
    owner = seat(forest, Part.OWNER)
    order = ordered(1200, by=owner)

    assert said_to(releaser, "zh-hans") == ["林盘合作社：一笔 1,200 吨的消纳等您放行。"]
    assert led_to(releaser) == [f"/enterprise/{forest.public_id}/orders/{order.public_id}/"]
    assert said_to(owner) == said_to(editor) == []


def test_who_gave_it_reads_what_became_of_it(ordered, editor, releaser):
    release(order=ordered(10), by=releaser, now=NOW)
    refuse(order=ordered(20), answer="数量不对", by=releaser, now=NOW)
    withdraw(order=ordered(30), by=editor, now=NOW)

    assert said_to(editor, "zh-hans") == [
        "林盘合作社：您提交的一笔 10 吨的消纳已放行，办理完成。",
        "林盘合作社：您提交的一笔 20 吨的消纳未获放行，原因：数量不对",
    ]
    assert Notice.objects.filter(code="order_waits").count() == 3
