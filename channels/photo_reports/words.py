"""What a photo report may show, and why the desk may refuse one: data in every language."""

from collections.abc import Mapping

from common.wordings import Wordings

Text = Mapping[str, str]

CATEGORIES: Mapping[str, Text] = {
    "litter": {"zh-hans": "垃圾乱丢", "en": "Litter"},
    "water": {"zh-hans": "污水黑臭", "en": "Dirty water"},
    "air": {"zh-hans": "废气扬尘", "en": "Smoke or dust"},
    "noise": {"zh-hans": "噪声扰民", "en": "Noise"},
    "green": {"zh-hans": "绿地受损", "en": "Damaged green space"},
    "good": {"zh-hans": "环保好榜样", "en": "A good example"},
    "other": {"zh-hans": "其他", "en": "Something else"},
}

REASONS = Wordings(
    "photo-reasons",
    {
        "unclear": {
            "zh-hans": "照片看不清楚，请靠近一些再拍一张。",
            "en": "The photo is not clear. Please take another one from closer by.",
        },
        "off_topic": {
            "zh-hans": "照片内容与环境无关。",
            "en": "What the photo shows has nothing to do with the environment.",
        },
        "no_place": {
            "zh-hans": "看不出是在哪里，请再拍一张并选好位置。",
            "en": "We cannot tell where this is. Please take another photo and choose the place.",
        },
        "known": {
            "zh-hans": "这处问题已有人反映，正在处理。",
            "en": "Somebody has reported this before, and it is being dealt with.",
        },
        "private": {
            "zh-hans": "照片里有他人的面部、车牌或住宅内部，请避开后重拍。",
            "en": "The photo shows somebody’s face, number plate or home. Please take one without.",
        },
        "not_real": {
            "zh-hans": "照片不是实地拍摄的。",
            "en": "The photo was not taken on the spot.",
        },
    },
)
