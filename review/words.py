"""Why an appeal does not change a decision, or a claim is not granted: in every language; the desk words them anew."""

from common.wordings import Wordings

APPEAL_REASONS = Wordings(
    "appeal-reasons",
    {
        "nothing_new": {
            "zh-hans": "我们重新看过，补充的材料没有改变原来的判断。",
            "en": "We have looked again. What you added does not change what we saw.",
        },
        "not_on_photo": {
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
    },
)

CLAIM_REASONS = Wordings(
    "claim-reasons",
    {
        "not_found": {
            "zh-hans": "按您说的时间和渠道，我们和运营方都没有查到这次行为。",
            "en": "Neither we nor the operator find this act at the time and over the app that you named.",
        },
        "there_already": {
            "zh-hans": "这次行为已经记过，请在“我的行为”里查看。",
            "en": "This act has been recorded. You find it under “My acts”.",
        },
        "not_shown": {
            "zh-hans": "照片看不出这次行为，可以补充后再申请复核。",
            "en": "The photo does not show this act. You can add another one and ask us to look again.",
        },
        "does_not_count": {
            "zh-hans": "这次行为不在这个场景的计算范围内。",
            "en": "This act is none that this scenario counts.",
        },
    },
)
