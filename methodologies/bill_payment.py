"""Paying household bills online, as the payment service records it: earns credits only."""

from methodologies.base import CreditsOnly


class BillPayment(CreditsOnly):
    code = "bill-payment"
    deed = {"zh-hans": "您在网上交了水电气费", "en": "You paid a household bill online"}


METHODOLOGY = BillPayment()
