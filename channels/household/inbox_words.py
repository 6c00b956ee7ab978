"""How the inbox says what was decided about a pledge or a drive, whose photos a person looked at."""

from django.utils.translation import gettext as _

from accounts.inbox.telling import News
from accounts.inbox.words import TOLD_AT, Facts, Words
from channels.household.models import OdometerReview, ReviewStatus
from channels.household.review_words import REASONS
from common.texts import in_reader_language, one_after_another

ACCEPTED = "odometer_photos_accepted"
REFUSED = "odometer_photos_refused"
CODES = {ReviewStatus.ACCEPTED: ACCEPTED, ReviewStatus.REFUSED: REFUSED}


def decided(review: OdometerReview) -> News:
    """The act of a car was accepted or refused; each of both is told once."""
    code = CODES[ReviewStatus(review.status)]
    thing = review.pledge or review.vehicle
    facts = {"is_pledge": review.pledge is not None, "reason": review.reason}
    key = f"odometer-review:{review.public_id}:{review.status}"
    return News(review.citizen_id, code, key, thing.get_absolute_url(), facts)


def _accepted(facts: Facts) -> str:
    if facts["is_pledge"]:
        return _("Your pledge to leave the car was accepted.")
    return _("The kilometres that you drove on power were accepted.")


def _refused(facts: Facts) -> str:
    if facts["is_pledge"]:
        first = _("Your pledge to leave the car was not accepted.")
    else:
        first = _("The kilometres that you drove on power were not accepted.")
    return one_after_another(first, in_reader_language(REASONS.at(facts["reason"], facts[TOLD_AT])))


INBOX_WORDS = {ACCEPTED: Words("check", _accepted), REFUSED: Words("parked", _refused)}
