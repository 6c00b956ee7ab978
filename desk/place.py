"""Puts the desk in the place of Django's admin site; each app registers its own part in `admin.py`."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "desk.site.DeskSite"
