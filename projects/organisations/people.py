"""How people of an organisation are told to each other: by the phone with its middle hidden, and as you."""

from django.utils.translation import gettext as _

from accounts.models import Profile, User
from accounts.phones import mask_phone


def told(user: User | None, reader: User) -> str:
    """Empty for nobody, and for whoever has left the portal."""
    if user is None:
        return ""
    if user.pk == reader.pk:
        return _("you")
    phone = Profile.objects.filter(user=user).values_list("phone", flat=True).first()
    return mask_phone(phone) if phone else _("somebody who has left")
