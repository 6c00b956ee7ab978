"""Units: each number once, whole tonnes, never renumbered, and the ledger moves as the registry says."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from psycopg2.extras import NumericRange

from common.editions import ChangedMeanwhile
from credits.reading import TRANSFERS
from projects.models import (
    BlockStatus,
    Issuance,
    MoveKind,
    Order,
    OrderStatus,
    Part,
    Purpose,
    Seat,
    UnitBlock,
    UnitMove,
)
from projects.refusals import (
    BufferTooSmall,
    NeedsAnother,
    NoSuchYear,
    NotAHolder,
    NotInBlock,
    NotTheirUnits,
    NotYourPart,
    OrderDecided,
    OrdererLeft,
    OutsideCrediting,
    PersonalNumber,
    SameHolder,
    TooFewUnits,
    UnitsFrozen,
    UnitsWait,
    WordsMissing,
)
from projects.registry.issuing import carried
from projects.registry.keeping import cancel, freeze, lose, thaw
from projects.registry.ordering import cancel as give_up
from projects.registry.ordering import foresee, foresee_order, refuse, release, retire, transfer, withdraw
from projects.serials import Numbers
from tests.conftest import NOW
from tests.projects.conftest import issued, make_project, nothing_found, seat, suspended

LATE = {"now": NOW}


def places() -> list[tuple[str, str, int]]:
    blocks = UnitBlock.objects.select_related("holder").order_by("numbers")
    return [(block.status, str(block.holder or ""), block.tonnes) for block in blocks]


def of(block: UnitBlock) -> tuple[int, int]:
    numbers = Numbers.of(block.numbers)
    return numbers.first, numbers.last


def of_range(first: int, last: int) -> NumericRange:
    return NumericRange(first, last + 1)


def in_ledger() -> dict[tuple[str, str], int]:
    """What the transfers of tonnes come to, by place."""
    with connection.cursor() as cursor:
        cursor.execute(f"""
            SELECT place, coalesce(party, ''), sum(tonnes) FROM (
                SELECT to_kind AS place, to_party AS party, amount AS tonnes
                FROM {TRANSFERS} AS t WHERE asset = 't_co2e'
                UNION ALL
                SELECT from_kind, from_party, -amount FROM {TRANSFERS} AS t WHERE asset = 't_co2e'
            ) AS leg GROUP BY 1, 2 HAVING sum(tonnes) <> 0
        """)
        return {(place, party): int(tonnes) for place, party, tonnes in cursor.fetchall()}


class TestIssuing:
    def test_whole_tonnes_are_issued_a_fifth_is_set_aside_and_the_rest_carried_on(self, project, clerks, forest):
        issuance = issued(project, 101_999, clerks)

        assert (issuance.tonnes, issuance.buffer_tonnes, issuance.carried_kg) == (101, 21, 999)
        assert places() == [("held", "林盘合作社", 80), ("buffer", "", 21)]
        assert carried(project) == 999
        assert in_ledger() == {
            ("registry", ""): -101,
            ("holding", forest.public_id): 80,
            ("buffer", project.public_id): 21,
        }
        nothing_found()

    def test_what_was_carried_on_is_issued_with_the_next(self, project, clerks):
        issued(project, 1_999, clerks)
        second = issued(project, 1, clerks, vintage=2026)

        assert (second.tonnes, second.carried_kg, second.nth) == (1, 0, 2)
        assert of(second) == (2, 2)
        nothing_found()

    def test_numbers_run_on_through_all_projects(self, project, clerks, forest):
        issued(project, 5_000, clerks)
        other = issued(make_project(forest, 8, method="photovoltaics", buffer_percent=0), 3_000, clerks)

        assert of(other) == (6, 8)
        assert other.blocks.get().serial == "CN-CDCER-PHOTOVOLTAICS-0008-2025-01-6-8"

    def test_less_than_a_tonne_is_no_unit_and_is_not_lost(self, project, clerks, forest):
        issued(project, 2_000, clerks)
        small = issued(project, 600, clerks)
        other = issued(make_project(forest, 8, method="photovoltaics", buffer_percent=0), 3_000, clerks)
        rest = issued(project, 400, clerks)

        assert (small.tonnes, small.carried_kg, small.serial, small.blocks.count()) == (0, 600, "", 0)
        assert (of(other), of(rest), rest.carried_kg) == ((3, 5), (6, 6), 0)
        nothing_found()

    def test_the_database_gives_no_numbers_to_an_issuance_of_no_unit(self, project, clerks):
        counted = {"kilograms": 600, "tonnes": 0, "buffer_tonnes": 0, "carried_kg": 600}
        said = {"nth": 1, "vintage": 2025, "document": "成环〔2026〕1号", "issued_at": NOW, **counted}
        with pytest.raises(IntegrityError), transaction.atomic():
            Issuance.objects.create(
                project=project, by=clerks[0], agreed_by=clerks[1], numbers=NumericRange(1, 3), **said
            )

    def test_one_alone_issues_nothing(self, project, clerks):
        with pytest.raises(NeedsAnother):
            issued(project, 5_000, (clerks[0], clerks[0]))

    @pytest.mark.parametrize("vintage", [2023, 2029])
    def test_a_year_outside_the_crediting_period_is_refused(self, project, clerks, vintage):
        with pytest.raises(OutsideCrediting):
            issued(project, 5_000, clerks, vintage=vintage)

    def test_three_million_tonnes_at_once_are_audited_as_one(self, project, clerks):
        assert issued(project, 3_000_000_500, clerks).tonnes == 3_000_000
        nothing_found()


@pytest.fixture
def units(project, clerks) -> UnitBlock:
    """80 tonnes of the forest's."""
    return issued(project, 100_000, clerks).blocks.get(status=BlockStatus.HELD)


