"""Which names are taken: short, readable, no way to reach anybody."""

import pytest

from campaigns.teams import names
from campaigns.teams.refusals import UnfitName


@pytest.mark.parametrize(
    "name", ["小李", "Anna-Lena", "初二3班", "2026 绿色队", "José", "阿依·古丽", "零碳先锋", "三人行"]
)
def test_fit(name):
    names.check(name, 12)


@pytest.mark.parametrize(
    "name",
    [
        *("", "   ", "123", "-", "十三个字的昵称已经太长了不行啊"),
        *("13800138000", "找我 138 0013 8000", "a1b3c8d0e0", "微信 ①③⑧⓪⓪", "幺三八零零幺三八", "١٢٣٤٥a"),
        *("www点cn", "HTTP abc", "ｗｗｗ abc", "a.cn", "a@b", "a/b", "小李\n小王", "小李🌱", "<b>李</b>", "小\u200b李"),
    ],
)
def test_unfit(name):
    with pytest.raises(UnfitName):
        names.check(name, 12)
