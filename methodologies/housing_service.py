"""Handling housing matters online instead of travelling to an office, as the service records it: earns credits only."""

from methodologies.base import CreditsOnly


class HousingService(CreditsOnly):
    code = "housing-service"
    deed = {"zh-hans": "您在网上办了住房业务", "en": "You used a housing service online"}


METHODOLOGY = HousingService()
