"""Sorting household waste, as the collector's system records it: earns credits, the quantity is not known."""

from methodologies.base import CreditsOnly


class WasteSorting(CreditsOnly):
    code = "waste-sorting"
    deed = {"zh-hans": "您完成了一次垃圾分类投放", "en": "You sorted your waste"}


METHODOLOGY = WasteSorting()
