"""On the desk a version is rehearsed: asked for, watched, stopped; told is what it comes to, in yuan as well."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission

from activities.scoring.rehearsing import run
from common.editions import edition_of
from credits.liability import mean_price
from merchants.till.taking import capture
from scenarios import publishing
from scenarios.models import Rehearsal, RuleVersion
from scenarios.rehearsals.asking import rehearsed
from scenarios.rehearsals.models import Stage
from tests.conftest import NOW, make_citizen, record, score_everything, walk
from tests.desk_pages import decide
from tests.merchants.conftest import (
    FEN,
    PRICE,
    code_of,
    give,
    make_member,
    make_merchant,
    make_offer,
    make_shop,
    voucher_of,
)

LIST = "/admin/scenarios/ruleversion/"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def draft(catalogue, budget) -> RuleVersion:
    draft = publishing.copy_version(RuleVersion.objects.get(scenario__code="walking", number=1), now=NOW)
    document = {**draft.document, "caps": [{**draft.document["caps"][0], "value": 100}]}
    publishing.edit(draft, document=document)
    return RuleVersion.objects.get(pk=draft.pk)


@pytest.fixture
def page(client, desk):
    client.force_login(desk)
    return client


@pytest.fixture
def walkers():
    citizens = [make_citizen(district="wuhou") for _each in range(8)]
    for citizen in citizens:
        record(citizen, walk(8000))
    score_everything()
    return citizens


def address(version: RuleVersion, verb: str = "rehearse") -> str:
    return f"{LIST}{version.pk}/{verb}/"


def run_it() -> None:
    run_it_at(NOW)


def run_it_at(now: datetime) -> None:
    while run.go_on(clock=lambda: now):
        pass


def may(client, *rights: str):
    official = make_citizen()
    official.is_staff, official.username = True, "official"
    official.save()
    official.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(official)
    return client


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_from_the_version_to_what_it_would_have_cost(page, draft, walkers):
    assert address(draft) in text(page.get(address(draft, "change")))
    answer = decide(page, address(draft), {"days": "30"})
    assert (answer.status_code, answer.url) == (302, address(draft))

    waiting = text(page.get(address(draft)))
    assert "试算即将开始" in waiting
    assert 'hx-get="' in waiting
    assert f'action="{address(draft, "stop")}"' in waiting
    run_it()

    shown = text(page.get(address(draft)))
    assert "从 2026-10-25 到 2026-11-23，按这一版会少发 48 积分。" in shown
    assert "0 人多得，8 人少得，0 人不变。" in shown
    assert rehearsed(draft)
    assert "减少 160 克二氧化碳" in shown
    assert "每天最多计入 100 克" in shown


def test_from_what_it_would_have_cost_to_the_second_person(page, draft, walkers):
    """Whoever waited for it goes on from there, and whoever approves reads it."""
    decide(page, address(draft), {"days": "30"})
    run_it()

    part = text(page.get(address(draft, "rehearsal")))
    assert address(draft, "publish") in part
    assert f'href="{address(draft)}"' in part
    check = text(page.get(address(draft, "publish")))
    assert "按这一版会少发 48 积分" in check
    assert "0 人多得，8 人少得，0 人不变。" in check
    assert f'href="{address(draft)}"' in check


def test_difference_to_several_versions_is_not_told_as_the_drafts_own(client, desk, draft, walkers, time_machine):
    """The second rule halves what is typed; the draft differs from the last of them by its cap."""
    later = NOW + timedelta(days=8)
    time_machine.move_to(later, tick=False)
    client.force_login(desk)
    for citizen in walkers:
        record(citizen, walk(8000, now=later), now=later)
    score_everything(later)
    last = RuleVersion.objects.get(scenario__code="walking", number=3)
    [last_days, draft_days] = [address(last), address(draft)]

    decide(client, draft_days, {"days": "30"})
    run_it_at(later)
    told = text(client.get(draft_days))
    assert "这些天里先后按第 1、2、3 版核算" in told
    assert "请对第 3 版也试算同样的天数" in told
    assert f'href="{last_days}"' in told

    decide(client, last_days, {"days": "30"})
    run_it_at(later)
    assert "与同样试算过这些天的第 3 版相比，相差 -96 积分。" in text(client.get(draft_days))

    decide(client, draft_days, {"days": "2"})
    run_it_at(later)
    assert "先后按第" not in text(client.get(draft_days))


def test_nothing_recorded_is_told_as_nothing(page, draft):
    decide(page, address(draft), {"days": "30"})
    run_it()

    shown = text(page.get(address(draft)))
    assert "这些天没有这个场景的行为，无从试算。" in shown
    assert "已计算的行为" not in shown


def test_few_citizens_are_not_counted(page, draft):
    record(make_citizen(), walk(8000))
    score_everything()
    decide(page, address(draft), {"days": "30"})
    run_it()

    shown = text(page.get(address(draft)))
    assert "参与市民不足五人。" in shown
    assert "1 人少得" not in shown
    assert "来自 1 位市民" not in shown


def test_the_part_that_asks_again_tells_the_same(page, draft, walkers):
    decide(page, address(draft), {"days": "30"})
    part = text(page.get(address(draft, "rehearsal"), {"asked": "3"}))
    assert "asked=4" in part
    assert "<html" not in part
    run_it()

    part = text(page.get(address(draft, "rehearsal")))
    assert "按这一版会少发 48 积分" in part
    assert "hx-get" not in part


def test_it_is_stopped_by_a_button(page, draft, walkers):
    decide(page, address(draft), {"days": "30"})

    assert page.post(address(draft, "stop")).status_code == 302
    assert Rehearsal.objects.get().state == Stage.STOPPED
    assert "这次试算中途停止了" in text(page.get(address(draft)))
    assert "试算已经结束，不用再停止" in page.post(address(draft, "stop"), follow=True).content.decode()
    assert page.get(address(draft, "stop")).status_code == 403


def test_an_edited_draft_is_to_be_rehearsed_again(page, draft, walkers):
    decide(page, address(draft), {"days": "30"})
    run_it()
    publishing.edit(draft, document={**draft.document, "caps": [{**draft.document["caps"][0], "value": 120}]})

    before = text(page.get(address(draft)))
    assert "草稿后来改过" in before
    assert "每天最多计入 100 克" in before
    decide(page, address(draft), {"days": "7"})
    run_it()
    shown = page.get(address(draft))
    assert "草稿后来改过" not in text(shown)
    first, second = Rehearsal.objects.order_by("pk")
    assert f"?of={first.pk}" in text(shown)
    assert "少发 48 积分" in text(page.get(address(draft), {"of": first.pk}))
    assert "少发 32 积分" in text(page.get(address(draft), {"of": second.pk}))


@pytest.mark.parametrize("days", ["", "0", "367", "many"])
def test_days_that_cannot_be_are_asked_for_again(page, draft, days):
    assert decide(page, address(draft), {"days": days}).status_code == 200
    assert not Rehearsal.objects.exists()


def test_what_the_page_showed_is_rehearsed_or_nothing(page, draft):
    shown = {"days": "30", "edition": edition_of(draft.document)}
    publishing.edit(draft, document={**draft.document, "claimable": not draft.document["claimable"]})

    page.post(address(draft), shown)
    page.post(address(draft), {"days": "30"})
    assert not Rehearsal.objects.exists()


@pytest.mark.parametrize("of", ["x", "-1", "9" * 30, "0"])
def test_no_other_version_is_shown_by_a_number(page, draft, of):
    assert page.get(address(draft), {"of": of}).status_code == 404


def test_the_rehearsal_of_another_version_is_not_shown_here(page, draft, walkers):
    decide(page, address(draft), {"days": "30"})
    other = publishing.copy_version(draft, now=NOW)

    assert page.get(address(other), {"of": Rehearsal.objects.get().pk}).status_code == 404


def test_who_may_only_look_sees_it_and_no_act_by_its_id(client, page, draft, walkers):
    decide(page, address(draft), {"days": "30"})
    run_it()

    looking = may(client, "view_ruleversion")
    shown = looking.get(address(draft))
    assert "少发 48 积分" in text(shown)
    assert "activities/activity" not in text(shown)
    assert 'name="days"' not in text(shown)
    assert looking.post(address(draft), {"days": "30"}).status_code == 403
    assert looking.post(address(draft, "stop")).status_code == 403
    assert Rehearsal.objects.count() == 1


@pytest.mark.parametrize("right", ["change_ruleversion", "publish_ruleversion"])
def test_who_drafts_or_publishes_may_rehearse(client, draft, right):
    assert decide(may(client, "view_ruleversion", right), address(draft), {"days": "1"}).status_code == 302
    assert Rehearsal.objects.get().asked_by.username == "official"


def test_yuan_by_what_merchants_were_owed(page, draft, walkers, alice):
    """A cup of tea for 50 credits, for which its merchant is owed 6 yuan."""
    assert mean_price(NOW) is None
    teahouse = make_merchant("蜀风茶舍")
    till, cashier = make_shop(teahouse, "春熙路店"), make_member(teahouse)
    give(alice, PRICE)
    earlier = NOW - timedelta(hours=1)
    voucher = voucher_of(alice, make_offer(teahouse), earlier)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher, earlier), key="1", now=earlier)
    price = mean_price(NOW)
    assert (price.fen, price.credits) == (FEN, PRICE)

    decide(page, address(draft), {"days": "30"})
    run_it()
    yuan = f"{48 * FEN / PRICE / 100:.2f}"
    assert f"少发 48 积分，约 ¥{yuan}。" in text(page.get(address(draft)))


def test_english_says_it_too(page, draft, walkers):
    decide(page, address(draft), {"days": "30"})
    run_it()
    page.cookies["django_language"] = "en"

    shown = text(page.get(address(draft)))
    assert "From 2026-10-25 to 2026-11-23 this version would have given out 48 credits less." in shown
    assert "0 citizens would have got more, 8 less, 0 the same." in shown
