"""`bin/manage load_catalogue`: brings the scenarios and the venues of the catalogues into the database."""

from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from common.commands import PortalCommand
from scenarios import catalogue
from scenarios.venues import catalogue as venue_catalogue


class Command(PortalCommand):
    help = "Loads the scenarios, rule versions, factors and venues of the catalogues; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            with transaction.atomic():
                catalogue.load(now)
                venue_catalogue.load(now)
        except (catalogue.CatalogueError, venue_catalogue.VenueCatalogueError) as error:
            raise CommandError(str(error)) from error
