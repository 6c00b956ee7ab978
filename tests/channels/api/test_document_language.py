"""The API's document says in the reader's language what each address does and what an answer means."""

import re

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
