"""Why an account of a platform does not open the portal, in words that help."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from accounts import waits
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


class PerhapsOtherAccount(OtherAccountLinked):
    """Told by another app, and without the unionid by which it could be known to be the same."""

    code = "perhaps_other_account_linked"
    message = _(
        "A %(platform)s account is linked to yours already, by another app, and %(platform)s does not tell whether this"
        " is the same one. Sign in as you did then or with your mobile number; to use this one, unlink the other first."
    )


class TwoCitizens(OfPlatform):
    """Known by its openid as one citizen's, and by its unionid as another's."""

    code = "two_citizens"
    message = _(
        "This %(platform)s account opens two accounts of the portal. Sign in with your mobile number, and have both"
        " made one at the service desk."
    )


class NotLinked(OfPlatform):
    code = "not_linked"
    message = _("%(platform)s is not linked any more.")


class PlatformAway(OfPlatform):
    """It is away, slow, answers nonsense, or refuses our keys; the log says which."""

    code = "platform_away"
    message = _(
        "%(platform)s gives no usable answer just now. Try again in a few minutes, or sign in with your mobile number."
    )
    status = HTTPStatus.SERVICE_UNAVAILABLE


class SignInOver(OfPlatform):
    """Also said of a return that nobody here has begun, or that came before."""

    code = "platform_sign_in_over"
    message = _("This sign-in at %(platform)s is over or was used before. Please begin it again.")
    status = HTTPStatus.BAD_REQUEST


class Cancelled(OfPlatform):
    code = "platform_cancelled"
    message = _("You have not agreed at %(platform)s, so nothing has changed here.")
    status = HTTPStatus.OK


class OnlyASnapshot(OfPlatform):
    """WeChat shows a page that it has not asked about, as nobody in particular."""

    code = "only_a_snapshot"
    message = _(
        "%(platform)s shows this page as a preview, without saying who you are. Tap “Use full service” at its bottom,"
        " then sign in again."
    )


class NotOffered(OfPlatform):
    """Its keys are not set, or it cannot be gone to from this browser."""

    code = "platform_not_offered"
    message = _("Signing in with %(platform)s is not offered here. Sign in with your mobile number.")
    status = HTTPStatus.NOT_FOUND


class TooManyGoing(DomainError):
    """Whoever shares the address has gone there that often; `wait_s` says when one more may."""

    code = "too_many_going"
    message = _("Too many tries from this network. Please try again in %(wait)s, or sign in with your mobile number.")
    status = HTTPStatus.TOO_MANY_REQUESTS

    def words(self) -> dict[str, str]:
        return {"wait": waits.in_words(self.facts["wait_s"])}
