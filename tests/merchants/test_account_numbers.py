"""Numbers of bank accounts, and what people type for them."""

import pytest

from merchants import account_numbers
from merchants.refusals import NotAnAccountNumber


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("51050142123400000123", "51050142123400000123"),
        ("5105 0142 1234 0000 0123", "51050142123400000123"),
        ("４４０２-０１２３", "44020123"),
        ("0" * 31 + "1", "0" * 31 + "1"),
    ],
)
def test_an_account_number_is_its_digits(typed, read):
    assert account_numbers.read(typed) == read


@pytest.mark.parametrize("typed", ["", "1234567", "1" * 33, "5105A142123400000123", "00000000", "¥51050142"])
def test_what_is_no_account_number_is_refused(typed):
    with pytest.raises(NotAnAccountNumber):
        account_numbers.read(typed)
