"""Why nothing is shared or certified: one error each."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NothingChosen(DomainError):
    code = "nothing_to_share"
    message = _("Choose at least one figure to show.")


class TooManyShared(DomainError):
    """Fact: `most`."""

    code = "too_many_shared"
    message = _("You show %(most)s pictures already. Take one back first.")


class NothingToCertify(DomainError):
    code = "nothing_to_certify"
    message = _("Nothing of this year counts yet, so there is nothing to certify.")
