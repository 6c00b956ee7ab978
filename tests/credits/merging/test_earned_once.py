"""What an account that was merged has done counts for the one that stays: no day, quiz or campaign pays twice."""

from datetime import timedelta

import pytest

from activities import intake
from activities.models import Activity, Reason
from activities.refusals import CountedAtFormerAccount
from activities.scoring import taking_back
from campaigns.bonuses.posting import Due, pay
from campaigns.models import Bonus
from campaigns.signups.joining import sign_up
from channels.quiz import bank
from channels.quiz.answering import answer
from channels.quiz.drawing import sheet_for
from channels.quiz.refusals import QuizAnsweredBefore
from common.merging import Pair, effects
from common.successors import families_of
from tests.campaigns.conftest import DAY, HOUR, MORE, OPENS, WRITES, make_staff, opened
from tests.conftest import NOW, make_citizen, record, ride, score_everything, walk
from tests.credits.merging.conftest import approved, asked, has_waited, merged, with_phone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]


def refused(outcomes) -> list[type | None]:
    return [type(one.error) if isinstance(one, intake.Refused) else None for one in outcomes]


def test_the_day_that_the_ended_account_reported_takes_no_more_of_it(old, new, clerk):
    record(old, walk(8000))
    score_everything()
    merged(old, new, clerk)

    outcomes = record(new, walk(20_000), walk(8000, days_ago=1), ride(2000))

    assert refused(outcomes) == [CountedAtFormerAccount, None, None]
    assert Activity.objects.filter(citizen=new).count() == 2


def test_it_is_so_before_its_acts_are_counted_too(old, new, clerk):
    record(old, walk(8000))
    merged(old, new, clerk)

    assert refused(record(new, walk(20_000))) == [CountedAtFormerAccount]


def test_nobody_else_is_touched_and_what_was_taken_back_leaves_the_day_free(old, new, clerk, desk):
    record(old, walk(8000))
    score_everything()
    [act] = Activity.objects.all()
    merged(old, new, clerk)
    assert refused(record(make_citizen(), walk(8000))) == [None]

    taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=desk, now=NOW)

    assert refused(record(new, walk(20_000))) == [None]


def test_through_every_merger_since(old, new, clerk):
    third = with_phone("+8613900000003")
    record(old, walk(8000))
    score_everything()
    merged(old, new, clerk)
    merged(new, third, clerk, now=NOW + timedelta(minutes=1))

    assert refused(record(third, walk(8000))) == [CountedAtFormerAccount]
    assert families_of([old.pk, clerk.pk]) == {
        old.pk: frozenset({old.pk, new.pk, third.pk}),
        clerk.pk: frozenset({clerk.pk}),
    }


def test_the_page_says_so_before(old, new):
    record(old, walk(8000))

    told = {one.what: one.becomes for one in effects(Pair(old.pk, new.pk), now=NOW)}

    assert "不再" in told["已报告过的日期"]


def test_a_days_quiz_is_answered_once(old, new, clerk, time_machine):
    time_machine.move_to(NOW, tick=False)
    bank.load()
    own = sheet_for(citizen=old, now=NOW)
    answer(citizen=old, day=own.city_day, chosen=[0, 0, 0], now=NOW)
    merged(old, new, clerk)
    sheet = sheet_for(citizen=new, now=NOW)

    with pytest.raises(QuizAnsweredBefore):
        answer(citizen=new, day=sheet.city_day, chosen=[0, 0, 0], now=NOW)

    sheet.refresh_from_db()
    assert sheet.answered_at is None
    assert not Activity.objects.filter(citizen=new).exists()


def test_a_campaign_pays_one_citizen_no_more_than_its_cap(old, new, clerk):
    author, opener = make_staff("author", *WRITES), make_staff("opener", *OPENS)
    times = {
        "signup_from": NOW - 3 * DAY,
        "starts_at": NOW - 2 * DAY,
        "ends_at": NOW + HOUR,
        "signup_until": NOW + HOUR / 2,
    }
    campaign = opened(author, opener, **MORE, **times)
    other = make_citizen()
    joined = [sign_up(campaign=campaign, citizen=one, now=NOW - 10 * HOUR).signup for one in (old, new, other)]
    acts = []
    for one in (old, new, other):
        [outcome] = record(one, walk(20_000))
        acts.append(outcome.activity.pk)
    score_everything()
    later = NOW + 2 * HOUR
    pay(campaign, [Due(joined[0], 15, acts[0])], now=later)
    # Once the campaign is over, the account that ends is held up by nothing.
    merger = asked(old, new, now=later)
    has_waited(merger)
    approved(merger, clerk, now=later)

    pay(campaign, [Due(joined[1], 15, acts[1]), Due(joined[2], 15, acts[2])], now=later)

    paid = Bonus.objects.order_by("pk").values_list("signup__citizen", "credits", "cut")
    assert list(paid) == [(old.pk, 15, ""), (new.pk, 5, "cap"), (other.pk, 15, "")]
