"""How the inbox says that credits expire soon."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.inbox.words import Facts, Words
from common.texts import day_shown
from credits import expiring


def _expire_soon(facts: Facts) -> str:
    last_day = day_shown(date.fromisoformat(facts["last_day"]))
    return _("%(credits)s of your credits can be used until %(day)s.") % {"credits": facts["credits"], "day": last_day}


INBOX_WORDS = {expiring.EXPIRE_SOON: Words("leaf", _expire_soon)}