@pytest.fixture
def editor(forest):
    return seat(forest, Part.EDITOR)


@pytest.fixture
def releaser(forest):
    return seat(forest, Part.RELEASER)


class TestOrders:
    def test_a_part_that_is_transferred_keeps_its_numbers(self, units, buyer, editor, releaser):
        order = transfer(block=units, tonnes=30, taker=buyer, by=editor, words="", **LATE)
        assert places()[0] == ("held", "林盘合作社", 80)

        release(order=order, by=releaser, **LATE)

        assert places() == [("held", "锦江会展", 30), ("held", "林盘合作社", 50), ("buffer", "", 20)]
        assert [of(block) for block in UnitBlock.objects.order_by("numbers")] == [(1, 30), (31, 80), (81, 100)]
        nothing_found()

    def test_units_are_retired_for_somebody_and_never_move_again(self, units, editor, releaser, clerks):
        order = retire(
            block=units, tonnes=80, beneficiary="世运会", purpose=Purpose.EVENT, by=editor, words="闭幕式", **LATE
        )
        done = release(order=order, by=releaser, **LATE)

        assert (done.status, done.move.kind, done.move.tonnes) == (OrderStatus.RELEASED, MoveKind.RETIRED, 80)
        assert places() == [("retired", "", 80), ("buffer", "", 20)]
        assert in_ledger()["retired", ""] == 80
        with pytest.raises(NotTheirUnits):
            cancel(block=UnitBlock.objects.get(pk=units.pk), by=clerks[0], agreed_by=clerks[1], words="x", **LATE)
        nothing_found()

    def test_whoever_orders_does_not_release(self, forest, units, buyer):
        owner = seat(forest, Part.OWNER)
        order = transfer(block=units, tonnes=1, taker=buyer, by=owner, words="", **LATE)

        with pytest.raises(NeedsAnother):
            release(order=order, by=owner, **LATE)
        assert not UnitMove.objects.filter(kind=MoveKind.TRANSFERRED).exists()

    def test_parts_are_held_to(self, units, buyer, editor, releaser):
        with pytest.raises(NotYourPart):
            transfer(block=units, tonnes=1, taker=buyer, by=releaser, words="", **LATE)
        order = transfer(block=units, tonnes=1, taker=buyer, by=editor, words="", **LATE)
        for stranger in (seat(buyer, Part.OWNER), seat(units.holder, Part.EDITOR)):
            with pytest.raises(NotYourPart):
                release(order=order, by=stranger, **LATE)

    def test_units_that_wait_are_passed_over_and_what_is_too_much_is_refused(self, units, buyer, editor):
        first = transfer(block=units, tonnes=30, taker=buyer, by=editor, words="", **LATE)
        second = transfer(block=units, tonnes=50, taker=buyer, by=editor, words="", **LATE)

        assert [of(order) for order in (first, second)] == [(1, 30), (31, 80)]
        with pytest.raises(UnitsWait):
            transfer(block=units, tonnes=1, taker=buyer, by=editor, words="", **LATE)
        withdraw(order=first, by=editor, **LATE)
        assert of(transfer(block=units, tonnes=1, taker=buyer, by=editor, words="", **LATE)) == (1, 1)
        with pytest.raises(TooFewUnits):
            transfer(block=units, tonnes=81, taker=buyer, by=editor, words="", **LATE)
        with pytest.raises(TooFewUnits):
            transfer(block=units, tonnes=0, taker=buyer, by=editor, words="", **LATE)

    def test_an_order_is_decided_once(self, units, buyer, editor, releaser):
        order = transfer(block=units, tonnes=30, taker=buyer, by=editor, words="", **LATE)
        release(order=order, by=releaser, **LATE)

        for deed in (release, withdraw):
            with pytest.raises(OrderDecided):
                deed(order=order, by=releaser, **LATE)
        nothing_found()

    def test_who_is_no_holder_or_the_same_gets_nothing(self, units, buyer, forest, editor, releaser):
        order = transfer(block=units, tonnes=1, taker=buyer, by=editor, words="", **LATE)
        suspended(buyer)

        with pytest.raises(NotAHolder):
            transfer(block=units, tonnes=1, taker=buyer, by=editor, words="", **LATE)
        with pytest.raises(NotAHolder):
            release(order=order, by=releaser, **LATE)
        with pytest.raises(SameHolder):
            transfer(block=units, tonnes=1, taker=forest, by=editor, words="", **LATE)

    def test_who_is_suspended_neither_orders_nor_lets_go_and_withdraws(self, units, buyer, forest, editor, releaser):
        order = transfer(block=units, tonnes=1, taker=buyer, by=editor, words="", **LATE)
        suspended(forest)

        with pytest.raises(NotAHolder):
            release(order=order, by=releaser, **LATE)
        with pytest.raises(NotAHolder):
            transfer(block=units, tonnes=1, taker=buyer, by=editor, words="", **LATE)
        with pytest.raises(NotAHolder):
            retire(block=units, tonnes=1, beneficiary="会", purpose=Purpose.EVENT, by=editor, words="", **LATE)
        assert withdraw(order=order, by=editor, **LATE).status == OrderStatus.WITHDRAWN
        nothing_found()

    def test_whoever_ordered_takes_it_back_and_nobody_else(self, units, buyer, forest, editor, releaser):
        order = transfer(block=units, tonnes=1, taker=buyer, by=seat(forest, Part.OWNER), words="", **LATE)
        for other in (editor, releaser, seat(forest, Part.OWNER)):
            with pytest.raises(NotYourPart):
                withdraw(order=order, by=other, **LATE)
        assert withdraw(order=order, by=order.by, **LATE).status == OrderStatus.WITHDRAWN

    def test_what_somebody_ordered_who_has_left_is_refused_and_not_released(self, units, buyer, editor, releaser):
        order = transfer(block=units, tonnes=1, taker=buyer, by=editor, words="", **LATE)
        Seat.objects.filter(user=editor).update(ended_at=NOW)

        with pytest.raises(OrdererLeft):
            release(order=order, by=releaser, **LATE)
        assert places()[0] == ("held", "林盘合作社", 80)
        assert refuse(order=order, answer="已离任", by=releaser, **LATE).status == OrderStatus.REFUSED
        nothing_found()

    def test_units_are_cancelled_by_two_and_for_a_reason(self, units, editor, releaser):
        with pytest.raises(WordsMissing):
            give_up(block=units, tonnes=5, by=editor, words=" ", **LATE)
        order = give_up(block=units, tonnes=5, by=editor, words="计算有误", **LATE)

        done = release(order=order, by=releaser, **LATE)

        assert (done.move.kind, places()[0]) == (MoveKind.CANCELLED, ("cancelled", "", 5))
        nothing_found()

    def test_the_second_person_refuses_with_a_reason_and_the_units_are_free(self, units, buyer, editor, releaser):
        order = transfer(block=units, tonnes=80, taker=buyer, by=editor, words="", **LATE)
        for by, answer, why in [(editor, "不", NotYourPart), (releaser, " ", WordsMissing)]:
            with pytest.raises(why):
                refuse(order=order, answer=answer, by=by, **LATE)

        refused = refuse(order=order, answer="价格未谈妥", by=releaser, **LATE)

        assert (refused.status, refused.answer) == (OrderStatus.REFUSED, "价格未谈妥")
        assert of(transfer(block=units, tonnes=80, taker=buyer, by=editor, words="", **LATE)) == (1, 80)

    def test_no_other_units_go_than_those_that_were_shown(self, units, buyer, editor):
        shown = foresee(units, 10)
        transfer(block=units, tonnes=5, taker=buyer, by=editor, words="", **LATE)

        with pytest.raises(ChangedMeanwhile):
            transfer(block=units, tonnes=10, taker=buyer, by=editor, words="", shown=shown, **LATE)
        again = transfer(block=units, tonnes=10, taker=buyer, by=editor, words="", shown=foresee(units, 10), **LATE)
        assert of(again) == (6, 15)

    def test_a_retirement_says_for_whom(self, units, editor):
        with pytest.raises(WordsMissing):
            retire(block=units, tonnes=1, beneficiary=" ", purpose=Purpose.GIFT, by=editor, words="", **LATE)

    @pytest.mark.parametrize("year", [0, 2019, 2028, 2100])
    def test_a_retirement_is_for_no_year_far_away(self, units, editor, year):
        asked = {"beneficiary": "会", "purpose": Purpose.EVENT, "words": "", "by": editor}
        with pytest.raises(NoSuchYear):
            retire(block=units, tonnes=1, year=year, **asked, **LATE)
        assert retire(block=units, tonnes=1, year=2027, **asked, **LATE).year == 2027

    @pytest.mark.parametrize("said", ["张三 11010519491231002X", "联系 138 0013-8000", "＋86 13800138000"])
    @pytest.mark.parametrize("where", ["beneficiary", "words"])
    def test_no_card_and_no_phone_stands_on_a_certificate(self, units, editor, where, said):
        asked = {"beneficiary": "锦江会展", "words": "", where: said}
        with pytest.raises(PersonalNumber):
            retire(block=units, tonnes=1, purpose=Purpose.GIFT, by=editor, **asked, **LATE)
        assert not Order.objects.exists()

    def test_codes_and_other_numbers_may_stand_on_a_certificate(self, units, editor):
        said = "锦江会展（510105199999999999），第 13 届 2026 年会"
        order = retire(block=units, tonnes=1, beneficiary=said, purpose=Purpose.EVENT, by=editor, words="", **LATE)
        assert order.beneficiary == said


