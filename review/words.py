"""Why an appeal does not change a decision, or a claim is not granted: data in every language."""

from collections.abc import Mapping

Text = Mapping[str, str]

APPEAL_REASONS: Mapping[str, Text] = {
    "nothing_new": {
        "zh-hans": "我们重新看过，补充的材料没有改变原来的判断。",
        "en": "We have looked again. What you added does not change what we saw.",
    },
    "photo_does_not_show": {
        "zh-hans": "补充的照片看不出您说的情况。",
        "en": "The photo that you added does not show what you say.",
    },
    "other_time": {
        "zh-hans": "补充的材料和这一次的时间对不上。",
        "en": "What you added is of another time than this.",
    },
    "counted_already": {
        "zh-hans": "这件事已经记过一次积分。",
        "en": "This has earned credits already.",
    },
}
