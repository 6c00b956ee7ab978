"""How the inbox, and a text message for those who want one, says that credits expire soon or were adjusted,
and that accounts are to be merged.
"""

from datetime import date

from django.utils.translation import gettext as _

from accounts.inbox.words import TOLD_AT, Facts, Words
from common.texts import day_shown, in_reader_language, one_after_another
from credits import expiring
from credits.adjusting import notices
from credits.adjusting.words import REASONS
from credits.merging import notices as merging
from credits.merging.models import MergerStatus


def _expire_soon(facts: Facts) -> str:
    return _("%(credits)s of your credits can be used until %(day)s.") % _shown(facts)


def _expire_this_week(facts: Facts) -> str:
    return _("%(credits)s of your credits expire this week: %(day)s is the last day to use them.") % _shown(facts)


def _shown(facts: Facts) -> dict[str, object]:
    return {"credits": facts["credits"], "day": day_shown(date.fromisoformat(facts["last_day"]))}


def _added(facts: Facts) -> str:
    return _with_reason(_("%(credits)s credits were added to yours.") % {"credits": f"{facts['credits']:,}"}, facts)


def _taken(facts: Facts) -> str:
    return _with_reason(_("%(credits)s of your credits were taken off.") % {"credits": f"{facts['credits']:,}"}, facts)


def _with_reason(first: str, facts: Facts) -> str:
    return one_after_another(first, in_reader_language(REASONS.at(facts["reason"], facts[TOLD_AT])))


def _merger_asked(facts: Facts) -> str:
    told = {"day": day_shown(date.fromisoformat(facts["day"]))}
    if facts["stays"]:
        return _("Another account is to be merged into this one from %(day)s. Not you? Sign in and withdraw it.") % told
    return _("This account is to be merged into another from %(day)s. Not you? Sign in and withdraw it.") % told


def _merger_decided(facts: Facts) -> str:
    if facts["status"] == MergerStatus.APPROVED:
        told = {"credits": f"{facts['credits']:,}"}
        return _("Your two accounts were merged. %(credits)s credits went over, until the same days as before.") % told
    if facts["status"] == MergerStatus.REFUSED:
        return _("Your two accounts were not merged. See why.")
    if facts["status"] == MergerStatus.WITHDRAWN:
        return _("The merger of your accounts was withdrawn. Both stay as they are.")
    return _("Nobody decided on the merger of your accounts in time. You can ask for it anew.")


INBOX_WORDS = {
    merging.ASKED: Words("warning", _merger_asked, is_texted=True, is_owed=True),
    merging.DECIDED: Words("info", _merger_decided),
    notices.GIVEN: Words("leaf", _added),
    notices.TAKEN: Words("info", _taken),
    expiring.EXPIRE_SOON: Words("leaf", _expire_soon, is_texted=True),
    expiring.EXPIRE_THIS_WEEK: Words("leaf", _expire_this_week, is_texted=True),
}
