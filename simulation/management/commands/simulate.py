"""`bin/manage simulate`: lets a simulated city live on this database, and proves its books day by day."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Profile
from common.city_time import city_day
from simulation import course, summary, worlds
from simulation.city import City
from simulation.doubts_measured import measure, table
from simulation.hurry import hurry
from simulation.seasons import Day

BAR = 30
SET_UP = ("migrate", "createcachetable", "load_catalogue", "load_quiz", "load_roles")
"""What a new database needs before somebody can live on it; where it is there, each changes nothing."""


class Command(BaseCommand):
    help = "Simulates a city on a database without citizens; exit status 1 where a promise was broken. Needs DEBUG."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--world", default="small", help=f"one of {', '.join(worlds.names())}; small, unless given")
        parser.add_argument("--citizens", type=int, help="how many; as the world says, unless given")
        parser.add_argument("--days", type=int, help="how many; as the world says, unless given")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another city; 1, unless given")
        parser.add_argument("--doubts", action="store_true", help="say what doubts found, too; for the world “doubts”")
        parser.add_argument("--until", type=date.fromisoformat, help="the last day; yesterday, unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        world = _world(options)
        until = options["until"] or world.until or city_day(timezone.now()) - timedelta(days=1)
        self._demand()
        hurry()
        told = course.simulate(world, seed=options["seed"], until=until, tell=self._tell)
        command = f"bin/manage simulate --world {world.name} --citizens {world.citizens} --days {world.days}"
        command += f" --seed {options['seed']} --until {until}"
        for line in summary.lines(told, command=command):
            self.stdout.write(line)
        if options["doubts"]:
            self.stdout.write("\n".join(table(measure(told.city))))
        if told.broken:
            sys.exit(1)

    def _demand(self) -> None:
        if not settings.DEBUG:
            raise CommandError("a simulated city is for DEBUG only")
        for command in SET_UP:
            call_command(command, verbosity=0)
        if Profile.objects.exists():
            raise CommandError("people live here already: name a new folder with --data")

    def _tell(self, day: Day, city: City) -> None:
        """A bar, to whoever waits before a screen."""
        if self.stderr.isatty():
            done = day.number + 1
            bar = "█" * (BAR * done // city.world.days)
            self.stderr.write(f"{bar:<{BAR}} {day.on}, {city.counted['acts scored']:,} acts\r", ending="")


def _world(options: dict[str, Any]) -> worlds.World:
    try:
        world = worlds.world(options["world"])
    except worlds.UnknownWorld as unknown:
        raise CommandError(f"there is no world {options['world']}; there are {unknown}") from unknown
    given = {name: options[name] for name in ("citizens", "days") if options[name] is not None}
    if any(number < 1 for number in given.values()):
        raise CommandError("a city has at least one citizen and one day")
    return replace(world, **given)
