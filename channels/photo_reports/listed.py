"""The words of refusals of photo reports; the desk keeps them as editions."""

from django.utils.translation import gettext_lazy as _

from channels.photo_reports.words import REASONS
from lists.wording_form import kind_of

LISTS = [kind_of(REASONS, _("Reasons why photo reports are refused"))]
