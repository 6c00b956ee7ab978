"""`bin/manage load_demo`: the demonstration, where nobody lives yet."""

import os
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.commands import PortalCommand
from simulation import demonstration
from simulation.city import City
from simulation.hurry import hurry
from simulation.seasons import Day


class Command(PortalCommand):
    help = "Lets the demonstration's city live up to now; safe to run again. Refuses unless DEBUG is on."

    def add_arguments(self, parser: CommandParser) -> None:
        days = os.environ.get("DEMO_DAYS")
        parser.add_argument(
            "--days",
            type=int,
            default=int(days) if days else None,
            help="how many days of past it has; DEMO_DAYS of the environment or as its world says, unless given",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("demo content is for DEBUG only")
        began = monotonic()
        hurry()
        city = demonstration.load(timezone.now(), days=options["days"], tell=self._tell)
        if city is not None:
            acts, seconds = city.counted["acts scored"], monotonic() - began
            self.stderr.write(f"a city of {len(city.people)} people has lived, {acts:,} acts in {seconds:.0f} s")

    def _tell(self, day: Day, city: City) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"a city lives: {day.on}, {city.counted['acts scored']:,} acts\r", ending="")
