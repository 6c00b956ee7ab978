"""Why the desk may refuse an act of a car whose photos it has looked at; the desk words them anew."""

from common.wordings import Wordings

REASONS = Wordings(
    "odometer-reasons",
    {
        "no_code": {
            "zh-hans": "照片上看不到当日停驶码，无法确认是当天拍的。",
            "en": "The code of the day is not on the photo, so we cannot tell that it was taken on that day.",
        },
        "not_fresh": {
            "zh-hans": "看得出照片不是发送时拍的。",
            "en": "The photo shows that it was not taken when it was sent.",
        },
        "unclear": {
            "zh-hans": "里程表读数看不清楚。",
            "en": "The reading of the odometer cannot be made out.",
        },
        "other_reading": {
            "zh-hans": "照片上的读数和填写的不一样。",
            "en": "The photo shows another reading than the one that was entered.",
        },
        "other_car": {
            "zh-hans": "两张照片不是同一辆车的里程表。",
            "en": "The two photos do not show the odometer of the same car.",
        },
        "not_real": {
            "zh-hans": "照片不是对着里程表拍的，例如翻拍了屏幕。",
            "en": "The photo was not taken of an odometer, but for example of a screen.",
        },
    },
)
