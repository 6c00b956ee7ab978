"""Numbers of documents: real ones are read, each in one writing however it was typed, and nothing else is one."""

import pytest

from common.document_numbers import LONGEST, NotADocumentNumber, read

REAL = [
    "成财环〔2026〕88号",
    "川环发〔2021〕12号",
    "国办发〔2020〕20号",
    "发改办环资〔2026〕1234号",
    "成办函〔2026〕3 号",
    "成都市人民政府令第209号",
    "财资环〔2026〕7-1号",
    "川财环便函〔2026〕9号",
    "2026-q4",
    "2026-7",
    "DB51/T 3045-2023",
    "№ 7",
]


@pytest.mark.parametrize("typed", REAL)
def test_real_numbers_are_read_and_read_again_the_same(typed):
    assert read(read(typed)) == read(typed)
    assert ":" not in read(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "成财环〔2026〕88号",
        " 成财环〔2026〕88号 ",
        "成财环[2026]88号",
        "成财环［2026］88号",
        "成财环(2026)88号",
        "成财环（2026）88号",
        "成财环【2026】88号",
        "成财环﹝2026﹞88号",
        "成财环〔２０２６〕８８号",
        "成财环 〔 2026 〕 88 号",
        "成财环〔2026〕　88号",
        "成财环〔2026〕88号\n",
    ],
)
def test_one_number_typed_in_any_way_is_one(typed):
    assert read(typed) == "成财环〔2026〕88号"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("2026–q4", "2026-q4"), ("２０２６－７", "2026-7"), ("DB51/T  3045", "DB51/T 3045"), ("第 209 号", "第209号")],
)
def test_dashes_widths_and_spaces_are_written_in_one_way(typed, number):
    assert read(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "a:b", "fund:citizens:1", "88号;drop", "<b>1</b>", "——", "〔〕", "号" * (LONGEST + 1), "🙂"],
)
def test_what_is_no_number_is_refused_in_words(typed):
    with pytest.raises(NotADocumentNumber) as refused:
        read(typed)

    assert str(LONGEST) in refused.value.sentence
