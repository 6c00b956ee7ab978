"""Pseudonyms: the same words are known again, under each key; without the key they tell nothing."""

from accounts.pseudonyms import pseudonyms


def test_same_words_have_the_same_pseudonym_and_others_another():
    assert pseudonyms("川A12345") == pseudonyms("川A12345")
    assert pseudonyms("川A12345") != pseudonyms("川A12346")


def test_a_key_of_before_is_still_known_and_stands_second(settings):
    [before] = pseudonyms("川A12345")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    today, *rest = pseudonyms("川A12345")

    assert rest == [before]
    assert today != before
