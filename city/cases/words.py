"""The ten categories of cases, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from city.cases.book import Category

CATEGORIES: Mapping[str, str | Promise] = {
    Category.LAYOUT: _("Layout of the low-carbon city"),
    Category.INDUSTRY: _("Growth of low-carbon industries"),
    Category.TRAFFIC: _("Green traffic"),
    Category.BUILDING: _("Buildings that save energy"),
    Category.ENERGY: _("Better energy in place of other"),
    Category.ECOSYSTEM: _("Building of ecosystems"),
    Category.PUBLIC: _("Public bodies as models"),
    Category.MANUFACTURING: _("Green manufacturing and technology"),
    Category.INSTITUTION: _("New institutions and platforms"),
    Category.OUTREACH: _("Teaching and working together"),
}
