"""From a draft to its results: two people, a budget by a document, terms that stay, and numbers that tell of nobody."""

from itertools import pairwise

import pytest
from django.db import Error, transaction

from accounts.models import Notice
from campaigns import refusals
from campaigns.desk import opening, reporting
from campaigns.models import Campaign, CampaignStatus, CampaignStep, Places, StepKind
from campaigns.public.told import told
from campaigns.signups import reminding
from campaigns.signups.joining import sign_up, withdraw
from common.editions import ChangedMeanwhile, edition_of
from credits import budgets
from credits.refusals import UnknownBudget
from tests.campaigns.conftest import DAY, FLAT, HOUR, MORE, OPENS, drafted, make_staff, nothing_found, opened, text
from tests.conftest import NOW, make_citizen


def proposed(author, **terms) -> Campaign:
    return opening.propose(campaign=drafted(author, **terms), by=author, now=NOW)


def test_opening_issues_the_budget_by_two_people_and_a_document(author, opener):
    campaign = opening.open_(campaign=proposed(author, **FLAT), by=opener, now=NOW)

    budget = budgets.find("campaign-greenway")
    [funding] = budget.fundings.all()
    assert (funding.amount, funding.number, funding.by, funding.agreed_by) == (1000, "成环〔2026〕30号", author, opener)
    assert (campaign.status, budgets.remaining(budget.code)) == (CampaignStatus.OPEN, 1000)
    assert [step.kind for step in campaign.steps.order_by("pk")] == [StepKind.BEGUN, StepKind.PROPOSED, StepKind.OPENED]
    nothing_found()


def test_who_wrote_it_does_not_open_it_and_no_budget_comes(author):
    campaign = proposed(make_staff("writes-and-opens", *OPENS), **FLAT)
    writer = make_staff("another", *OPENS)
    opening.write(campaign, by=writer)
    opening.propose(campaign=campaign, by=writer, now=NOW)

    with pytest.raises(refusals.AuthorOpens):
        opening.open_(campaign=campaign, by=writer, now=NOW)
    with pytest.raises(UnknownBudget):
        budgets.find("campaign-greenway")


def test_a_bonus_takes_the_right_to_fund(author):
    with pytest.raises(refusals.MayNotFund):
        opening.open_(campaign=proposed(author, **FLAT), by=make_staff("x", "campaigns.open_campaign"), now=NOW)


def test_what_was_not_handed_over_or_was_changed_since_is_not_opened(author, opener):
    draft = drafted(author)
    with pytest.raises(refusals.NotProposed):
        opening.open_(campaign=draft, by=opener, now=NOW)
    seen = opening.propose(campaign=draft, by=author, now=NOW)
    edition = edition_of(*opening.shown_of(seen))
    Campaign.objects.update(capacity=7)

    with pytest.raises(ChangedMeanwhile):
        opening.open_(campaign=draft, by=opener, now=NOW, edition=edition)


def test_what_is_sent_back_is_a_draft_again(author, opener):
    campaign = opening.send_back(campaign=proposed(author), words=text("写明集合地点"), by=opener, now=NOW)

    assert (campaign.status, CampaignStep.objects.last().words_shown) == (CampaignStatus.DRAFT, "写明集合地点")
    with pytest.raises(refusals.ReasonMissing):
        opening.send_back(campaign=campaign, words={"zh-hans": " "}, by=opener, now=NOW)


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        ({"signup_from": NOW - 2 * DAY, "signup_until": NOW}, refusals.SignUpIsOver),
        (MORE | {"scenario_codes": ["nonsense"]}, refusals.UnknownScenario),
    ],
    ids=["over", "unknown scenario"],
)
def test_what_cannot_take_place_is_not_handed_over(author, catalogue, terms, error):
    with pytest.raises(error):
        proposed(author, **terms)


@pytest.mark.parametrize(
    "change",
    [{"percent": 100}, {"cap_credits": 99}, {"ends_at": NOW + 9 * DAY}, {"capacity": 9}, {"status": "draft"}],
    ids=str,
)
def test_the_database_keeps_the_terms_of_an_open_campaign(author, opener, catalogue, change):
    campaign = opened(author, opener, **MORE)

    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**change)


@pytest.mark.parametrize(
    "terms",
    [
        {"ends_at": NOW - DAY},
        {"signup_until": NOW + 9 * DAY},
        {"address": {}},
        FLAT | {"proving": "none"},
        FLAT | {"document": ""},
        FLAT | {"cap_credits": 90},
        MORE | {"scenario_codes": []},
        MORE | {"percent": 401},
        {"percent": 50},
        {"opened_by_id": 1},
    ],
    ids=str,
)
def test_the_database_takes_no_campaign_of_another_shape(author, terms):
    with pytest.raises(Error), transaction.atomic():
        drafted(author, **terms)


def test_an_announcement_reaches_who_joined_and_stands_on_the_page(author, opener, alice, client):
    campaign = opened(author, opener)
    sign_up(campaign=campaign, citizen=alice, now=NOW)

    opening.announce(campaign=campaign, words=text("集合地点改到锦城湖3号湖"), by=author, now=NOW)

    assert Notice.objects.get(citizen=alice).code == "campaign_announced"
    assert "集合地点改到锦城湖3号湖" in client.get(campaign.get_absolute_url()).content.decode()


