from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhotoReportsConfig(AppConfig):
    name = "channels.photo_reports"
    verbose_name = _("Photo reports")
