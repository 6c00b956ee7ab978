"""A group is one however it is written, and its head is of it."""

import pytest

from projects.models import Organisation
from projects.organisations.groups import are_of_one_group, verifiers_for
from tests.projects.conftest import make_organisation
from tests.projects.cycle.conftest import make_verifier


def named(group: str = "", name: str = "天府认证", pk: int = 1) -> Organisation:
    return Organisation(pk=pk, name={"zh-hans": name, "en": ""}, group=group)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("蓉城集团", "蓉城集团有限公司"),
        ("蓉城集团股份有限公司", "蓉城集团有限责任公司"),
        ("蓉城集团", "蓉城集团。"),
        ("蓉城集团", "蓉城 集团"),
        ("蓉城集团", "蓉城集團"),
        ("（蓉城）集团", "(蓉城)集团"),
        ("Rongcheng Group", "rongcheng group"),
        ("Rongcheng Group Co., Ltd.", "Ｒongcheng Group"),
    ],
)
def test_a_group_is_one_however_it_is_written(one, other):
    assert are_of_one_group(named(one, "甲", 1), named(other, "乙", 2))
    assert are_of_one_group(named(other, "甲", 1), named(one, "乙", 2))


@pytest.mark.parametrize(("one", "other"), [("", ""), ("蓉城集团", "蓉投集团"), ("有限公司", ""), ("。", "、")])
def test_other_groups_are_others_and_none_is_no_group(one, other):
    assert not are_of_one_group(named(one, "甲", 1), named(other, "乙", 2))


def test_the_head_of_a_group_is_of_it_and_so_is_what_says_nothing_else():
    head, subsidiary = named("", "蓉城集团有限公司", 1), named("蓉城集团", "蓉城环境", 2)

    assert are_of_one_group(head, subsidiary)
    assert are_of_one_group(subsidiary, head)
    assert not are_of_one_group(head, named("", "蓉城环境", 3))


def test_only_verifiers_of_another_group_are_offered(forest):
    Organisation.objects.filter(pk=forest.pk).update(group="蓉城认证集团有限公司", is_verifier=True)
    forest.refresh_from_db()
    make_verifier("蓉城认证集团", "91510100MA00000012")
    make_verifier("蜀都认证", "91510100MA00000013", group="蓉城认证集團")
    make_organisation("锦江认证", "91510100MA00000014")
    free = make_verifier("天府认证", "91510100MA00000015")

    assert list(verifiers_for(forest)) == [free]