class TestRuns:
    def test_blocks_that_follow_each_other_go_in_one_order(self, units, buyer, forest, editor, releaser):
        for tonnes in (10, 1, 29):
            release(
                order=transfer(block=units, tonnes=tonnes, taker=buyer, by=editor, words="", **LATE),
                by=releaser, **LATE,
            )  # fmt: skip
            units = UnitBlock.objects.get(holder=forest)
        selling, letting = seat(buyer, Part.EDITOR), seat(buyer, Part.RELEASER)
        first = UnitBlock.objects.filter(holder=buyer).earliest("numbers")

        order = transfer(block=first, tonnes=35, taker=forest, by=selling, words="", **LATE)
        assert of(order) == (1, 35)
        done = release(order=order, by=letting, **LATE)

        assert (done.move.tonnes, UnitMove.objects.filter(numbers=order.numbers).count()) == (35, 1)
        held = UnitBlock.objects.filter(status=BlockStatus.HELD).order_by("numbers")
        assert [(of(block), block.holder == buyer) for block in held] == [
            ((1, 10), False),
            ((11, 11), False),
            ((12, 35), False),
            ((36, 40), True),
            ((41, 80), False),
        ]
        nothing_found()

    def test_a_run_ends_where_units_are_frozen_elsewhere_or_of_another_issuance(self, units, buyer, editor, clerks):
        issued(units.issuance.project, 20_000, clerks, vintage=2026)
        freeze(block=units, by=clerks[0], words="复核", numbers=Numbers(41, 51), **LATE)
        units.refresh_from_db()
        held = UnitBlock.objects.filter(holder=units.holder, numbers__overlap=of_range(1, 80))
        first, _frozen, last = held.order_by("numbers")

        for block, tonnes in ((first, 41), (last, 31)):
            with pytest.raises(TooFewUnits):
                transfer(block=block, tonnes=tonnes, taker=buyer, by=editor, words="", **LATE)
        assert of(transfer(block=first, tonnes=40, taker=buyer, by=editor, words="", **LATE)) == (1, 40)

    def test_what_went_since_the_block_was_read_is_said(self, units, buyer, editor, releaser):
        release(order=transfer(block=units, tonnes=5, taker=buyer, by=editor, words="", **LATE), by=releaser, **LATE)

        with pytest.raises(NotTheirUnits):
            foresee_order(units, 1)

    def test_nothing_goes_where_a_part_of_it_was_frozen_since(self, units, buyer, editor, releaser, clerks):
        order = transfer(block=units, tonnes=80, taker=buyer, by=editor, words="", **LATE)
        freeze(block=units, by=clerks[0], words="复核", numbers=Numbers(80, 81), **LATE)

        with pytest.raises(UnitsFrozen):
            release(order=order, by=releaser, **LATE)
        thaw(block=UnitBlock.objects.get(is_frozen=True), by=clerks[0], words="复核完毕", **LATE)
        assert release(order=order, by=releaser, **LATE).move.tonnes == 80
        nothing_found()


