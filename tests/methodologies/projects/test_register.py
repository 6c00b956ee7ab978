"""The register of methods: official names and fields, what is public of each, and forms that can be built from it."""

from decimal import Decimal

import pytest

from methodologies.base import Text
from methodologies.events.neutrality import EVENT
from methodologies.projects.asked import FREQUENCIES, PRUDENCE, UNCERTAINTY, Frequency, Prudent, Thing
from methodologies.projects.base import Activity
from methodologies.projects.forms import line_fields, parameter_fields
from methodologies.projects.known import Field, Status, fields, statuses
from methodologies.projects.published import factors, limits, sources
from methodologies.projects.registry import all_methods, every_method, method, register
from methodologies.projects.told import BASES, SIDES, Basis, Side
from methodologies.projects.units import UNITS, convert
from methodologies.registry import methodology

EVERYTHING = [*all_methods().values(), EVENT]
"""What is reckoned for events asks, offers and bounds its numbers alike."""
METHODS = pytest.mark.parametrize("found", all_methods().values(), ids=lambda found: found.code)
ASKING = pytest.mark.parametrize("found", EVERYTHING, ids=lambda found: found.code)


def is_whole(text: Text) -> bool:
    return set(text) == {"zh-hans", "en"} and all(words.strip() for words in text.values())


def test_fifteen_official_names_in_three_fields_and_one_field_that_projects_enter_themselves():
    counted = {field: [entry for entry in register() if entry.field is field] for field in Field}

    assert {field: len(entries) for field, entries in counted.items()} == {
        Field.ENERGY_SUBSTITUTION: 3,
        Field.RESOURCE_SAVING: 7,
        Field.ECOLOGICAL_PROTECTION: 5,
        Field.LOW_CARBON_MANAGEMENT: 1,
    }
    assert [entry.status for entry in counted[Field.LOW_CARBON_MANAGEMENT]] == [Status.ENTERED_PER_PROJECT]


def test_every_name_can_be_reckoned_by_and_says_that_its_text_was_not_public():
    assert list(all_methods()) == [entry.code for entry in register()]
    assert {entry.status for entry in register()} == {Status.GENERAL_FORM, Status.ENTERED_PER_PROJECT}


def test_what_is_entered_per_project_has_no_default_but_for_power():
    [found] = [each for each in all_methods().values() if each.known.status is Status.ENTERED_PER_PROJECT]

    assert {each.name for each in found.parameters if each.offers} == {"grid_debit"}
    assert not [each.name for each in found.parameters if each.optional]


def test_words_of_the_register_are_in_both_languages():
    for entry in register():
        assert is_whole(entry.name)
        assert not entry.note or is_whole(entry.note)
        assert is_whole(entry.source.title)
        assert is_whole(entry.source.publisher)
    for named in (*fields().values(), *statuses().values()):
        assert is_whole(named.label)
        assert is_whole(named.note)
    assert set(fields()) == set(Field)
    assert set(statuses()) == set(Status)
    for words, codes in ((FREQUENCIES, Frequency), (PRUDENCE, Prudent), (SIDES, Side), (BASES, Basis)):
        assert set(words) == set(codes)
        assert all(map(is_whole, words.values()))


@METHODS
def test_method_says_its_formula_its_prudent_side_and_its_sources(found):
    assert is_whole(found.formula)
    assert is_whole(found.prudence)
    assert found.sources
    assert found.symbols.startswith("ER = ")
    assert found.things


@METHODS
def test_removals_hold_back_a_buffer_and_reductions_do_not(found):
    least, most = Decimal("0.10"), Decimal("0.20")

    if found.activity is Activity.REMOVAL:
        assert least <= found.buffer_share <= most
        assert found.known.buffer_source
        assert (found.known.crediting_years, found.known.crediting_source.published_on) == (20, "2023-02-20")
    else:
        assert (found.buffer_share, found.known.crediting_years) == (0, None)


@ASKING
def test_forms_have_what_they_need(found):
    asked = [*parameter_fields(found)]
    for table in found.tables:
        assert is_whole(table.label)
        assert is_whole(table.source)
        asked += line_fields(found, table)
    for field in asked:
        assert is_whole(field.label), field.name
        assert not field.hint or is_whole(field.hint)
        if field.options:
            assert all(is_whole(option.label) for option in field.options)
        else:
            assert field.limit
            assert field.limit.least < field.limit.most
            assert is_whole(field.unit)
            assert is_whole(field.frequency)
            assert field.units[0].label == field.unit


def test_form_offers_what_is_published_for_the_fuel_that_was_chosen():
    found = method("electricity-substitution")

    def offered(chosen):
        fields = {field.name: field for field in parameter_fields(found, chosen)}
        return [offer.code for offer in fields["ncv"].offers], fields["ncv"].optional

    assert offered({"fuel": "diesel"}) == (["ncv-diesel"], True)
    assert offered({"fuel": "other"}) == ([], False)
    assert offered(None) == (["ncv-diesel", "ncv-petrol", "ncv-natural-gas"], True)


@ASKING
def test_names_and_symbols_are_single(found):
    for asked in (found.parameters, *(table.columns for table in found.tables)):
        names = [each.name for each in asked]
        assert len(set(names)) == len(names)
    assert len({parameter.symbol for parameter in found.parameters}) == len(found.parameters)
    assert UNCERTAINTY.name not in {column.name for table in found.tables for column in table.columns}


@ASKING
def test_published_factors_fit_the_parameters_that_they_are_offered_for(found):
    for parameter in found.parameters:
        for code in parameter.offers:
            offered = factors()[code]
            value = convert(offered.value, offered.unit, parameter.unit)
            limit = limit_for(found.code, parameter.name)
            assert limit.least <= value <= limit.most, code


def limit_for(code, name):
    return limits().get(code, {}).get(name) or limits()["shared"][name]


def test_published_numbers_have_a_source_a_unit_and_a_range_that_holds_them():
    for factor in factors().values():
        assert is_whole(factor.label), factor.code
        assert factor.unit in UNITS
        assert (factor.low is None) == (factor.high is None)
        if factor.low is not None:
            assert factor.low <= factor.value <= factor.high
    for source in sources().values():
        assert is_whole(source.title)
        assert is_whole(source.publisher)
        assert source.published_on


def test_nothing_is_published_that_no_method_offers():
    offered = {code for found in EVERYTHING for each in found.parameters for code in each.offers}

    assert set(factors()) == offered


def test_no_limit_is_of_something_that_nobody_asks():
    asked = {"uncertainty"}
    for found in [*every_method().values(), EVENT]:
        asked |= {parameter.name for parameter in found.parameters}
        asked |= {f"{table.code}.{column.name}" for table in found.tables for column in table.columns}

    assert {name for named in limits().values() for name in named} <= asked


def test_meters_are_called_as_citizens_acts_call_them():
    assert methodology("electricity-saving").occupies == Thing.ELECTRICITY_METER
    assert methodology("gas-saving").occupies == Thing.GAS_METER


def test_what_this_portal_proposes_is_told_as_such_and_is_not_among_the_official_names():
    [own] = set(every_method()) - set(all_methods())

    assert (own, method(own).known.status) == ("public-pooling", Status.PROPOSED)
    assert own not in {entry.code for entry in register()}
    assert is_whole(method(own).formula)
    assert is_whole(method(own).prudence)
    assert method(own).sources
