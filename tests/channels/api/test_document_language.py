"""The API's document says in the reader's language what each address does and what an answer means."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def told(client, catalogue):
    def told(language: str) -> dict[str, dict]:
        answer = client.get("/api/v1/openapi.json", headers={"accept-language": language})
        paths = answer.json()["paths"]
        return {one["operationId"]: one for operations in paths.values() for one in operations.values()}

    return told


def test_every_operation_is_told_in_both_languages(told):
    chinese, english = told("zh-Hans"), told("en")

    assert chinese.keys() == english.keys()
    assert len(chinese) > 100
    assert [name for name, one in chinese.items() if not CHINESE.search(one["summary"])] == []
    assert [name for name, one in english.items() if CHINESE.search(one["summary"])] == []
    assert chinese["read_balance"]["responses"]["401"]["description"] == "未带令牌，或令牌无效。"


def test_the_page_tells_them_as_its_reader_reads(client, catalogue):
    pages = {}
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        pages[language] = client.get("/api/docs/").content.decode()

    assert "One campaign" not in pages["zh-hans"]
    assert "One campaign" in pages["en"]


def words_of(part: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Each description of the document with where it stands; a member that is called so has a schema there instead."""
    if isinstance(part, list):
        for place, one in enumerate(part):
            yield from words_of(one, f"{at}/{place}")
    elif isinstance(part, dict):
        for name, inner in part.items():
            if name == "description" and isinstance(inner, str):
                yield at, inner
            elif name != "example":
                yield from words_of(inner, f"{at}/{name}")


def test_no_member_parameter_or_answer_is_told_to_a_chinese_reader_in_english(client, catalogue):
    answers = {
        language: client.get("/api/v1/openapi.json", headers={"accept-language": language}).json()
        for language in ("zh-Hans", "en")
    }
    chinese, english = (dict(words_of(answers[language])) for language in ("zh-Hans", "en"))

    assert chinese.keys() == english.keys()
    assert [f"{at}: {words}" for at, words in chinese.items() if words and not CHINESE.search(words)] == []
    assert len({words for at, words in chinese.items() if "/properties/" in at}) > 200
    assert [f"{at}: {words}" for at, words in english.items() if CHINESE.search(words)] == []
