"""Why an account of a platform does not open the portal, in words that help."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from platforms.models import Platform


class OfPlatform(DomainError):
    """Facts: `platform`, a value of `Platform`."""

    status = HTTPStatus.CONFLICT

    def words(self) -> dict[str, str]:
        return {"platform": str(Platform(self.facts["platform"]).label)}


class LinkedToAnother(OfPlatform):
    code = "linked_to_another"
    message = _(
        "This %(platform)s account belongs to another account of the portal. If that one is yours, too, have both"
        " made one at the service desk; or sign in there and unlink it first."
    )


class OtherAccountLinked(OfPlatform):
    code = "other_account_linked"
    message = _(
        "Another %(platform)s account is linked to yours already. Sign in with that one or with your mobile number;"
        " to use this one, unlink the other first."
    )


class TwoCitizens(OfPlatform):
    """Known by its openid as one citizen's, and by its unionid as another's."""

    code = "two_citizens"
    message = _(
        "This %(platform)s account opens two accounts of the portal. Sign in with your mobile number, and have both"
        " made one at the service desk."
    )


class LastWayIn(OfPlatform):
    code = "last_way_in"
    message = _("%(platform)s is your only way to sign in. Add a mobile number or another way first.")


class NotLinked(OfPlatform):
    code = "not_linked"
    message = _("%(platform)s is not linked any more.")
