"""Projects over the same thing, ground or years are found at submission; the desk rules on them in words."""

from dataclasses import replace

import pytest

from projects import audit, refusals
from projects.cycle import deciding, drafting, overlapping, submitting
from projects.models import CarbonProject, Overlap, Part
from projects.monitoring import drafting as drafting_report
from tests.conftest import NOW
from tests.projects.conftest import make_organisation, make_project, seat
from tests.projects.cycle.conftest import AFTER, SQUARE, drafted, submitted, validated
from tests.projects.monitoring.conftest import GROVE, GROVES, begun, handed_in, written

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


def test_a_number_of_its_own_in_another_mechanism_is_not_passed_over(cast):
    design = validated(cast, things={"plot": ["YJW-A"], "mechanism": ["CCER-2024-1"]})

    with pytest.raises(refusals.ElsewhereUnsaid, match="CCER20241"):
        deciding.register(design=design, by=cast.clerk, now=AFTER)
    deciding.register(design=design, by=cast.clerk, now=AFTER, words="已于 2024 年退出该机制")

    assert [*audit.findings()] == []


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


class TestReported:
    """A project that has no design, as those of before: its monitoring reports say what it covers."""

    @pytest.fixture
    def grove(self, cast):
        """Of another owner, credited from 2024 to 2028."""
        owner = make_organisation("蒲江林场", "91510100MA00000022")
        return make_project(owner, 8, parameters=GROVES), seat(owner, Part.OWNER)

    def reported(self, grove, cast, source="A"):
        project, by = grove
        return handed_in(written(begun(project, by), by, replace(GROVE, source=source)), cast.verifier, by)

    @pytest.mark.parametrize("source", ["BT-1", "ｂｔ 1"])
    def test_what_its_lines_name_is_found(self, grove, cast, another, source):
        self.reported(grove, cast, source)

        years = {"since": "2025-01-01", "until": "2028-12-31"}
        assert found(another) == [("line", {"kind": "plot", "name": "BT1", **years})]
        assert Overlap.objects.get().whose == grove[0]

    @pytest.mark.parametrize("more", [{"things": {"plot": ["BT-2"]}}, {"credited_from": "2029-01-01"}])
    def test_another_thing_or_other_years_are_not(self, grove, cast, another, more):
        self.reported(grove, cast, "BT-1")

        assert found(another, **more) == []

    def test_lines_that_are_drawn_up_replaced_or_withdrawn_say_nothing(self, grove, cast, another):
        _project, by = grove
        report = self.reported(grove, cast, "BT-1")
        drafting_report.revise(report=report, by=by, now=NOW)
        drafting_report.remove_line(report=report, nth=1, by=by, now=NOW)
        handed_in(written(report, by, replace(GROVE, source="C-9")), cast.verifier, by)
        assert found(another) == []

    def test_the_desk_rules_on_it_before_it_registers(self, grove, cast):
        self.reported(grove, cast, "YJW-A")
        design = validated(cast)
        with pytest.raises(refusals.OverlapsUnruled):
            deciding.register(design=design, by=cast.clerk, now=AFTER)
        overlapping.rule(overlap=Overlap.objects.get(), words="不是同一地块", by=cast.clerk, now=AFTER)
        deciding.register(design=design, by=cast.clerk, now=AFTER)

    def test_what_the_design_of_a_project_names_is_told_once(self, cast, another):
        design = validated(cast)
        deciding.register(design=design, by=cast.clerk, now=AFTER)
        project = CarbonProject.objects.get()
        self.reported((project, cast.by), cast, "YJW-A")

        assert [kind for kind, _facts in found(another, things={"plot": ["YJW-A"]})] == ["thing"]
