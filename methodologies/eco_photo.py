"""Reporting with a photo what harms or helps the environment: accepted reports earn credits and reduce nothing."""

from methodologies.base import CreditsOnly


class EcoPhoto(CreditsOnly):
    code = "eco-photo"
    of_one_scenario = True
    deed = {"zh-hans": "您的环保随手拍已被采纳", "en": "Your eco photo was accepted"}


METHODOLOGY = EcoPhoto()
