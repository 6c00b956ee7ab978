"""What is kept by scenario, and of the mall: what the acts and vouchers of a day come to, and the audit tells it."""

from datetime import timedelta

import pytest

from city import audit
from city.keeping import keep
from city.models import MallFigures, ScenarioFigures
from common.city_time import at_city_time
from merchants import tickets
from merchants.models import Membership, OfferKind, Redemption
from merchants.till.taking import capture
from merchants.till.undoing import undo
from seals import sealing
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk
from tests.merchants.conftest import code_of, give, make_member, make_merchant, make_offer, make_shop, voucher_of

ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _portal(transactional_db, catalogue, budget) -> None:
    """Commits, as a portal does."""


def close() -> None:
    sealing.close(TODAY, now=at_city_time(TODAY + ONE_DAY, sealing.SEALED_AT))


def taken(citizen, number: int) -> list[Redemption]:
    """Vouchers that a till took, one after the other."""
    give(citizen, 1000)
    teahouse = make_merchant("茶舍")
    shop, cashier, offer = make_shop(teahouse, "春熙路店"), make_member(teahouse).user, make_offer(teahouse)
    vouchers = [voucher_of(citizen, offer) for _number in range(number)]
    for place, voucher in enumerate(vouchers):
        capture(user=cashier, shop=shop.public_id, code=code_of(voucher), key=f"{place}", now=NOW)
    return vouchers


def test_each_scenario_of_a_day_is_kept_once(alice, bob):
    record(alice, walk(8000))
    record(bob, walk(8000), ride(2000))
    score_everything()
    close()
    keep()
    keep()

    kept = {row.scenario.code: (row.day, row.acts, row.grams, row.credits) for row in ScenarioFigures.objects.all()}
    assert kept == {"walking": (TODAY, 2, 320, 32), "bike-share": (TODAY, 1, 67, 6)}
    assert list(audit.findings()) == []


def test_vouchers_of_a_day_are_kept_without_those_that_were_undone(alice):
    _first, second = taken(alice, 2)
    cashier = Membership.objects.get()
    undo(cashier=cashier, redemption=second, key="undo", now=NOW + timedelta(minutes=1))
    close()

    keep()

    [kept] = MallFigures.objects.all()
    assert (kept.day, kept.redemptions, kept.credits, kept.fen) == (TODAY, 1, 30, 800)
    assert list(audit.findings()) == []


def test_ticket_that_no_till_takes_is_kept_with_the_vouchers(alice):
    give(alice, 1000)
    ticket = make_offer(make_merchant("地铁"), kind=OfferKind.TRANSIT, is_limited=True)
    tickets.import_codes(ticket, ["METRO-1"], opens_at=NOW, now=NOW)
    voucher_of(alice, ticket)
    close()

    keep()

    assert MallFigures.objects.get().redemptions == 1
    assert list(audit.findings()) == []


def test_audit_tells_what_is_kept_and_is_not_its_sum(alice, bob):
    record(bob, walk(8000))
    score_everything()
    taken(alice, 1)
    close()
    keep()
    ScenarioFigures.objects.update(grams=161)
    MallFigures.objects.update(fen=801)

    codes = [one.code for one in audit.findings()]

    assert codes == ["kept_figures_of_a_scenario_are_not_their_sum", "kept_redemptions_are_not_their_sum"]
