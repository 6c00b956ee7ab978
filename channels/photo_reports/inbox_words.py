"""How the inbox says what was decided about a photo report."""

from django.utils.translation import gettext as _

from accounts.inbox.telling import News
from accounts.inbox.words import TOLD_AT, Facts, Words
from channels.photo_reports.models import PhotoReport, ReportStatus
from channels.photo_reports.words import CATEGORIES, REASONS
from common.texts import in_reader_language, one_after_another

ACCEPTED = "photo_report_accepted"
REFUSED = "photo_report_refused"
CODES = {ReportStatus.ACCEPTED: ACCEPTED, ReportStatus.REFUSED: REFUSED}


def decided(report: PhotoReport) -> News:
    """A report was accepted or refused; each of both is told once."""
    code = CODES[ReportStatus(report.status)]
    facts = {"category": report.category, "reason": report.reason}
    key = f"photo-report:{report.public_id}:{report.status}"
    return News(report.citizen_id, code, key, report.get_absolute_url(), facts)


def _accepted(facts: Facts) -> str:
    return _("Your photo report “%(category)s” was accepted.") % {"category": _category(facts)}


def _refused(facts: Facts) -> str:
    first = _("Your photo report “%(category)s” was not accepted.") % {"category": _category(facts)}
    return one_after_another(first, in_reader_language(REASONS.at(facts["reason"], facts[TOLD_AT])))


def _category(facts: Facts) -> str:
    return in_reader_language(CATEGORIES[facts["category"]])


INBOX_WORDS = {ACCEPTED: Words("check", _accepted), REFUSED: Words("lens", _refused)}
