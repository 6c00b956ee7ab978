"""What this app asks for photos of."""

from django.utils.translation import gettext_lazy as _

from evidence.purposes import Purpose

PHOTO_REPORT = Purpose("photo_report", _("Photo report"))

PURPOSES = [PHOTO_REPORT]
