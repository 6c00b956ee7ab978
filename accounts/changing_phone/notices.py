"""What the owner of an account is told of its phone: in the inbox, and the old number by text message."""

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.changing_phone.models import PhoneChange
from accounts.inbox.telling import News
from accounts.models import Profile
from accounts.sms import gateway

ASKED, CHANGED, STOPPED, PASSED_ON = (
    "phone_change_asked",
    "phone_changed",
    "phone_change_stopped",
    "phone_passed_on",
)
TEXT = "phone_change"
"""The template of the text to the old number: `day` and `code`, by which it is stopped at `/stop/`."""


def asked(change: PhoneChange) -> News:
    return _news(change, ASKED, {"due": change.due_at.isoformat(), "way": change.way})


def changed(change: PhoneChange) -> News:
    return _news(change, CHANGED, {})


def stopped(change: PhoneChange) -> News:
    return _news(change, STOPPED, {"stopped": change.stopped})


def passed_on(change: PhoneChange) -> News:
    return _news(change, PASSED_ON, {})


def text_old_number(change: PhoneChange, *, phone: str, address: str, code: str) -> None:
    """Whether they wish other texts or not: it is about their account. Raises `TextNotSent`."""
    language = Profile.objects.values_list("language", flat=True).get(user=change.citizen_id)
    with translation.override(language):
        due = localtime(change.due_at)
        day = date_format(due, "DATE_FORMAT")
        # Twelve letters are the most that a variable has at Tencent Cloud.
        short_day = date_format(due, "MONTH_DAY_FORMAT")
        words = _("The number of your 碳惠天府 account is to change on %(day)s. Not you? Stop it: %(address)s") % {
            "day": day,
            "address": address,
        }
    gateway().send_notice(phone=phone, code=TEXT, facts={"day": short_day, "code": code}, words=words)


def _news(change: PhoneChange, code: str, facts: dict[str, str]) -> News:
    return News(change.citizen_id, code, f"phone:{change.public_id}:{code}", reverse("accounts:ways_in"), facts)
