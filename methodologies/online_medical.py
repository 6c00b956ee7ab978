"""Using a medical service online instead of travelling to it, as the service records it: earns credits only."""

from methodologies.base import CreditsOnly


class OnlineMedical(CreditsOnly):
    code = "online-medical"
    deed = {"zh-hans": "您使用了线上医疗服务", "en": "You used an online medical service"}


METHODOLOGY = OnlineMedical()
