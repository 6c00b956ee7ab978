"""Finishing a meal: nobody can verify what one person would have left, so it earns credits only."""

from methodologies.base import CreditsOnly


class CleanPlate(CreditsOnly):
    code = "clean-plate"
    lasts_minutes = 60
    deed = {"zh-hans": "您吃完了这一餐，没有浪费", "en": "You finished your meal and wasted nothing"}


METHODOLOGY = CleanPlate()
