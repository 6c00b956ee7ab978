"""The words of decisions on appeals and claims; the desk keeps them as editions."""

from django.utils.translation import gettext_lazy as _

from lists.wording_form import kind_of
from review.words import APPEAL_REASONS, CLAIM_REASONS

LISTS = [
    kind_of(APPEAL_REASONS, _("Reasons why a decision stands")),
    kind_of(CLAIM_REASONS, _("Reasons why a claim is not granted")),
]
