"""Why a photo is no evidence; why a file is no photo at all, `common.pictures.refusals` says."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class TooManyPhotos(DomainError):
    code = "too_many_photos"
    message = _("You have sent %(most)s photos within a day. Please come back tomorrow.")


class SamePhoto(DomainError):
    """Somebody, perhaps the citizen, has used this very picture before."""

    code = "same_photo"
    message = _("This photo has been sent before. Each photo counts once: please take one of your own, on the spot.")


class ShowsNothing(DomainError):
    """No reading can be seen on it, nor whether it is a copy."""

    code = "shows_nothing"
    message = _("This photo shows nearly nothing. Take another one in good light, so that the reading can be seen.")
