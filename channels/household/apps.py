from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdConfig(AppConfig):
    name = "channels.household"
    verbose_name = _("Cars and meters")
