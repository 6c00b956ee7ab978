"""`bin/manage load_city`: brings what the begun.yaml files of `city/` say into the database."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from city.cases import beginning as cases
from city.indicators import beginning as indicators
from city.news import beginning as news
from city.report import beginning as report
from common.commands import PortalCommand


class Command(PortalCommand):
    help = "Loads the city's indicators, cases, news and report; safe to run again, overwrites nothing of the desk's."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        with transaction.atomic():
            indicators.load(now)
            cases.load(now)
            news.load(now)
            # After what it shows.
            report.load(now)
