"""A bonus for a check-in or an act: once, capped, exactly up to the budget, and taken back with its act."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Notice
from accounts.standing import freezing
from activities.models import Activity, Reason, Revocation
from activities.reinstating import reinstate
from activities.scoring import taking_back
from campaigns import audit, jobs
from campaigns.bonuses.due import bonus_on, pay_due
from campaigns.bonuses.posting import Due, pay
from campaigns.bonuses.returning import return_due
from campaigns.checkins import codes
from campaigns.checkins.checking_in import by_code
from campaigns.desk import opening
from campaigns.models import Bonus, BonusReturn, SignUp
from campaigns.signups.joining import sign_up, withdraw
from credits import budgets, holds, ledger, statements
from scenarios.models import Scenario
from tests.at_once import at_once
from tests.campaigns.conftest import DAY, FLAT, HOUR, MORE, OPENS, WRITES, make_staff, nothing_found, opened, text
from tests.conftest import NOW, TODAY, filled_budget, make_citizen, record, score_everything, walk

TOMORROW = NOW + DAY
WALKED = {4000: 8, 8000: 16}
"""Steps of a device and the credits that they earn."""


def join(campaign, citizen, now=NOW - 10 * HOUR):
    return sign_up(campaign=campaign, citizen=citizen, now=now).signup


def check_in(campaign, citizen, now=NOW):
    return by_code(campaign=campaign, citizen=citizen, code=codes.on_screen(campaign, now=now).code, now=now)


def have(citizen, on=TODAY) -> int:
    return statements.available(citizen.pk, today=on)


def paid(campaign) -> list[tuple[int, str]]:
    return list(Bonus.objects.filter(signup__campaign=campaign).order_by("pk").values_list("credits", "cut"))


def told(citizen) -> list[str]:
    return list(Notice.objects.filter(citizen=citizen).order_by("pk").values_list("code", flat=True))


@pytest.fixture
def walks(catalogue, budget, author, opener):
    """A campaign of this day that pays half as much again for walking; who joins has the whole day before them."""
    times = {"signup_from": NOW - 3 * DAY, "starts_at": NOW - 2 * DAY, "ends_at": NOW + 3 * DAY}
    return opened(author, opener, **MORE, **times)


def walked(citizen, steps=8000) -> Activity:
    [outcome] = record(citizen, walk(steps))
    score_everything()
    return outcome.activity


def test_who_checks_in_is_paid_from_the_campaigns_own_budget(author, opener, alice):
    campaign = opened(author, opener, **FLAT)
    join(campaign, alice)

    done = check_in(campaign, alice)

    assert (done.bonus.credits, have(alice), budgets.remaining("campaign-greenway")) == (30, 30, 970)
    assert told(alice) == ["campaign_bonus"]
    [entry] = statements.page(alice.pk).entries
    assert (entry.kind, entry.change, entry.reference) == (ledger.TransferKind.BONUS, 30, f"bonus:{done.bonus.pk}:0")
    nothing_found()


def test_checking_in_twice_pays_once(author, opener, alice):
    campaign = opened(author, opener, **FLAT)
    join(campaign, alice)

    first, second = check_in(campaign, alice), check_in(campaign, alice, now=NOW + HOUR)

    assert (first.again, second.again, second.bonus) == (False, True, first.bonus)
    assert have(alice) == 30


def test_the_last_bonus_is_what_is_left_and_those_after_it_are_nothing(author, opener, people):
    campaign = opened(author, opener, **(FLAT | {"budget_credits": 70}))
    for citizen in people:
        join(campaign, citizen)

    for citizen in people:
        check_in(campaign, citizen)

    assert paid(campaign) == [(30, ""), (30, ""), (10, "budget"), (0, "budget")]
    assert [have(citizen) for citizen in people] == [30, 30, 10, 0]
    assert budgets.remaining(campaign.budget_code) == 0
    assert told(people[3]) == ["campaign_bonus_cut"]
    nothing_found()


def test_many_check_in_at_once_and_the_bonus_stops_exactly_at_the_budget(transactional_db):
    campaign = opened(make_staff("author", *WRITES), make_staff("opener", *OPENS), **(FLAT | {"budget_credits": 500}))
    crowd = [make_citizen() for _ in range(24)]
    for citizen in crowd:
        join(campaign, citizen)

    done = at_once([lambda citizen=citizen: check_in(campaign, citizen) for citizen in crowd])

    assert [one for one in done if isinstance(one, Exception)] == []
    assert sorted(credits for credits, _cut in paid(campaign)) == [0] * 7 + [20] + [30] * 16
    assert budgets.remaining(campaign.budget_code) == 0
    nothing_found()


def test_an_act_of_who_joined_earns_more_the_day_after(walks, alice):
    join(walks, alice, NOW - 2 * DAY)
    act = walked(alice)

    assert pay_due(now=NOW, limit=100) == 0, "its day is not over"
    assert pay_due(now=TOMORROW, limit=100) == 1
    assert pay_due(now=TOMORROW, limit=100) == 0

    [bonus] = Bonus.objects.all()
    assert (bonus.activity, bonus.full, bonus.credits) == (act, WALKED[8000] // 2, WALKED[8000] // 2)
    assert have(alice) == WALKED[8000] + WALKED[8000] // 2
    assert told(alice) == ["campaign_bonus_begun"]
    nothing_found()


def test_what_one_citizen_gets_is_capped(walks, alice):
    join(walks, alice, NOW - 3 * DAY)
    for days in range(2):
        record(alice, walk(8000, days_ago=days))
    record(alice, walk(8000, days_ago=0, now=NOW + 2 * DAY), now=NOW + 2 * DAY)
    score_everything(NOW + 2 * DAY)

    pay_due(now=NOW + 3 * DAY, limit=100)

    assert paid(walks) == [(8, ""), (8, ""), (4, "cap")]
    assert "campaign_bonus_cut" in told(alice)
    nothing_found()


@pytest.mark.parametrize("days_ago", [1, 4], ids=["before joining", "before the campaign"])
def test_acts_before_joining_or_before_the_campaign_earn_nothing_more(walks, alice, days_ago):
    join(walks, alice, NOW - DAY)
    record(alice, walk(8000, days_ago=days_ago))
    score_everything()

    assert pay_due(now=TOMORROW, limit=100) == 0


def test_who_waits_or_has_withdrawn_earns_nothing_more(catalogue, budget, author, opener, alice, bob):
    campaign = opened(author, opener, **MORE, capacity=1, signup_from=NOW - 3 * DAY, starts_at=NOW - 2 * DAY)
    for citizen in (alice, bob):
        join(campaign, citizen, NOW - 2 * DAY)
        walked(citizen)
    withdraw(campaign=campaign, citizen=alice, now=NOW)

    assert pay_due(now=TOMORROW, limit=100) == 0, "Bob has his place only since noon"


def test_a_campaign_that_was_cancelled_pays_what_was_done_before(walks, opener, alice):
    join(walks, alice, NOW - 2 * DAY)
    walked(alice)
    opening.cancel(campaign=walks, words=text("场地不可用"), by=opener, now=NOW)

    assert pay_due(now=TOMORROW, limit=100) == 1
    nothing_found()


def test_a_bonus_is_taken_back_with_its_act_and_what_is_spent_is_owed(walks, desk, alice):
    join(walks, alice, NOW - 2 * DAY)
    act = walked(alice)
    pay_due(now=TOMORROW, limit=100)
    taking_back.take_back(activity=act, reason=Reason.NOT_DONE, by=desk, now=TOMORROW)

    assert return_due(now=TOMORROW + HOUR, limit=100) == 1
    assert return_due(now=TOMORROW + HOUR, limit=100) == 0

    assert (have(alice), statements.debt(alice.pk)) == (0, 0)
    assert BonusReturn.objects.get().credits == 8
    assert told(alice)[-1] == "campaign_bonus_returned"
    assert budgets.remaining(walks.budget_code) == 992, "no budget is filled again"
    nothing_found()


def test_a_bonus_repays_a_debt_first(author, opener, alice, walks, desk, time_machine):
    campaign = opened(author, opener, code="tea", **FLAT)
    join(walks, alice, NOW - 2 * DAY)
    act = walked(alice)
    pay_due(now=TOMORROW - HOUR, limit=100)
    join(campaign, alice)
    spend_all(alice)
    taking_back.take_back(activity=act, reason=Reason.NOT_DONE, by=desk, now=NOW)

    check_in(campaign, alice, now=NOW + HOUR)

    assert (have(alice), statements.debt(alice.pk)) == (30 - WALKED[8000], 0)
    time_machine.move_to(NOW + HOUR, tick=False)
    nothing_found()


def spend_all(citizen) -> None:
    """To a cause, for good."""
    chosen = holds.portions(citizen.pk, have(citizen), today=TODAY)
    ledger.post_all(holds.donated("causecausecausec", chosen, reference="donate:1", now=NOW), now=NOW)


def test_who_is_frozen_at_the_check_in_is_paid_once_it_is_over(author, opener, desk, alice):
    campaign = opened(author, opener, **FLAT)
    join(campaign, alice)
    freeze = freezing.freeze(
        citizen=alice,
        earning=True,
        spending=False,
        reason="multiple_accounts",
        note="",
        ends_at=NOW + 2 * HOUR,
        by=desk,
        now=NOW - HOUR,
    )

    assert check_in(campaign, alice).bonus is None
    freezing.lift(freeze=freeze, by=desk, now=NOW + HOUR)
    pay_due(now=NOW + HOUR, limit=10)

    assert have(alice) == 30
    nothing_found()


def test_the_jobs_do_both(walks, alice):
    join(walks, alice, NOW - 2 * DAY)
    walked(alice)

    assert (jobs.pay_bonuses().facts, jobs.return_bonuses().facts) == ({"paid": 1}, {"returned": 0})


class ExactlyTheBudget(TestCase):
    """Whatever is promised to whom in which order, what is paid is the promises, cut by cap and budget alone."""

    def setUp(self):
        self.number = 0
        self.author, self.opener = make_staff("author", *WRITES), make_staff("opener", *OPENS)

    @given(
        budget=st.integers(8, 300),
        cap=st.integers(1, 60),
        promises=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 40)), max_size=12),
    )
    def test_it(self, budget, cap, promises):
        self.number += 1
        terms = FLAT | {"flat_credits": cap, "cap_credits": cap, "budget_credits": budget}
        terms |= {"document": f"成环〔2026〕{self.number}号"}
        campaign = opened(self.author, self.opener, code=f"c{self.number}", **terms)
        crowd = [make_citizen() for _ in range(4)]
        signups = [join(campaign, citizen) for citizen in crowd]
        left, spent, expected = budget, [0] * 4, []
        for place, (who, full) in enumerate(promises):
            wanted = min(full, cap - spent[who])
            given_ = min(wanted, left)
            left, spent[who] = left - given_, spent[who] + wanted
            expected.append(given_)
            act = fake_act(crowd[who])
            made = pay(campaign, [Due(signups[who], full, act.pk)], now=NOW + timedelta(seconds=place))
            assert [one.credits for one in made] == [given_]
            spent[who] -= wanted - given_

        assert budgets.remaining(campaign.budget_code) == left == budget - sum(expected)
        assert [have(citizen) for citizen in crowd] == spent


def fake_act(citizen) -> Activity:
    scenario, _new = Scenario.objects.get_or_create(
        code="walking",
        defaults={"name": text("步行"), "summary": text(""), "methodology_code": "walking", "icon": "footprints"},
    )
    return Activity.objects.create(
        citizen=citizen,
        scenario=scenario,
        channel="form",
        evidence="device",
        started_at=NOW,
        ended_at=NOW,
        city_day=TODAY,
        values={},
        status_at=NOW,
        recorded_at=NOW,
    )


def test_a_bonus_is_rounded_down():
    assert [bonus_on(credits, 50) for credits in (1, 2, 3, 7)] == [0, 1, 1, 3]


def test_the_audit_finds_a_bonus_without_its_cause(author, opener, alice):
    campaign = opened(author, opener, **FLAT)
    join(campaign, alice)
    check_in(campaign, alice)
    [bonus] = Bonus.objects.all()
    account = ledger.find(f"{bonus.reference}:0")
    ledger.post(
        [ledger.Posting(account.debit_id, account.credit_id, 5, ledger.TransferKind.BONUS, "bonus:999:0", NOW)], now=NOW
    )

    assert {found.code for found in audit.findings()} == {"bonus_transfer_without_its_bonus"}
    assert SignUp.objects.count() == 1


def test_nothing_is_found_before_anything_is(db):
    filled_budget()

    nothing_found()


def test_an_act_that_counts_again_long_after_gets_its_bonus_again(walks, alice, desk):
    """Counted again 15 days after the end; two days later its bonus is paid, once."""
    join(walks, alice, NOW - 2 * DAY)
    [outcome] = record(alice, walk(8000))
    score_everything()
    pay_due(now=TOMORROW, limit=10)
    taking_back.take_back(activity=outcome.activity, reason=Reason.NOT_DONE, by=desk, now=TOMORROW)
    return_due(now=TOMORROW, limit=10)
    late = walks.ends_at + 15 * DAY

    reinstate(revocation=Revocation.objects.get(), by=make_citizen(), now=late)
    score_everything(late)

    assert [pay_due(now=late + days * DAY, limit=10) for days in (1, 2, 16)] == [1, 0, 0]
    assert paid(walks) == [(8, ""), (8, "")]
    nothing_found()


def test_an_act_that_is_scored_too_late_for_no_reason_gets_no_bonus(walks, alice):
    join(walks, alice, NOW - 2 * DAY)
    record(alice, walk(8000))
    score_everything()

    assert pay_due(now=walks.ends_at + 15 * DAY, limit=10) == 0


@pytest.mark.parametrize("kind", ["flat", "multiplier"])
def test_a_freeze_that_lasts_longer_than_a_campaign_is_followed_costs_no_bonus(
    request, author, opener, desk, alice, kind
):
    if kind == "flat":
        campaign = opened(author, opener, **FLAT)
        join(campaign, alice)
    else:
        campaign = request.getfixturevalue("walks")
        join(campaign, alice, NOW - 2 * DAY)
        record(alice, walk(8000))
        score_everything()
    over = campaign.ends_at + 20 * DAY
    said = {"earning": True, "spending": False, "reason": "multiple_accounts", "note": "", "by": desk}
    freeze = freezing.freeze(citizen=alice, **said, ends_at=over + DAY, now=NOW)
    if kind == "flat":
        check_in(campaign, alice)

    assert [pay_due(now=moment, limit=10) for moment in (TOMORROW, over)] == [0, 0]
    freezing.lift(freeze=freeze, by=desk, now=over)

    assert [pay_due(now=over + days * DAY, limit=10) for days in (1, 2)] == [1, 0]
    nothing_found()
