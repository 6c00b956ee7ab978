"""`bin/manage load_city`: brings the series and cases of the begun.yaml files of `city/` into the database."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from city.cases import beginning as cases
from city.indicators import beginning as indicators
from common.commands import PortalCommand


class Command(PortalCommand):
    help = "Loads the city's indicators and cases; safe to run again, and overwrites nothing that the desk has made."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        with transaction.atomic():
            indicators.load(now)
            cases.load(now)
