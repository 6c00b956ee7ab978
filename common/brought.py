"""What our apps bring themselves, in a module of one name in each: addresses, jobs, audits, sealed rows, rights …"""

from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule


def brought(name: str) -> list[ModuleType]:
    """The module of that name of every app of ours that has one, in the order in which the root lists apps."""
    ours = (app for app in apps.get_app_configs() if app.name in settings.PORTAL_APPS)
    return [
        import_module(f"{app.name}.{name}")
        for app in ours
        if app.module is not None and module_has_submodule(app.module, name)
    ]
