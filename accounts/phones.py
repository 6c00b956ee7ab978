"""Mobile numbers: read as people type them, kept as E.164, shown grouped or masked.

Those of the mainland, and of other regions that the gateway of text messages reaches (`settings.SMS_REGIONS`).
"""

import re

import phonenumbers
from django.conf import settings

from accounts.refusals import NotAMobileNumber, NotReached
from common.typed.codes import dialled

REGION = "CN"
COUNTRY_CODE = "+86"
# Checked first because the library also reads letters as keypad digits and accepts extensions.
DIALLABLE = re.compile(r"\+?[0-9]+")


MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
"""In some regions a number does not tell which of the two it is."""


def parse_phone(text: str) -> str:
    """The E.164 form of a mobile number; full-width digits, spaces, +86, 0086 and tel: are fine.

    One of another region is typed with its country code. Raises NotAMobileNumber, and NotReached where no message is
    sent to.
    """
    typed = dialled(text)
    if not DIALLABLE.fullmatch(typed):
        raise NotAMobileNumber
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        raise NotAMobileNumber from None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in MOBILE:
        raise NotAMobileNumber
    if phonenumbers.region_code_for_number(number) not in settings.SMS_REGIONS:
        raise NotReached
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def are_all_of_the_mainland() -> bool:
    """Whether no number of another region can sign in."""
    return settings.SMS_REGIONS == [REGION]


def group_phone(phone: str) -> str:
    """138 0000 0001, or +44 7911 123456, for its owner to check."""
    if not phone.startswith(COUNTRY_CODE):
        return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    national = phone.removeprefix(COUNTRY_CODE)
    return f"{national[:3]} {national[3:7]} {national[7:]}"


def mask_phone(phone: str) -> str:
    """138****0001, or +44****3456, for every other place."""
    if not phone.startswith(COUNTRY_CODE):
        return f"+{phonenumbers.parse(phone).country_code}****{phone[-4:]}"
    national = phone.removeprefix(COUNTRY_CODE)
    return f"{national[:3]}****{national[7:]}"
