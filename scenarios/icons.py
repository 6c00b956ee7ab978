"""The icons that a scenario may have: drawings of `templates/icons/`, each with a word for who does not see it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ICONS: Mapping[str, Promise] = {
    "leaf": _("Leaf"),
    "cup": _("Cup"),
    "bag": _("Bag"),
    "bowl": _("Bowl"),
    "bin": _("Bin"),
    "shop": _("Shop"),
    "swap": _("Swap"),
    "gift": _("Gift"),
    "book": _("Book"),
    "bill": _("Bill"),
    "bed": _("Bed"),
    "sofa": _("Sofa"),
    "house": _("House"),
    "lamp": _("Lamp"),
    "plug": _("Plug"),
    "drop": _("Drop"),
    "flame": _("Flame"),
    "phone": _("Phone"),
    "medical": _("Medicine"),
    "lens": _("Camera"),
    "quiz": _("Question"),
    "calendar": _("Calendar"),
    "footprints": _("Footprints"),
    "wheel": _("Bicycle"),
    "scooter": _("Scooter"),
    "bus": _("Bus"),
    "metro": _("Metro"),
    "parked": _("Parked car"),
    "mountain": _("Mountain"),
    "city": _("City"),
    "globe": _("Globe"),
    "pin": _("Place"),
}
