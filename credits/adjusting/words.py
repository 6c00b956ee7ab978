"""Why credits are adjusted, as the citizen reads it: the desk words the reasons anew, and adds further ones."""

from common.wordings import Wordings

REASONS = Wordings(
    "adjustment-reasons",
    {
        "system_error": {
            "zh-hans": "系统故障造成您的积分有误，现予更正。",
            "en": "A fault of the system had made your credits wrong. This puts them right.",
        },
        "counted_wrong": {
            "zh-hans": "您的积分计算有误，现予更正。",
            "en": "Your credits were reckoned wrongly. This puts them right.",
        },
        "goodwill": {
            "zh-hans": "因我们的服务给您带来不便，特此补偿。",
            "en": "Our service has caused you trouble. This is to make up for it.",
        },
        "offline_activity": {
            "zh-hans": "补记您参加线下活动应得的积分。",
            "en": "These are the credits for an activity on the spot that you took part in.",
        },
        "given_twice": {
            "zh-hans": "同一笔积分重复发放，现收回多发的部分。",
            "en": "The same credits were given to you twice. What was too much is taken back.",
        },
        "official_decision": {
            "zh-hans": "根据有关部门的决定调整您的积分。",
            "en": "An authority has decided that your credits be adjusted.",
        },
    },
)
