"""How the inbox says what became of a case that an organisation handed in."""

from django.utils.translation import gettext as _

from accounts.inbox.words import Facts, Words
from city.cases.deciding import TOLD
from common.texts import in_reader_language


def _decided(facts: Facts) -> str:
    said = {"name": in_reader_language(facts["name"]), "reason": facts["reason"]}
    if facts["is_accepted"]:
        return _("Your case “%(name)s” is accepted and public: %(reason)s") % said
    return _("Your case “%(name)s” is sent back: %(reason)s") % said


INBOX_WORDS = {TOLD: Words("leaf", _decided)}
