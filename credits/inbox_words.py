"""How the inbox, and a text message for those who want one, says that credits expire soon."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.inbox.words import Facts, Words
from common.texts import day_shown
from credits import expiring


def _expire_soon(facts: Facts) -> str:
    return _("%(credits)s of your credits can be used until %(day)s.") % _shown(facts)


def _expire_this_week(facts: Facts) -> str:
    return _("%(credits)s of your credits expire this week: %(day)s is the last day to use them.") % _shown(facts)


def _shown(facts: Facts) -> dict[str, object]:
    return {"credits": facts["credits"], "day": day_shown(date.fromisoformat(facts["last_day"]))}


INBOX_WORDS = {
    expiring.EXPIRE_SOON: Words("leaf", _expire_soon, is_texted=True),
    expiring.EXPIRE_THIS_WEEK: Words("leaf", _expire_this_week, is_texted=True),
}
