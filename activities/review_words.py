"""Why the desk may refuse an act that something speaks against: data in every language."""

from collections.abc import Mapping

REFUSALS: Mapping[str, Mapping[str, str]] = {
    "not_by_oneself": {
        "zh-hans": "数据看起来不是本人走路、骑行或乘车产生的。",
        "en": "The data do not look as if somebody had walked, ridden or travelled.",
    },
    "not_possible": {
        "zh-hans": "这样的速度或数量，在这段时间里做不到。",
        "en": "So much, or so fast, cannot be done within that time.",
    },
    "not_twice": {
        "zh-hans": "同一时间已有另一次行为，两次不可能同时发生。",
        "en": "There is another act at the same time, and both cannot have happened.",
    },
    "not_shown": {
        "zh-hans": "照片不能说明这次行为。",
        "en": "The photo does not show this act.",
    },
    "not_ones_own": {
        "zh-hans": "同样的数据或照片，也有其他人提交过。",
        "en": "Others have sent the same data or photo.",
    },
}

UNSOUND: Mapping[str, Mapping[str, str]] = {
    "unsound": {
        "zh-hans": "抽查发现问题，转撤销流程处理。",
        "en": "The audit found something wrong. What follows is decided elsewhere.",
    },
}
"""Of an act drawn for audit: the citizen reads nothing of it, whoever revokes does."""
