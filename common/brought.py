"""What our apps bring themselves, in a module of one name in each: addresses, jobs, audits, sealed rows, rights …"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule


@cache
def brought(name: str) -> Sequence[ModuleType]:
    """The module of that name of every app of ours that has one, in the order in which the root lists apps.

    Looked for on the disk once in a process: every submission asks.
    """
    ours = (app for app in apps.get_app_configs() if app.name in settings.PORTAL_APPS)
    return tuple(
        import_module(f"{app.name}.{name}")
        for app in ours
        if app.module is not None and module_has_submodule(app.module, name)
    )
