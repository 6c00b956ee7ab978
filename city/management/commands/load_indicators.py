"""`bin/manage load_indicators`: brings the series of city/indicators/begun.yaml into the database."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from city.indicators import beginning
from common.commands import PortalCommand


class Command(PortalCommand):
    help = "Loads the city's indicators; safe to run again, and never overwrites what the desk has made of one."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            beginning.load(timezone.now())
