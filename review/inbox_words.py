"""How the inbox says what the desk has answered: to an appeal, and to a claim that something did not arrive."""

from django.utils.translation import gettext as _

from accounts.inbox.telling import News
from accounts.inbox.words import TOLD_AT, Facts, Words
from activities.reviewables import all_kinds
from common.texts import in_reader_language, one_after_another
from review.models import Appeal, Claim
from review.words import APPEAL_REASONS, CLAIM_REASONS

APPEAL_GRANTED, APPEAL_REFUSED = "appeal_granted", "appeal_refused"
CLAIM_GRANTED, CLAIM_REFUSED = "claim_granted", "claim_refused"


def answered_appeal(appeal: Appeal, path: str) -> News:
    """The decision was changed, or stands."""
    code = APPEAL_REFUSED if appeal.reason else APPEAL_GRANTED
    facts = {"kind": appeal.kind, "reason": appeal.reason}
    return News(appeal.citizen_id, code, f"appeal:{appeal.public_id}", path, facts)


def answered_claim(claim: Claim) -> News:
    """The act was recorded, or not; each of both is told once."""
    code = CLAIM_REFUSED if claim.reason else CLAIM_GRANTED
    facts = {"scenario": claim.scenario.name, "reason": claim.reason}
    return News(claim.citizen_id, code, f"claim:{claim.public_id}:{claim.status}", claim.get_absolute_url(), facts)


def _appeal_granted(facts: Facts) -> str:
    return _("We have looked again, and you were right: %(kind)s.") % {"kind": all_kinds()[facts["kind"]].label}


def _appeal_refused(facts: Facts) -> str:
    first = _("We have looked again, and the decision stands: %(kind)s.") % {"kind": all_kinds()[facts["kind"]].label}
    return one_after_another(first, in_reader_language(APPEAL_REASONS.at(facts["reason"], facts[TOLD_AT])))


def _claim_granted(facts: Facts) -> str:
    return _("What did not arrive is recorded now: %(scenario)s.") % {"scenario": in_reader_language(facts["scenario"])}


def _claim_refused(facts: Facts) -> str:
    first = _("What did not arrive could not be recorded: %(scenario)s.") % {
        "scenario": in_reader_language(facts["scenario"])
    }
    return one_after_another(first, in_reader_language(CLAIM_REASONS.at(facts["reason"], facts[TOLD_AT])))


INBOX_WORDS = {
    APPEAL_GRANTED: Words("check", _appeal_granted),
    APPEAL_REFUSED: Words("info", _appeal_refused),
    CLAIM_GRANTED: Words("check", _claim_granted),
    CLAIM_REFUSED: Words("info", _claim_refused),
}
