"""How the inbox says what any room may tell a citizen, and that something of theirs rests."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.changing_phone import notices as phone_notices
from accounts.changing_phone.models import Stopped
from accounts.inbox.words import Facts, Words
from accounts.standing import notices

ASKED_FOR_MORE = "asked_for_more"


def _frozen(facts: Facts) -> str:
    until = {"moment": date_format(localtime(datetime.fromisoformat(facts["until"])), "DATETIME_FORMAT")}
    if facts["earning"] and facts["spending"]:
        return _("Earning and spending rest for your account, until %(moment)s at the latest. See why.") % until
    if facts["earning"]:
        return _("Earning rests for your account, until %(moment)s at the latest. See why.") % until
    return _("Redeeming and donating rest for your account, until %(moment)s at the latest. See why.") % until


def _lifted(facts: Facts) -> str:
    if facts["earning"]:
        return _("Your account is free again. What you reported in the meantime is being counted.")
    return _("Your account is free again.")


def _ran_out(facts: Facts) -> str:
    if facts["earning"]:
        return _(
            "Your account is free again. What you reported in the meantime does not count."
            " You can ask that somebody looks at it again."
        )
    return _("Your account is free again.")


def _phone_asked(facts: Facts) -> str:
    day = {"day": date_format(localtime(datetime.fromisoformat(facts["due"])), "DATE_FORMAT")}
    return _("Another mobile number is to become yours on %(day)s. Was it not you? Stop it.") % day


def _phone_stopped(facts: Facts) -> str:
    if facts["stopped"] == Stopped.TAKEN:
        return _("Your mobile number was not changed: the new one opens another account by now.")
    return _("Your mobile number was not changed: somebody stopped it.")


INBOX_WORDS = {
    phone_notices.ASKED: Words("warning", _phone_asked),
    phone_notices.CHANGED: Words("phone", lambda _facts: _("Your mobile number was changed.")),
    phone_notices.STOPPED: Words("info", _phone_stopped),
    phone_notices.PASSED_ON: Words(
        "warning",
        lambda _facts: _(
            "Your mobile number belongs to somebody else now and no longer opens this account. Add your new one."
        ),
    ),
    ASKED_FOR_MORE: Words("help", lambda _facts: _("We need a little more from you before this can be decided.")),
    notices.FROZEN: Words("warning", _frozen),
    notices.LIFTED: Words("check", _lifted),
    notices.RAN_OUT: Words("info", _ran_out),
}
