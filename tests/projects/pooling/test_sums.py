"""Gram by gram: whatever is pooled, carried, owed and taken back, what goes in comes out, and lines lose nothing."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from common.few import FEWEST
from projects.pooling.lines import Group, told
from projects.pooling.sampling import numbers
from projects.pooling.sums import summed

grams = st.integers(0, 10**13)
GROUPS = st.lists(
    st.builds(Group, st.sampled_from("abcd"), st.sampled_from(["", "x", "y", "z"]), st.integers(0, 12), grams),
    unique_by=lambda group: group[:2],
)
MONTHS = st.lists(st.tuples(grams, grams), min_size=1, max_size=24)


@given(grams, st.integers(0, 999), grams, grams)
def test_what_goes_in_comes_out(acts, carried, owed, deducted):
    come = summed(acts_g=acts, carried_in_g=carried, owed_in_g=owed, deducted_g=deducted)

    assert acts + carried - owed - deducted == come.kilograms * 1000 + come.carried_out_g - come.owed_out_g
    assert 0 <= come.carried_out_g < 1000
    assert min(come) >= 0
    assert not come.owed_out_g or (come.kilograms, come.carried_out_g) == (0, 0)


@given(MONTHS)
def test_over_any_months_no_gram_is_lost_and_none_is_made(months):
    carried = owed = kilograms = 0
    for acts, taken_back in months:
        come = summed(acts_g=acts, carried_in_g=carried, owed_in_g=owed, deducted_g=taken_back)
        kilograms, carried, owed = kilograms + come.kilograms, come.carried_out_g, come.owed_out_g

    assert sum(acts - taken_back for acts, taken_back in months) == kilograms * 1000 + carried - owed


@given(GROUPS)
def test_lines_are_all_of_the_groups_and_nobody_stands_alone(groups):
    lines = told(groups)

    assert sum(line.grams for line in lines) == sum(group.grams for group in groups)
    assert len({line[:2] for line in lines}) == len(lines)
    of = {group[:2]: group for group in groups}
    alone = [line for line in lines if line.scenario]
    assert all(of[line[:2]].citizens >= FEWEST for line in alone)
    together = [group for group in groups if group.grams and group[:2] not in {line[:2] for line in alone}]
    if alone and together:
        assert max(group.citizens for group in together) >= FEWEST, "one of enough stands with the few"


@given(st.text("0123456789abcdef", min_size=16, max_size=16), st.integers(1, 60))
def test_a_seed_draws_each_act_once_and_in_the_end_every_one(seed, most):
    drawn = list(numbers(seed, most))

    assert Counter(drawn) == Counter(range(1, most + 1))
    assert drawn == list(numbers(seed, most))
