"""How much each role may adjust: the numbers of the list, to the credit, and nobody raises their own."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from common.city_time import day_span
from credits.adjusting import deciding, limits, proposing
from credits.adjusting.limits import Limits
from credits.adjusting.limits_form import LimitsForm, lines
from credits.refusals import AboveLimit, OwnLimit
from desk import roles
from lists import confirming
from lists.kinds import every_kind
from tests.conftest import NOW, TODAY, make_citizen
from tests.credits.adjusting.conftest import FUNDING, SERVING, approved, drafted, official, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("budget")]
A_DAY = timedelta(days=1)


def in_force(**of_roles: tuple[int, int, int]) -> None:
    """Limits as somebody has entered and somebody else confirmed, of offices by their short names."""
    named = {"serving": SERVING, "funding": FUNDING}
    document = {
        "roles": [
            dict(zip(("role", "each", "day", "citizen_month"), (named[role], *numbers), strict=True))
            for role, numbers in of_roles.items()
        ]
    }
    kind, writer = every_kind()[limits.LIST], official("writer", "规则起草 · Rule drafting")
    said = {"subject": "", "document": document, "effective_from": None}
    edition = confirming.enter(kind, **said, by=writer, now=NOW)
    confirming.confirm(edition, by=official("confirmer", "规则发布 · Rule publishing"), now=NOW)


def test_a_role_has_the_limits_of_its_line_and_a_superuser_the_most_of_all(clerk, controller, desk):
    assert limits.limits_of(clerk) == Limits(each=500, day=5_000, citizen_month=1_000)
    assert limits.limits_of(controller) == Limits(each=2_000, day=20_000, citizen_month=2_000)
    assert limits.limits_of(desk) == Limits(each=2_000, day=20_000, citizen_month=2_000)
    assert limits.limits_of(official("drafter", "规则起草 · Rule drafting")) == Limits()
    clerk.groups.add(Group.objects.get(name=FUNDING))
    assert limits.limits_of(clerk).each == 2_000


@pytest.mark.parametrize("sign", [1, -1])
def test_one_adjustment_is_as_large_as_its_proposer_may(alice, clerk, sign):
    proposed(alice, sign * 500, clerk)
    with pytest.raises(AboveLimit) as refused:
        drafted(make_citizen(), sign * 501, clerk)
    assert refused.value.facts == {"which": "each", "most": 500, "comes_to": 501}


def test_who_decides_is_bound_by_limits_of_their_own(alice, clerk, controller):
    in_force(serving=(500, 5_000, 1_000), funding=(100, 150, 100))
    waiting = proposed(alice, 101, clerk)
    with pytest.raises(AboveLimit):
        approved(waiting, controller)
    assert deciding.decline(adjustment=waiting, answer="超限", by=controller, now=NOW).status == "declined"

    approved(proposed(alice, 100, clerk), controller)
    waiting = proposed(make_citizen(), -51, clerk)
    with pytest.raises(AboveLimit) as refused:
        approved(waiting, controller)
    assert refused.value.facts == {"which": "day", "most": 150, "comes_to": 151}


def test_a_day_of_the_proposer_is_counted_and_the_next_begins_anew(clerk):
    in_force(serving=(100, 150, 100))
    first = proposed(make_citizen(), 100, clerk)
    proposed(make_citizen(), -50, clerk)
    with pytest.raises(AboveLimit) as refused:
        proposed(make_citizen(), 1, clerk)
    assert refused.value.facts["which"] == "day"

    proposing.withdraw(adjustment=first, by=clerk, now=NOW)
    proposed(make_citizen(), 100, clerk)
    proposed(make_citizen(), 100, clerk, now=NOW + A_DAY)


def test_a_month_of_the_citizen_is_counted_whoever_adjusts_and_the_next_begins_anew(alice, clerk, controller):
    in_force(serving=(100, 1_000, 150), funding=(100, 1_000, 150))
    approved(proposed(alice, 100, official("other", SERVING)), controller)
    with pytest.raises(AboveLimit) as refused:
        proposed(alice, -51, clerk)
    assert refused.value.facts == {"which": "citizen_month", "most": 150, "comes_to": 151}
    approved(proposed(alice, -50, clerk), controller)

    next_month = day_span(TODAY.replace(month=12, day=1))[0]
    approved(proposed(alice, 100, clerk, now=next_month), controller, now=next_month)


def test_what_a_draft_may_be_is_asked_again_when_it_is_submitted(alice, clerk):
    written = drafted(alice, 500, clerk)
    in_force(serving=(499, 5_000, 1_000))
    with pytest.raises(AboveLimit):
        proposing.submit(adjustment=written, by=clerk, now=NOW)


def test_nobody_enters_or_confirms_what_raises_their_own_limit(clerk, desk):
    clerk.groups.add(*Group.objects.filter(name__startswith="规则"))
    kind = every_kind()[limits.LIST]
    higher = {"roles": [{"role": SERVING, "each": 501, "day": 5_000, "citizen_month": 1_000}]}
    lower = {"roles": [{"role": SERVING, "each": 499, "day": 5_000, "citizen_month": 1_000}]}
    said = {"subject": "", "effective_from": None, "now": NOW}
    with pytest.raises(OwnLimit):
        confirming.enter(kind, **said, document=higher, by=clerk)
    entered = confirming.enter(kind, **said, document=higher, by=official("writer", "规则起草 · Rule drafting"))
    with pytest.raises(OwnLimit):
        confirming.confirm(entered, by=clerk, now=NOW)
    assert limits.limits_of(clerk).each == 500

    confirming.enter(kind, **said, document=lower, by=clerk)
    top = {"roles": [{"role": FUNDING, "each": 2_001, "day": 20_000, "citizen_month": 2_000}]}
    with pytest.raises(OwnLimit):
        confirming.enter(kind, **said, document=top, by=desk)


def test_the_form_asks_a_role_once_and_all_three_numbers(db):
    roles.load()
    begun = LimitsForm.begun("", limits.begun())
    plain = LimitsForm({key: str(value) for key, value in begun.items()}, initial=begun)
    assert plain.is_valid(), plain.errors
    assert plain.document() == limits.begun()
    assert lines(plain.document())[0] == (SERVING, "单次 500，每天 5,000，每位市民每月 1,000")

    twice = LimitsForm({**begun, "role_2": SERVING, "each_1": ""}, initial=begun)
    assert set(twice.errors) == {"role_1", "role_2", "each_1"}
