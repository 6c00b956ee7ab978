"""Names and free text keep what a language needs and lose what nobody sees; one of nothing else is refused."""

import pytest

pytestmark = pytest.mark.django_db

NAMES = [
    "name_of_a_citizen",
    "name_of_a_token",
    "name_of_a_merchant",
    "english_name_of_a_merchant",
    "business_of_a_merchant",
    "name_of_a_shop",
    "title_of_an_offer",
    "terms_of_an_offer",
    "merchant_at_the_desk",
    "group_at_the_desk",
    "venue_at_the_desk",
    "question_at_the_desk",
    "words_of_a_report",
]
FAMILY, PERSIAN, HEART = (
    "\U0001f469\u200d\U0001f467",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u2764\ufe0f",
)


WRITTEN = ["王阿姨", FAMILY, PERSIAN, HEART, "A\u200f\u05d0B", "茶　舍", "＝1+1"]
WANG = [
    "\u200b王\ufeff阿\u2060姨\u202e",
    "\u202a王阿姨\u202c",
    " 王阿\u00ad姨\u200d ",
    "\u3164王阿姨\u2800",
    "王\x1b阿姨",
]
NOTHING = ["\u200b", "\ufeff\u2060", "\u200d", "\u3164", "\u2800 \u2800", "\u202e \u200b", "\ufe0f"]


@pytest.mark.parametrize("name", NAMES)
def test_name_is_kept_as_its_language_writes_it_without_what_nobody_sees(request, name):
    door = request.getfixturevalue(name)

    assert door.answers(WRITTEN) == {written: written for written in WRITTEN}
    assert door.answers(WANG) == dict.fromkeys(WANG, "王阿姨")


@pytest.mark.parametrize("name", NAMES)
def test_name_of_nothing_that_is_seen_is_refused(request, name):
    assert request.getfixturevalue(name).answers(NOTHING) == dict.fromkeys(NOTHING, "nothing_seen")


def test_words_keep_their_lines(words_of_a_report):
    assert words_of_a_report.answer("第一行\n\u200b第二行") == "第一行\n第二行"


@pytest.mark.parametrize("name", NAMES)
def test_name_that_is_no_text_is_refused(request, name):
    assert request.getfixturevalue(name).answer("王\x00阿姨") == "null_characters_not_allowed"
