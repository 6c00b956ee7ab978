"""How the inbox says what became of acts."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.inbox.words import Facts, Words
from activities.models import Reason
from activities.scoring import rejecting, taking_back, taking_sets_back
from activities.telling import credited
from activities.telling.refusal_words import refusal_in_words
from common.texts import day_shown, in_reader_language, one_after_another


def _credited(facts: Facts) -> str:
    told = {"day": _day(facts), "credits": f"{facts['credits']:,}", "acts": facts["acts"]}
    said = ngettext(
        "On %(day)s one act brought you %(credits)s credits.",
        "On %(day)s %(acts)s acts brought you %(credits)s credits.",
        facts["acts"],
    )
    return said % told


def _rejected(facts: Facts) -> str:
    told = {"scenario": in_reader_language(facts["scenario"]), "day": _day(facts)}
    first = _("%(scenario)s on %(day)s does not count.") % told
    return one_after_another(first, refusal_in_words(facts["refusal"]))


def _revoked(facts: Facts) -> str:
    told = {"scenario": in_reader_language(facts["scenario"]), "day": _day(facts), "credits": f"{facts['credits']:,}"}
    first = ngettext(
        "%(credits)s credit for %(scenario)s on %(day)s was taken back.",
        "%(credits)s credits for %(scenario)s on %(day)s were taken back.",
        facts["credits"],
    )
    return one_after_another(first % told, str(Reason(facts["reason"]).label))


def _set_revoked(facts: Facts) -> str:
    told = {"acts": f"{facts['acts']:,}", "credits": f"{facts['credits']:,}"}
    first = ngettext(
        "%(acts)s of your acts does not count any more, and %(credits)s credits for it were taken back.",
        "%(acts)s of your acts do not count any more, and %(credits)s credits for them were taken back.",
        facts["acts"],
    )
    return one_after_another(first % told, str(Reason(facts["reason"]).label))


def _day(facts: Facts) -> str:
    return day_shown(date.fromisoformat(facts["day"]))


INBOX_WORDS = {
    credited.CREDITED: Words("leaf", _credited),
    rejecting.REJECTED: Words("warning", _rejected),
    taking_back.REVOKED: Words("warning", _revoked),
    taking_sets_back.SET_REVOKED: Words("warning", _set_revoked),
}
