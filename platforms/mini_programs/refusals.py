"""What else is refused where a mini-program hands in its login code (`platforms/refusals.py`)."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from platforms.refusals import OfPlatform


class BlockedThere(OfPlatform):
    """The platform holds the account for a risk."""

    code = "blocked_by_platform"
    message = _("%(platform)s does not let this account sign in. Sign in with your mobile number.")
    status = HTTPStatus.FORBIDDEN


class LinkedOnThePage(OfPlatform):
    """Who has a second factor shows it before something new opens their account, and that is asked on a page."""

    code = "linked_on_the_page"
    message = _(
        "This account has a passkey or a second factor, so %(platform)s is not linked by a code alone. Sign in on the"
        " portal’s page, and link %(platform)s there at Me."
    )
    status = HTTPStatus.FORBIDDEN


class TicketOver(DomainError):
    """Of a mini-program's sign-in: used, over, or never one."""

    code = "platform_ticket_over"
    message = _("This sign-in took too long. Please start again.")
