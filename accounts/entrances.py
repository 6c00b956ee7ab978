"""The ways in that are this app's: the phone, passkeys, and the password of who works at the desk."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from accounts import passkeys
from accounts.models import Profile, User
from accounts.ways_in import PASSKEY, PASSWORD, PHONE, Entrance


def _phones(user_id: int) -> Collection[int]:
    return list(Profile.objects.filter(user=user_id, phone__isnull=False).values_list("pk", flat=True))


def _passkeys(user_id: int) -> Collection[int]:
    return list(passkeys.opening().filter(user=user_id).values_list("pk", flat=True))


def _passwords(user_id: int) -> Collection[int]:
    return [user.pk for user in User.objects.filter(pk=user_id, is_staff=True) if user.has_usable_password()]


ENTRANCES = [
    Entrance(PHONE, _("Mobile number"), "phone", "accounts:ways_in", _phones),
    Entrance(PASSKEY, _("Passkeys"), "key", "accounts:ways_in", _passkeys),
    Entrance(PASSWORD, _("Password of the desk"), "me", "accounts:ways_in", _passwords),
]
