"""Lies told about offers and deals with the triggers switched off: each is named by the audit."""

import pytest
from django.db import connection, transaction

from projects import audit
from tests.projects.bulletin.conftest import accepted, delivered, on_offer, paid

DEAL, OFFER = "UPDATE projects_deal SET", "UPDATE projects_offer SET"
LIES = {
    "units wait no more": ("DELETE FROM projects_boundunits", {"units_wait_otherwise"}),
    "fewer units wait": (
        "UPDATE projects_boundunits SET numbers = int8range(lower(numbers), upper(numbers) - 1)",
        {"units_wait_otherwise"},
    ),
    "on offer with another": (
        """UPDATE projects_unitblock SET holder_id = (SELECT max(id) FROM projects_organisation)
        WHERE numbers @> 50::bigint""",
        {"offered_by_another", "block_is_not_where_it_was_moved", "holder_has_other_units"},
    ),
    "sold to another": (
        f"{DEAL} buyer_id = (SELECT min(id) FROM projects_organisation) WHERE status = 'delivered'",
        {"deal_is_not_its_move", "confirmed_by_the_buyer"},
    ),
    "more was delivered": (
        f"{DEAL} numbers = int8range(1, 22), tonnes = 21, fen = 21 * price_fen WHERE status = 'delivered'",
        {"deal_is_not_its_move", "units_wait_otherwise"},
    ),
    "another price": (f"{DEAL} price_fen = 1, fen = tonnes WHERE status = 'paid'", {"sum_is_not_tonnes_by_price"}),
    "never paid": (f"{DEAL} status = 'accepted' WHERE status = 'paid'", {"deal_is_not_as_its_steps_say"}),
    "withdrawn by nobody": (
        f"{OFFER} status = 'withdrawn'",
        {"offer_is_not_as_its_steps_say", "units_wait_otherwise"},
    ),
    "listed by another": (
        f"{OFFER} listed_by_id = (SELECT min(id) FROM accounts_user)",
        {"offer_is_not_as_its_steps_say"},
    ),
    "confirmed by another": (
        "UPDATE projects_tradestep SET by_id = (SELECT min(id) FROM accounts_user) WHERE kind = 'delivered'",
        {"deal_is_not_its_move"},
    ),
    "confirmed by the buyer": (
        """INSERT INTO projects_seat (organisation_id, user_id, part, begun_at)
        SELECT deal.buyer_id, step.by_id, 'editor', deal.accepted_at
        FROM projects_tradestep AS step JOIN projects_deal AS deal ON deal.id = step.deal_id
        WHERE step.kind = 'delivered'""",
        {"confirmed_by_the_buyer"},
    ),
    "said to be paid by who confirmed": (
        """UPDATE projects_tradestep SET by_id =
            (SELECT by_id FROM projects_tradestep WHERE kind = 'delivered') WHERE kind = 'paid'""",
        {"confirmed_by_the_buyer"},
    ),
    "a step that never was": (
        "DELETE FROM projects_tradestep WHERE kind = 'paid' AND deal_id = (SELECT max(id) FROM projects_deal)",
        {"deal_is_not_as_its_steps_say"},
    ),
}


def found() -> set[str]:
    return {finding.code for finding in audit.findings()}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_named(sides, lie):
    offer = on_offer(sides, 60)
    delivered(sides, offer, 20)
    paid(sides, accepted(sides, offer, 15))
    statement, codes = LIES[lie]
    assert found() == set()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount

    assert found() == codes
