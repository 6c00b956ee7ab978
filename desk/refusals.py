"""What the desk refuses, for reasons that a member of staff can mend."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class TooLongForASheet(DomainError):
    code = "too_long_for_a_sheet"
    message = _("This list is longer than %(most)s rows. Filter it, or take it as CSV.")
