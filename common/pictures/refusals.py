"""Why a picture is not taken: one error each, with a sentence that says what to do instead."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class PhotoTooLarge(DomainError):
    code = "photo_too_large"
    message = _("This photo is larger than %(megabytes)s MB. Take it again with a smaller size set in your camera.")


class NotAPhoto(DomainError):
    code = "not_a_photo"
    message = _("This is not a photo. Choose a picture from your camera: JPEG, PNG, WebP or HEIC.")


class MoreThanAPhoto(DomainError):
    """Built to be a picture and something else at once."""

    code = "more_than_a_photo"
    message = _("This file holds something besides the picture. Take a new photo with your camera.")


class UnreadablePhoto(DomainError):
    code = "unreadable_photo"
    message = _("This photo is damaged and cannot be opened. Take a new one.")


class MovingPicture(DomainError):
    code = "moving_picture"
    message = _("This picture moves. Send a photo that stands still.")


class TooManyPixels(DomainError):
    code = "too_many_pixels"
    message = _("This photo has more than 65 million pixels. Take it again with a smaller size set in your camera.")


class TooSmallAPhoto(DomainError):
    code = "too_small"
    message = _("This picture is too small to see anything on it. Send the photo itself, not its preview.")


UNUSABLE: dict[str, type[DomainError]] = {
    kind.code: kind
    for kind in (NotAPhoto, MoreThanAPhoto, UnreadablePhoto, MovingPicture, TooManyPixels, TooSmallAPhoto)
}
"""What developing may say of a file, by its code."""
