"""Mainland mobile numbers: read as people type them, kept as E.164, shown grouped or masked."""

import re

import phonenumbers

from accounts.refusals import NotAMobileNumber
from common.typed.codes import dialled

REGION = "CN"
COUNTRY_CODE = "+86"
# Checked first because the library also reads letters as keypad digits and accepts extensions.
DIALLABLE = re.compile(r"\+?[0-9]+")


def parse_phone(text: str) -> str:
    """The E.164 form of a mainland mobile number; full-width digits, spaces, +86, 0086 and tel: are fine.

    Raises NotAMobileNumber.
    """
    typed = dialled(text)
    if not DIALLABLE.fullmatch(typed):
        raise NotAMobileNumber
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        raise NotAMobileNumber from None
    if not _is_mainland_mobile(number):
        raise NotAMobileNumber
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def group_phone(phone: str) -> str:
    """138 0000 0001, for its owner to check."""
    national = phone.removeprefix(COUNTRY_CODE)
    return f"{national[:3]} {national[3:7]} {national[7:]}"


def mask_phone(phone: str) -> str:
    """138****0001, for every other place."""
    national = phone.removeprefix(COUNTRY_CODE)
    return f"{national[:3]}****{national[7:]}"


def _is_mainland_mobile(number: phonenumbers.PhoneNumber) -> bool:
    return (
        phonenumbers.is_valid_number_for_region(number, REGION)
        and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    )
