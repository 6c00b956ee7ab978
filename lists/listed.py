"""Lists of apps below this one, which cannot bring them themselves."""

from django.utils.translation import gettext_lazy as _

from accounts.standing.words import REASONS
from lists.wording_form import LongCodeForm, kind_of

LISTS = [kind_of(REASONS, _("Reasons why an account is frozen"), LongCodeForm)]