class TestKeeping:
    def test_a_part_of_a_block_is_frozen_and_the_rest_moves_on(self, units, clerks):
        for outside in (Numbers(0, 5), Numbers(70, 82), Numbers(6, 6)):
            with pytest.raises(NotInBlock):
                freeze(block=units, by=clerks[0], words="复核", numbers=outside, **LATE)
        freeze(block=units, by=clerks[0], words="复核", numbers=Numbers(11, 21), **LATE)

        held = UnitBlock.objects.filter(status=BlockStatus.HELD).order_by("numbers")
        assert [(of(block), block.is_frozen) for block in held] == [
            ((1, 10), False),
            ((11, 20), True),
            ((21, 80), False),
        ]
        nothing_found()

    def test_frozen_units_stand_still_until_they_are_thawed(self, units, buyer, editor, releaser, clerks):
        order = transfer(block=units, tonnes=30, taker=buyer, by=editor, words="", **LATE)
        freeze(block=units, by=clerks[0], words="复核", **LATE)

        with pytest.raises(UnitsFrozen):
            release(order=order, by=releaser, **LATE)
        nothing_found()

        frozen = UnitBlock.objects.get(pk=units.pk)
        assert freeze(block=frozen, by=clerks[0], words="复核", **LATE) is None
        thaw(block=frozen, by=clerks[1], words="复核完毕", **LATE)
        release(order=order, by=releaser, **LATE)
        nothing_found()

    def test_what_is_frozen_can_be_cancelled_by_two(self, units, clerks):
        freeze(block=units, by=clerks[0], words="复核", **LATE)
        frozen = UnitBlock.objects.get(pk=units.pk)

        with pytest.raises(NeedsAnother):
            cancel(block=frozen, by=clerks[0], agreed_by=clerks[0], words="误发", **LATE)
        cancel(block=frozen, by=clerks[0], agreed_by=clerks[1], words="误发", **LATE)

        assert places() == [("cancelled", "", 80), ("buffer", "", 20)]
        nothing_found()

    def test_a_block_that_changed_since_it_was_shown_is_not_frozen(self, units, buyer, editor, releaser, clerks):
        order = transfer(block=units, tonnes=30, taker=buyer, by=editor, words="", **LATE)
        release(order=order, by=releaser, **LATE)

        with pytest.raises(NotTheirUnits):
            freeze(block=units, by=clerks[0], words="复核", **LATE)

    def test_what_a_sink_loses_is_taken_from_its_buffer_the_oldest_first(self, project, units, clerks):
        issued(project, 50_000, clerks, vintage=2026)
        by, agreed_by = clerks

        moves = lose(project=project, tonnes_lost=25, by=by, agreed_by=agreed_by, words="火灾", **LATE)

        assert [(move.kind, move.tonnes) for move in moves] == [("lost", 20), ("lost", 5)]
        assert places()[-1] == ("buffer", "", 5)
        with pytest.raises(BufferTooSmall) as refused:
            lose(project=project, tonnes_lost=6, by=by, agreed_by=agreed_by, words="火灾", **LATE)
        assert refused.value.facts == {"there": 5, "wanted": 6}
        nothing_found()


