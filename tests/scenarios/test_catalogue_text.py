"""The catalogue as a text: written, loaded again with the same rows, brought to the desk as drafts, and bounded."""

from datetime import date

import pytest
import yaml

from common.editions import ChangedMeanwhile
from scenarios import catalogue, publishing
from scenarios.catalogue import FOLDER, importing
from scenarios.catalogue.importing import bring, plan
from scenarios.catalogue.writing import written
from scenarios.models import EmissionFactor, RuleVersion, Scenario
from scenarios.refusals import UnreadableCatalogue
from tests import rules
from tests.conftest import NOW, TODAY
from tests.emptying import empty_tables
from tests.scenarios import generic
from tests.scenarios.generic import BAG, BOX, CUP

COLUMNS = ("scenario__code", "number", "effective_from", "document", "ends", "published_at", "withdrawn_at")
DESCRIBED = ("code", "name", "summary", "icon", "group", "position", "methodology_code", "terms")


def rows():
    versions = RuleVersion.objects.order_by("scenario__code", "number").values_list(*COLUMNS)
    factors = EmissionFactor.objects.order_by("code")
    return (
        list(Scenario.objects.order_by("code").values_list(*DESCRIBED)),
        list(versions),
        [factor.as_document() for factor in factors],
    )


def text_of(*entries):
    return yaml.safe_dump_all(entries, allow_unicode=True, sort_keys=False)


def whole():
    return written(Scenario.objects.order_by("position", "code"))


def cup_whose_version(**says):
    return {**CUP, "versions": [{**CUP["versions"][0], **says}]}


def cup_whose_factor(**says):
    return {**CUP, "factors": {"reusable-cup-2026": {**CUP["factors"]["reusable-cup-2026"], **says}}}


def other_value(value):
    return {"code": "reusable-cup-2026", **CUP["factors"]["reusable-cup-2026"], "value": value}


# Written


@pytest.mark.django_db(transaction=True)
def test_what_was_written_loads_into_the_same_rows_and_is_written_the_same(tmp_path):
    catalogue.load(NOW)
    generic.bring(tmp_path, NOW, CUP, BAG)
    end = publishing.draft_end(Scenario.objects.get(code="bus"), effective_from=date(2027, 6, 1), now=NOW)
    rules.publish(end, effective_from=date(2027, 6, 1), now=NOW)
    before, text = rows(), whole()
    empty_tables()
    folder = tmp_path / "written"
    folder.mkdir()
    (folder / "all.yaml").write_text(text, encoding="utf-8")

    catalogue.load(NOW, folder)

    used = {f["code"] for row in before[1] for f in row[3].get("factors", {}).values()}
    after = rows()
    assert (after[0], after[1]) == (before[0], before[1])
    assert after[2] == [factor for factor in before[2] if factor["code"] in used]
    assert whole() == text


# Brought


