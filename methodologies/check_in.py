"""The daily check-in: one a day, an encouragement to come back."""

from methodologies.base import Claim, CreditsOnly, Span

SECONDS_PER_DAY = 86_400


class CheckIn(CreditsOnly):
    code = "check-in"
    of_one_scenario = True
    span = Span.DAY
    deed = {"zh-hans": "您今天签到了", "en": "You checked in today"}
    example = Claim({}, SECONDS_PER_DAY)


METHODOLOGY = CheckIn()
