"""The tables of campaigns, a file for each subject. No personal value but who joined what."""

from campaigns.models.bonus import Bonus, BonusReturn, Cut
from campaigns.models.campaign import (
    BonusKind,
    Campaign,
    CampaignStatus,
    CampaignStep,
    Joining,
    Mode,
    Phase,
    Proving,
    Report,
    StepKind,
)
from campaigns.models.signup import CheckIn, How, Places, SignUp, SignUpStatus

__all__ = [
    "Bonus",
    "BonusKind",
    "BonusReturn",
    "Campaign",
    "CampaignStatus",
    "CampaignStep",
    "CheckIn",
    "Cut",
    "How",
    "Joining",
    "Mode",
    "Phase",
    "Places",
    "Proving",
    "Report",
    "SignUp",
    "SignUpStatus",
    "StepKind",
]
