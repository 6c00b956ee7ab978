from django.apps import AppConfig
from django.core import checks


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal import production  # needs the apps to be loaded

        checks.register(production.refusals, checks.Tags.security, deploy=True)
        checks.register(production.warnings, checks.Tags.security, deploy=True)
