"""`bin/manage load_catalogue`: brings the scenarios of scenarios/catalogue/ into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scenarios import catalogue


class Command(BaseCommand):
    help = "Loads the scenarios, rule versions and factors of scenarios/catalogue/; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            catalogue.load(timezone.now())
        except catalogue.CatalogueError as error:
            raise CommandError(str(error)) from error
