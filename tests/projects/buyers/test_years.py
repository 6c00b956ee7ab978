"""An organisation's year: what it says it emitted, what is retired for that, and never neutral before all of it is."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from projects import audit
from projects.buyers import paper, standing, stating
from projects.buyers.portfolio import portfolio
from projects.buyers.standing import Standing
from projects.buyers.stating import Emitted
from projects.models import Need, Order, Part, Purpose, YearRetirement, YearStatement
from projects.refusals import NoNeed, NothingStated, NotYourPart, YearNotOver
from projects.registry.ordering import release, retire
from tests.conftest import NOW, TODAY
from tests.projects.bulletin.conftest import PRICE_FEN, Sides, delivered, make_sides, on_offer
from tests.projects.conftest import nothing_found, seat
from tests.second_factors import browser_of_leader

pytestmark = pytest.mark.django_db
YEAR = TODAY.year - 1
EMITTED = Emitted(50, "2025 年温室气体核算报告", "成都场馆范围一、二")


@pytest.fixture
def sides(clerks) -> Sides:
    """A buyer that has sixty units by the bulletin."""
    made = make_sides(clerks)
    delivered(made, on_offer(made, 60), 60)
    return made


@pytest.fixture
def editor(sides):
    return seat(sides.buyer, Part.EDITOR)


@pytest.fixture
def statement(sides, editor) -> YearStatement:
    return stating.state(organisation=sides.buyer, year=YEAR, emitted=EMITTED, by=editor, now=NOW).statement


def retired(sides: Sides, statement: YearStatement, tonnes: int, editor) -> Order:
    block = sides.buyer.blocks.filter(status="held").select_related("holder").order_by("numbers").first()
    order = stating.retire(statement=statement, block=block, tonnes=tonnes, by=editor, now=NOW)
    return release(order=order, by=sides.owner, now=NOW)


def test_what_is_retired_counts_once_it_is_released(sides, statement, editor):
    block = sides.buyer.blocks.select_related("holder").get()
    order = stating.retire(statement=statement, block=block, tonnes=30, by=editor, now=NOW)
    assert standing.standing_of(statement) == Standing(50, 0, 30)

    release(order=order, by=sides.owner, now=NOW)

    stands = standing.standing_of(statement)
    assert (stands, stands.missing, stands.over) == (Standing(50, 30), 20, 0)
    assert (order.beneficiary, order.purpose, order.year) == ("锦江会展", Purpose.ENTERPRISE, YEAR)
    nothing_found()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_is_called_neutral_before_all_of_it_is_retired(language):
    with translation.override(language):
        said = {tonnes: Standing(50, tonnes).sentence for tonnes in (0, 49, 50, 51)}
        none = Standing(0, 10).sentence

    neutral = re.compile("neutral|中和")
    assert [bool(neutral.search(words)) for words in (*said.values(), none)] == [False, False, True, True, False]


def test_who_says_more_later_is_no_longer_neutral(sides, statement, editor):
    retired(sides, statement, 50, editor)
    assert standing.standing_of(statement).is_made_good

    later = Emitted(80, "核查报告", "全部范围")
    stating.state(organisation=sides.buyer, year=YEAR, emitted=later, by=editor, now=NOW + timedelta(hours=1))

    assert standing.standing_of(statement).missing == 30
    assert [need.tonnes for need in statement.needs.order_by("nth")] == [50, 80]
    with pytest.raises(InternalError), transaction.atomic():
        Need.objects.update(tonnes=1)


def test_what_is_retired_for_others_or_by_itself_counts_for_no_year(sides, statement, editor):
    block = sides.buyer.blocks.select_related("holder").get()
    order = retire(
        block=block,
        tonnes=20,
        beneficiary="别家",
        purpose=Purpose.ENTERPRISE,
        year=YEAR,
        words="",
        by=editor,
        now=NOW,
    )
    release(order=order, by=sides.owner, now=NOW)
    other = YearStatement.objects.create(organisation=sides.buyer, year=YEAR - 1)

    assert standing.standing_of(statement).retired == 0
    with pytest.raises(IntegrityError, match="not retired for this year"), transaction.atomic():
        YearRetirement.objects.create(statement=other, order=order)


def test_what_cannot_be_said_is_refused(sides, editor):
    said = {"organisation": sides.buyer, "by": editor, "now": NOW}

    with pytest.raises(YearNotOver):
        stating.state(year=TODAY.year, emitted=EMITTED, **said)
    for wrong in (EMITTED._replace(tonnes=0), EMITTED._replace(document=" "), EMITTED._replace(scope="")):
        with pytest.raises(NoNeed):
            stating.state(year=YEAR, emitted=wrong, **said)
    with pytest.raises(NotYourPart):
        stating.state(year=YEAR, emitted=EMITTED, organisation=sides.seller, by=editor, now=NOW)
    empty = YearStatement.objects.create(organisation=sides.buyer, year=YEAR)
    block = sides.buyer.blocks.select_related("holder").get()
    with pytest.raises(NothingStated):
        stating.retire(statement=empty, block=block, tonnes=1, by=editor, now=NOW)

    assert (Need.objects.count(), Order.objects.count()) == (0, 0)


def test_others_read_it_while_it_is_published(client, sides, statement, editor):
    retired(sides, statement, 30, editor)
    address = reverse("projects:year_statement", args=[statement.public_id])
    assert client.get(address).status_code == 404
    with pytest.raises(NotYourPart):
        stating.publish(statement=statement, by=editor, now=NOW)

    stating.publish(statement=statement, by=sides.owner, now=NOW)
    page = client.get(address)
    paper_page = client.get(reverse("projects:year_statement_pdf", args=[statement.public_id]))

    assert page.context["stands"] == Standing(50, 30)
    words = page.content.decode()
    assert "锦江会展" in words
    assert "尚缺 20 吨" in words
    assert "中和" not in words
    assert paper_page.content.startswith(b"%PDF")
    stating.take_back(statement=statement, by=sides.owner)
    assert client.get(address).status_code == 404


def test_the_paper_names_each_serial_number(sides, statement, editor):
    retired(sides, statement, 30, editor)
    retired(sides, statement, 20, editor)

    facts = list(paper._facts(statement, standing.standing_of(statement)))

    assert [value for _name, value in facts if value.startswith("CN-CDCER")] == [
        "CN-CDCER-LINPAN-0007-2025-01-1-30",
        "CN-CDCER-LINPAN-0007-2025-01-31-50",
    ]


def test_the_portfolio_tells_what_is_held_retired_and_paid(sides, statement, editor):
    retired(sides, statement, 25, editor)

    [line] = portfolio(sides.buyer)

    assert (line.vintage, line.held, line.retired, line.bought, line.paid_fen) == (2025, 35, 25, 60, 60 * PRICE_FEN)
    [sold] = portfolio(sides.seller)
    assert (sold.held, sold.bought, sold.paid_fen) == (40, 0, 0)


def test_a_year_from_the_room(sides):
    owner = browser_of_leader(sides.owner)
    room = sides.buyer.public_id
    said = {"year": YEAR, "tonnes": 50, "document": "核算报告", "scope": "范围一"}

    page = owner.post(reverse("projects:state_year", args=[room]), said, follow=True)
    retire_at = reverse("projects:retire_for_year", args=[room, YEAR, 1])
    shown = owner.post(retire_at, {"tonnes": 50}).context["going"]
    owner.post(retire_at, {"tonnes": 50, "first": shown.first, "last": shown.last})
    owner.post(reverse("projects:publish_year", args=[room, YEAR]))

    assert page.context["stands"] == Standing(50, 0)
    statement = YearStatement.objects.get()
    assert standing.standing_of(statement) == Standing(50, 0, 50)
    assert Client().get(reverse("projects:year_statement", args=[statement.public_id])).status_code == 200
    assert owner.get(reverse("projects:years", args=[room])).context["portfolio"]


def test_a_year_that_counts_what_was_not_retired_for_it_is_found(sides, statement, editor):
    order = retired(sides, statement, 30, editor)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE projects_order SET year = year - 1 WHERE id = %s", [order.pk])

    assert {finding.code for finding in audit.findings()} == {"retired_for_another_year"}
