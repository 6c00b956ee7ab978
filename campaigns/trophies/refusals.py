"""Why a trophy is not shown, or what somebody pasted is none."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class TrophyRevoked(DomainError):
    code = "trophy_revoked"
    message = _("This trophy is revoked: what it was earned by counts no more.")


class NotOurs(DomainError):
    code = "not_ours"
    message = _("This portal has not signed this. Paste the whole text of a credential, with its two dots.")
