"""What apps bring themselves, in a module of the same name in each: jobs, sealed rows, rights."""

from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def brought(name: str) -> list[ModuleType]:
    """The module of that name of every app that has one, in the order in which the root lists apps."""
    return [
        import_module(f"{app.name}.{name}")
        for app in apps.get_app_configs()
        if app.module is not None and module_has_submodule(app.module, name)
    ]
