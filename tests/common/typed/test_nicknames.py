"""A name that others read is a name: a phone number does not pass, in whatever digits and pieces."""

import pytest

from common.typed import nicknames

PHONES = [
    *("a1381234567", "13812 345b", "1234 5678 90", "1381-2345-67", "电138·1234"),
    *("a１３８１２", "٣١٢٣٤a", "找我①③⑧⓪⓪"),
    *("一三八一二三四五六七八", "一3八1二3四5六七八", "壹叁捌壹贰叁肆伍陆柒捌"),
    *("一三八一 二三四五", "幺三八零零", "〇一二三四队"),
]


@pytest.mark.parametrize("name", ["竹林", "初二3班", "2026 绿色队", "José", "零碳先锋", "千千万万", "A-Lena"])
def test_a_name_is_fit(name):
    assert nicknames.is_fit(name, 12)


@pytest.mark.parametrize("name", [*PHONES, "", "12", "www点cn", "ｗ-w-w a", "a.cn", "a@b", "小\u200b李", "小李🌱"])
def test_what_reaches_somebody_is_not(name):
    assert not nicknames.is_fit(name, 20)


def test_a_name_is_as_long_as_it_may_be():
    assert (nicknames.is_fit("竹" * 12, 12), nicknames.is_fit("竹" * 13, 12)) == (True, False)


@pytest.mark.parametrize("other", ["Bad name", "bad-name", "ＢＡＤ ｎａｍｅ", "badname"])
def test_a_name_is_known_again(other):
    assert nicknames.is_same("bad name", other)
    assert not nicknames.is_same("good name", other)
