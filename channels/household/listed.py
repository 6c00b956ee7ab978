"""The words of refusals of odometer photos; the desk keeps them as editions."""

from django.utils.translation import gettext_lazy as _

from channels.household.review_words import REASONS
from lists.wording_form import kind_of

LISTS = [kind_of(REASONS, _("Reasons why odometer photos are refused"))]
