"""Having bulky waste collected for reuse, as the collector's system records it: earns credits only."""

from methodologies.base import CreditsOnly


class BulkyWaste(CreditsOnly):
    code = "bulky-waste"
    deed = {"zh-hans": "您预约回收了大件垃圾", "en": "You had bulky waste collected"}


METHODOLOGY = BulkyWaste()
