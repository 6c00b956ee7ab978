"""Why a citizen is frozen, as they read it: the desk words them anew. What it knows besides stands in its note."""

from common.wordings import Wordings

REASONS = Wordings(
    "freeze-reasons",
    {
        "unusual_acts": {
            "zh-hans": "您最近上报的行动有些异常，我们正在核实。",
            "en": "Some acts reported lately in your name look unusual. We are checking them.",
        },
        "shared_device": {
            "zh-hans": "几个账号用同一部手机或同一份数据上报，我们正在核实。",
            "en": "Several accounts report with one phone or the same data. We are checking them.",
        },
        "account_at_risk": {
            "zh-hans": "您的账号可能被别人使用。为了保护您的积分，我们先暂停一部分功能。",
            "en": "Somebody else may be using your account. To keep your credits safe, parts of it rest for now.",
        },
        "misuse_of_vouchers": {
            "zh-hans": "您的兑换或用券有些异常，我们正在核实。",
            "en": "Something about how your vouchers were redeemed or used looks unusual. We are checking it.",
        },
    },
)
