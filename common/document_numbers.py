"""Numbers of official documents, such as 成财环〔2026〕88号: one writing for each, however it was typed."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.typed.letters import plain, with_dashes

LONGEST = 32
_YEAR = re.compile(r"[(\[{〔【〈「]\s*([0-9]{4})\s*[)\]}〕】〉」]")
_SPACE = re.compile(r"(?<![a-zA-Z0-9]) | (?![a-zA-Z0-9])")
_ORDINAL = re.compile(r"第(?=[0-9])")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_NUMBER = re.compile(rf"(?=.*[^\W_])[\w〔〕()/.·、# -]{{1,{LONGEST}}}")
"""No colon: it parts the references of transfers."""


class NotADocumentNumber(DomainError):
    code = "not_a_document_number"
    message = _(
        "Write the number of the document, such as 成财环〔2026〕88号 or 2026-7: letters, digits, brackets and "
        "hyphens, at most %(longest)s characters."
    )


def read(typed: str) -> str:
    """The number in its one writing. Raises `NotADocumentNumber`."""
    number = one_writing(typed)
    if not _NUMBER.fullmatch(number):
        raise NotADocumentNumber(longest=LONGEST)
    return number


def same(number: str) -> str:
    """What numbers of one document have in common that people write in different ways: 第88号 and 088号, Q4 and q4."""
    return _LEADING_ZEROS.sub("", _ORDINAL.sub("", one_writing(number))).casefold()


def one_writing(typed: str) -> str:
    """Half-width, the year in 〔〕, spaces only between Latin words; nothing is refused."""
    number = " ".join(unicodedata.normalize("NFKC", with_dashes(plain(typed))).split())
    return _SPACE.sub("", _YEAR.sub(r"〔\1〕", number))
