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
from campaigns.models.guardians import GuardianChange
from campaigns.models.signup import CheckIn, How, Places, SignUp, SignUpStatus
from campaigns.models.teams import (
    Heard,
    NameReport,
    Team,
    TeamConsent,
    TeamKind,
    TeamMember,
    TeamMonth,
    ToldMonth,
    WayOut,
)
from campaigns.models.trophies import TrophyAward, TrophyPublication

__all__ = [
    "Bonus",
    "BonusKind",
    "BonusReturn",
    "Campaign",
    "CampaignStatus",
    "CampaignStep",
    "CheckIn",
    "Cut",
    "GuardianChange",
    "Heard",
    "How",
    "Joining",
    "Mode",
    "NameReport",
    "Phase",
    "Places",
    "Proving",
    "Report",
    "SignUp",
    "SignUpStatus",
    "StepKind",
    "Team",
    "TeamConsent",
    "TeamKind",
    "TeamMember",
    "TeamMonth",
    "ToldMonth",
    "TrophyAward",
    "TrophyPublication",
    "WayOut",
]