class TestTheDatabase:
    """Holds it, whoever writes."""

    @pytest.mark.parametrize(
        "statement",
        [
            """INSERT INTO projects_unitblock (issuance_id, numbers, status, holder_id)
            SELECT issuance_id, '[80,81)', status, holder_id FROM projects_unitblock WHERE status = 'held'""",
            "UPDATE projects_unitblock SET numbers = '[1,101)' WHERE status = 'held'",
            "UPDATE projects_unitblock SET numbers = 'empty' WHERE status = 'held'",
            "UPDATE projects_unitblock SET numbers = '[0,81)' WHERE status = 'held'",
            "UPDATE projects_unitblock SET numbers = '[1,)' WHERE status = 'held'",
            "UPDATE projects_unitblock SET holder_id = NULL WHERE status = 'held'",
            """INSERT INTO projects_issuance (nth, vintage, document, kilograms, tonnes, buffer_tonnes, carried_kg,
            numbers, issued_at, agreed_by_id, by_id, project_id) SELECT nth + 1, vintage, document, kilograms, tonnes,
            buffer_tonnes, carried_kg, numbers, issued_at, agreed_by_id, by_id, project_id FROM projects_issuance""",
        ],
        ids=["a number twice", "over another", "empty", "before one", "no end", "nobody's", "issued twice"],
    )
    def test_no_two_blocks_overlap_and_none_is_nothing(self, units, statement):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    @pytest.mark.parametrize("statement", ["DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
    @pytest.mark.parametrize("table", ["projects_issuance", "projects_unitblock", "projects_unitmove"])
    def test_nothing_is_removed(self, units, table, statement):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(InternalError), transaction.atomic():
                cursor.execute(statement.format(table=table))

    def test_two_orders_never_wait_for_one_unit(self, units, buyer, editor):
        order = transfer(block=units, tonnes=30, taker=buyer, by=editor, words="", **LATE)

        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.create(
                holder=order.holder,
                taker=buyer,
                kind=order.kind,
                by=editor,
                ordered_at=NOW,
                numbers=NumericRange(30, 31),
            )
