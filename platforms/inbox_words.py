"""How the inbox says that a platform was linked, or is no more."""

from django.utils.translation import gettext as _

from accounts.inbox.words import Facts, Words
from platforms.models import Platform
from platforms.news import LINKED, UNLINKED


def _linked(facts: Facts) -> str:
    told = {"platform": Platform(facts["platform"]).label}
    return _("%(platform)s signs you in from now on. Was it not you? Unlink it.") % told


def _unlinked(facts: Facts) -> str:
    told = {"platform": Platform(facts["platform"]).label}
    return _("%(platform)s signs you in no more. Was it not you? Look at your ways in.") % told


INBOX_WORDS = {LINKED: Words("key", _linked), UNLINKED: Words("key", _unlinked)}
