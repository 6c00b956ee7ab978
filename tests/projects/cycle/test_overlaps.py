"""Projects over the same thing, ground or years are found at submission; the desk rules on them in words."""

import pytest

from projects import refusals
from projects.cycle import deciding, drafting, overlapping, submitting
from projects.models import Overlap, Part
from tests.conftest import NOW
from tests.projects.conftest import make_organisation, seat
from tests.projects.cycle.conftest import AFTER, SQUARE, drafted, submitted, validated

BESIDE = {
    "type": "Polygon",
    "coordinates": [[[103.91, 30.8], [103.92, 30.8], [103.92, 30.81], [103.91, 30.81], [103.91, 30.8]]],
}
APART = {"address": "崇州市白头镇", "boundary": BESIDE, "things": {"plot": ["BT-1"]}}


@pytest.fixture
def first(cast):
    return submitted(cast)


@pytest.fixture
def another(db):
    owner = make_organisation("郫都园林", "91510100MA00000021")
    return owner, seat(owner, Part.OWNER)


def found(another, **more) -> list[tuple[str, dict]]:
    owner, by = another
    design = drafted(owner, by, **{**APART, **more})
    submitting.submit(design=design, by=by, now=NOW)
    return list(Overlap.objects.filter(version__design=design).order_by("pk").values_list("kind", "facts"))


YEARS = {"since": "2025-01-01", "until": "2029-12-31"}


@pytest.mark.parametrize(
    ("more", "facts"),
    [
        ({}, []),
        ({"things": {"plot": ["ｙｊｗ－a"]}}, [("thing", {"kind": "plot", "name": "YJWA", **YEARS})]),
        ({"things": {"meter": ["YJW-A"]}}, []),
        (
            {"address": "郫都区唐昌镇 袁家湾3组"},
            [("thing", {"kind": "address", "name": "郫都区唐昌镇袁家湾3组", **YEARS})],
        ),
        ({"boundary": SQUARE}, [("area", YEARS)]),
        ({"boundary": {"type": "Point", "coordinates": [103.905, 30.805]}}, [("area", YEARS)]),
        ({"boundary": SQUARE, "credited_from": "2030-01-01", "credited_until": "2031-12-31"}, []),
        (
            {"boundary": SQUARE, "credited_from": "2028-01-01", "credited_until": "2031-12-31"},
            [("area", {"since": "2028-01-01", "until": "2029-12-31"})],
        ),
    ],
    ids=["apart", "plot", "another kind", "address", "area", "point within", "other years", "some years"],
)
def test_what_both_cover_in_the_same_years_is_found(first, another, more, facts):
    assert found(another, **more) == facts


def test_a_number_in_another_mechanism_is_found_whatever_the_years(cast, another):
    submitted(cast, things={"mechanism": ["CCER-2024-0017"]})

    assert found(
        another,
        things={"mechanism": ["ccer 2024 0017"]},
        credited_from="2031-01-01",
        credited_until="2032-12-31",
    ) == [("thing", {"kind": "mechanism", "name": "CCER20240017"})]


def test_what_was_taken_back_stands_in_nobodys_way(cast, first, another):
    drafting.withdraw(design=first, words="", by=cast.by, now=NOW)

    assert found(another, boundary=SQUARE) == []


def test_with_an_overlap_undecided_nothing_is_registered(cast, first, another):
    drafting.withdraw(design=first, words="", by=cast.by, now=NOW)
    owner, by = another
    submitting.submit(design=drafted(owner, by, **{**APART, "boundary": SQUARE}), by=by, now=NOW)
    design = validated(cast)
    overlap = Overlap.objects.get()

    with pytest.raises(refusals.OverlapsUnruled):
        deciding.register(design=design, by=cast.clerk, now=AFTER)
    with pytest.raises(refusals.WordsMissing):
        overlapping.rule(overlap=overlap, words=" ", by=cast.clerk, now=AFTER)
    with pytest.raises(refusals.OwnProject):
        overlapping.rule(overlap=overlap, words="不同地块", by=cast.by, now=AFTER)
    overlapping.rule(overlap=overlap, words="图上重叠，地块不同", by=cast.clerk, now=AFTER)
    with pytest.raises(refusals.RuledAlready):
        overlapping.rule(overlap=overlap, words="再说一次", by=cast.clerk, now=AFTER)

    assert deciding.register(design=design, by=cast.clerk, now=AFTER).number == 1
