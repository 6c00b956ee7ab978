from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormConfig(AppConfig):
    name = "channels.form"
    verbose_name = _("Web form")