@pytest.mark.usefixtures("catalogue")
class TestBrought:
    def test_new_scenarios_come_as_drafts_with_their_factors(self):
        published = RuleVersion.objects.published().count()

        bring(text_of(CUP, BAG), now=NOW)

        cup = RuleVersion.objects.get(scenario__code="reusable-cup")
        assert (cup.published_at, cup.effective_from > TODAY) == (None, True)
        assert EmissionFactor.objects.get(code="reusable-cup-2026").value == 23
        assert RuleVersion.objects.get(scenario__code="own-bag").published_at is None
        assert RuleVersion.objects.published().count() == published

    def test_what_is_here_already_changes_nothing(self):
        before = rows()

        entries = bring(whole(), now=NOW)

        assert not any(entry.changes_anything or entry.problems for entry in entries)
        assert rows() == before

    def test_the_repositorys_own_files_can_be_brought(self):
        texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))]

        entries = plan("\n---\n".join(texts), now=NOW)

        assert len(entries) == len(texts)
        assert not any(entry.changes_anything or entry.problems for entry in entries)

    def test_a_next_version_and_another_name_are_told_and_brought(self):
        [entry] = yaml.safe_load_all(written(Scenario.objects.filter(code="clean-plate")))
        entry["name"]["zh-hans"] = "光盘"
        entry["versions"].append(
            {**entry["versions"][0], "number": 9, "effective_from": "2020-01-01", "budget": "other"}
        )

        [told] = bring(text_of(entry), now=NOW)

        assert (told.is_renamed, [version.number for version in told.versions]) == (True, [9])
        scenario = Scenario.objects.get(code="clean-plate")
        draft = scenario.versions.get(number=9)
        assert scenario.name["zh-hans"] == "光盘"
        assert (draft.published_at, draft.document["budget"]) == (None, "other")
        assert draft.effective_from > TODAY

    def test_an_end_comes_as_a_draft_of_whoever_brings_it(self, alice):
        [entry] = yaml.safe_load_all(written(Scenario.objects.filter(code="clean-plate")))
        entry["versions"].append({"number": 9, "effective_from": "2027-06-01", "ends": True})

        bring(text_of(entry), now=NOW, by=alice)

        end = RuleVersion.objects.get(scenario__code="clean-plate", ends=True)
        assert (end.effective_from, end.published_at, end.authors) == (date(2027, 6, 1), None, [alice.pk])

    @pytest.mark.parametrize(
        ("code", "change"),
        [
            ("clean-plate", lambda entry: entry["versions"][0].update(budget="other")),
            ("clean-plate", lambda entry: entry.update(methodology="waste-sorting")),
            ("walking", lambda entry: entry["factors"]["walking-step-wuhan-2022"].update(value="0.03")),
        ],
    )
    def test_what_would_rewrite_the_past_is_told_and_refused_whole(self, code, change):
        [entry] = yaml.safe_load_all(written(Scenario.objects.filter(code=code)))
        change(entry)
        before = rows()

        assert plan(text_of(CUP, entry), now=NOW)[1].problems
        with pytest.raises(UnreadableCatalogue):
            bring(text_of(CUP, entry), now=NOW)

        assert rows() == before

    def test_what_was_not_shown_is_not_brought(self):
        text = text_of(CUP)
        shown = importing.edition(plan(text, now=NOW))
        bring(text_of(BAG), now=NOW)
        bring(text, now=NOW, shown=shown)

        with pytest.raises(ChangedMeanwhile):
            bring(text, now=NOW, shown=shown)

    @pytest.mark.parametrize(
        "change",
        [
            {"icon": "skull"},
            {"group": "space"},
            {"name": {"zh-hans": "杯"}},
            {"name": "杯"},
            {"position": -1},
            {"code": "No Code"},
            {"versions": []},
            {"versions": [7]},
            {"terms": {}},
            {"methodology": "sledging"},
            {"factors": {}},
            {"factors": {"reusable-cup-2026": {**CUP["factors"]["reusable-cup-2026"], "region": "x" * 41}}},
        ],
    )
    def test_an_entry_that_is_none_is_refused_in_words(self, change):
        before = rows()

        with pytest.raises(UnreadableCatalogue) as raised:
            bring(text_of({**CUP, **change}), now=NOW)

        assert len(str(raised.value.sentence)) > 20
        assert rows() == before

    def test_every_part_that_a_rule_can_say_is_brought(self):
        stated = {"value": 40, "unit": "weight", **generic.STATED}
        says = {
            "worth": {"self_declared": {"value": 50, "unit": "percent", **generic.STATED}},
            "most_grams": {"self_declared": {"value": 60, "unit": "g", **generic.STATED}},
            "doubts": dict.fromkeys(("lower_from", "review_from", "refuse_from", "drawn", "review_days"), stated),
            "ways": ["form"],
        }

        bring(text_of(cup_whose_version(**says)), now=NOW)

        document = RuleVersion.objects.get(scenario__code="reusable-cup").document
        assert {name: document[name] for name in says} == says

    @pytest.mark.parametrize(
        ("entry", "part"),
        [
            ({**CUP, "colour": "red"}, "colour"),
            ({**CUP, "position": True}, "position"),
            (cup_whose_version(number=10**12), "versions.1.number"),
            (cup_whose_version(claimable="no"), "versions.1.claimable"),
            (cup_whose_version(budget=["citizens"]), "versions.1.budget"),
            (cup_whose_version(worths={"photo": 50}), "versions.1.worths"),
            (cup_whose_version(caps=[*CUP["versions"][0]["caps"]] * 2), "versions.1.caps.2"),
            (cup_whose_version(bounds=[*CUP["versions"][0]["bounds"]] * 2), "versions.1.bounds.2"),
            (
                cup_whose_version(bounds=[{"measure": "count", "least": "NaN", "unit": "unit", **generic.STATED}]),
                "versions.1.bounds.1.least",
            ),
            (
                cup_whose_version(grams_per_credit={"value": 10**30, "unit": "g/credit", **generic.STATED}),
                "versions.1.grams_per_credit.value",
            ),
            (
                cup_whose_version(windows={"photo": {"value": -1, "unit": "day", **generic.STATED}}),
                "versions.1.windows.photo.value",
            ),
            (cup_whose_factor(value="-23"), "factors.reusable-cup-2026.value"),
            (cup_whose_factor(value="２３"), "factors.reusable-cup-2026.value"),
            (cup_whose_factor(year="2026"), "factors.reusable-cup-2026.year"),
            (cup_whose_factor(source={**generic.SOURCE, "title": 5}), "factors.reusable-cup-2026.source.title"),
        ],
    )
    def test_a_part_that_is_none_is_named_and_refused(self, entry, part):
        before = rows()

        with pytest.raises(UnreadableCatalogue) as raised:
            bring(text_of(entry), now=NOW)

        assert f"“{part}”" in str(raised.value.sentence)
        assert rows() == before

    @pytest.mark.parametrize(
        "entries",
        [
            [CUP, {**BOX, "factors": cup_whose_factor(value="999")["factors"]}],
            [
                {
                    **CUP,
                    "versions": [
                        {**CUP["versions"][0], "number": 2, "factors": {"grams_per_unit": other_value("999")}},
                        CUP["versions"][0],
                    ],
                }
            ],
        ],
    )
    def test_a_factor_of_two_values_is_told_and_refused(self, entries):
        before = rows()

        assert any("两个" in problem for entry in plan(text_of(*entries), now=NOW) for problem in entry.problems)
        with pytest.raises(UnreadableCatalogue):
            bring(text_of(*entries), now=NOW)
        assert rows() == before

    @pytest.mark.parametrize("otherwise", [{"lasts_minutes": 1}, {"occupies": "own-bag"}])
    def test_no_version_settles_anew_what_was_settled_when_its_scenario_was_founded(self, otherwise):
        later = {**CUP["versions"][0], "number": 2, "terms": {**CUP["terms"], **otherwise}}
        text = text_of({**CUP, "versions": [CUP["versions"][0], later]})

        assert plan(text, now=NOW)[0].problems
        bring(text_of(CUP), now=NOW)
        assert plan(text, now=NOW)[0].problems

    @pytest.mark.parametrize("letter", ["\0", "\u202e", "\x1b"])
    def test_a_text_with_letters_that_nobody_sees_is_refused(self, letter):
        with pytest.raises(UnreadableCatalogue):
            plan(text_of({**CUP, "name": {"zh-hans": "杯", "en": f"Cup{letter}"}}), now=NOW)

    def test_a_part_that_stands_twice_is_refused(self):
        text = text_of(CUP).replace("    value: '23'\n", "    value: '23'\n    value: '999'\n")
        assert text != text_of(CUP)

        with pytest.raises(UnreadableCatalogue, match="value"):
            plan(text, now=NOW)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "7",
            "- 1",
            "a: [",
            "!!python/object/apply:os.system ['true']",
            "a: &a [*a]",
            "[" * 5000,
            "x: '" + "y" * 600_000 + "'",
            "\n".join(["a0: &a0 [1, 1]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]),
        ],
    )
    def test_a_text_that_is_no_catalogue_or_a_trap_is_refused(self, text):
        with pytest.raises(UnreadableCatalogue):
            plan(text, now=NOW)
