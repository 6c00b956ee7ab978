"""What is seen of a text: the same whatever was pasted with it; and what a name keeps of it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from common.typed.codes import code, dialled
from common.typed.letters import header, is_seen, plain
from common.typed.words import JOINERS, words

UNSEEN = [chr(place) for place in range(0x110000) if unicodedata.category(chr(place)) == "Cf"]


@given(st.text(), st.lists(st.sampled_from(UNSEEN), min_size=1, max_size=5))
def test_letters_that_nobody_sees_change_nothing(text, unseen):
    pasted = "".join(letter + unseen[place % len(unseen)] for place, letter in enumerate(text))

    for read in (plain, header, code, dialled):
        assert read(pasted) == read(text)
        assert read(read(text)) == read(text)


@given(st.text())
def test_what_is_read_is_seen(text):
    assert all(is_seen(letter) or letter == " " for letter in plain(text))
    assert all(is_seen(letter) for letter in code(text))


@given(st.text())
def test_name_is_empty_or_seen_and_stays_what_it_is(text):
    kept = words(text)

    assert bool(kept) == any(map(is_seen, text))
    assert words(kept) == kept
    assert kept.strip(JOINERS) == kept


def test_headers_are_known_in_any_width_and_case():
    assert header("距离（米）") == header(" 距离(米)\ufeff") == "距离(米)"
    assert header("Ｓｔｅｐ　 Count") == "step count"
