"""What this app asks for photos of."""

from django.utils.translation import gettext_lazy as _

from evidence.purposes import Purpose

ODOMETER = Purpose("odometer", _("Odometer"))
METER = Purpose("meter", _("Meter"))

PURPOSES = [ODOMETER, METER]
