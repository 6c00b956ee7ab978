"""What this app asks for photos of."""

from django.utils.translation import gettext_lazy as _

from evidence.purposes import Purpose

PROOF = Purpose("review", _("Photo for an appeal or a claim"))

PURPOSES = [PROOF]