def test_reminders_come_the_day_before_and_on_the_day_once_each(author, opener, alice, bob):
    times = {"signup_until": NOW + 2 * DAY, "starts_at": NOW + 2 * DAY, "ends_at": NOW + 3 * DAY}
    campaign = opened(author, opener, **times)
    sign_up(campaign=campaign, citizen=alice, now=NOW)
    sign_up(campaign=campaign, citizen=bob, now=NOW, wants_reminders=False)
    morning = NOW - 4 * HOUR

    moments = [NOW, morning + DAY, NOW + DAY, morning + 2 * DAY - HOUR * 2, morning + 2 * DAY, morning + 2 * DAY]
    assert [reminding.remind(now=moment, limit=10) for moment in moments] == [0, 1, 0, 0, 1, 0]
    told_alice = Notice.objects.filter(citizen=alice).order_by("pk")
    assert [one.facts["when"] for one in told_alice] == ["before", "today"]
    assert not Notice.objects.filter(citizen=bob).exists()


def test_results_are_counted_once_it_is_over_and_tell_who_was_in(author, opener, alice):
    campaign = opened(author, opener)
    sign_up(campaign=campaign, citizen=alice, now=NOW)
    said = {"campaign": campaign, "photos": [], "by": author}

    with pytest.raises(refusals.NotOver):
        reporting.report(**said, text=text("骑行结束。"), now=NOW)
    first, second = (
        reporting.report(**said, text=text(words), now=NOW + DAY) for words in ("骑行结束。", "骑行圆满结束。")
    )

    assert (first.nth, second.nth) == (1, 2)
    assert first.figures == {"joined": 1, "came": 0, "credits": None, "paid": None}
    assert Notice.objects.filter(citizen=alice).count() == 1


def test_a_double_click_publishes_results_once(author, opener):
    campaign = opened(author, opener)
    said = {"campaign": campaign, "text": text("骑行结束。"), "photos": [], "by": author}

    first, second = (reporting.report(**said, now=NOW + DAY) for _ in range(2))

    assert first == second
    assert campaign.reports.count() == 1
    assert campaign.steps.filter(kind=StepKind.REPORTED).count() == 1


def test_later_results_tell_nobody_who_withdrew_meanwhile(author, opener):
    campaign = opened(author, opener)
    crowd = [make_citizen() for _ in range(11)]
    for citizen in crowd:
        sign_up(campaign=campaign, citizen=citizen, now=NOW)
    said = {"campaign": campaign, "photos": [], "by": author, "now": NOW + 2 * DAY}

    first = reporting.report(**said, text=text("骑行结束。"))
    withdraw(campaign=campaign, citizen=crowd[0], now=NOW + 2 * DAY)
    second = reporting.report(**said, text=text("骑行圆满结束。"))

    assert second.figures == first.figures


def test_what_took_place_is_not_called_off_or_changed_afterwards(author, opener, alice):
    campaign = opened(author, opener)
    sign_up(campaign=campaign, citizen=alice, now=NOW)

    for deed, by in ((opening.cancel, opener), (opening.announce, author)):
        with pytest.raises(refusals.CampaignOver):
            deed(campaign=campaign, words=text("下雨"), by=by, now=campaign.ends_at)

    campaign.refresh_from_db()
    assert campaign.status == CampaignStatus.OPEN
    assert not Notice.objects.filter(citizen=alice).exists()


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        ((4, 4, 100, 4), (None, None, None)),
        ((20, 20, 100, 20), (20, 20, 100)),
        ((20, 15, 100, 15), (20, 15, 100)),
        ((20, 17, 100, 17), (20, None, None)),
        ((20, 3, 90, 3), (20, None, None)),
        ((20, None, 90, 5), (20, None, 90)),
        ((20, None, 8, 1), (20, None, None)),
        ((20, 15, 90, 4), (20, 15, None)),
        ((20, None, 0, 0), (20, None, None)),
        ((20, 15, None, None), (20, 15, None)),
        ((33, 28, 280, 28), (30, 25, 280)),
        ((33, 28, 260, 26), (30, 25, None)),
    ],
)
def test_no_group_under_five_is_told_nor_one_that_two_others_give_away(counted, shown):
    names = ("joined", "came", "credits", "paid")

    assert reporting.shown(dict(zip(names, counted, strict=True))) == dict(zip(names[:3], shown, strict=True))


@pytest.mark.parametrize("capacity", [3, 7, 9, 10, 12, 50])
def test_between_two_numbers_of_places_left_lie_five_who_signed_up(author, opener, capacity):
    campaign = opened(author, opener, capacity=capacity)
    said: dict[str, int] = {}
    for taken in range(capacity + 1):
        Places.objects.filter(pk=campaign.pk).update(asked=taken, taken=taken)
        said.setdefault(told([campaign], now=NOW)[0].room, taken)

    moments = list(said.values())
    assert moments[-1] == capacity
    assert all(later - earlier >= min(capacity, 5) for earlier, later in pairwise(moments))


def test_of_a_handful_that_signed_up_nobody_learns_how_many(author, opener, people):
    campaign = opened(author, opener, capacity=50)
    rooms = []
    for citizen in [*people, author.__class__.objects.create_citizen()]:
        sign_up(campaign=campaign, citizen=citizen, now=NOW)
        rooms.append(told([campaign], now=NOW)[0].room)

    assert rooms == ["名额50个"] * 4 + ["剩余名额约45个，共50个"]
