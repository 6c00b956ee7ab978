"""`bin/manage simulate`: lets a simulated city live on this database, and proves its books day by day."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Profile
from common.city_time import city_day
from simulation import course, month_reckoned, summary, sweeping, worlds
from simulation.city import City
from simulation.doubts_measured import measure, table
from simulation.hurry import hurry
from simulation.seasons import Day

BAR = 30
SET_UP = ("migrate", "createcachetable", "load_catalogue", "load_quiz", "load_city", "load_roles")
"""What a new database needs before somebody can live on it; where it is there, each changes nothing."""


class Command(BaseCommand):
    help = "Simulates a city on a database without citizens; exit status 1 where a promise was broken. Needs DEBUG."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--world", default="small", help=f"one of {', '.join(worlds.names())}; small, unless given")
        parser.add_argument("--citizens", type=int, help="how many; as the world says, unless given")
        parser.add_argument("--days", type=int, help="how many; as the world says, unless given")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another city; 1, unless given")
        parser.add_argument("--seeds", type=_seeds, help="as 1-50: all of these one after the other, each on a copy")
        parser.add_argument(
            "--reckon", type=_month, help="as 2026-10: compare that month’s statements with what tills took"
        )
        parser.add_argument("--doubts", action="store_true", help="say what doubts found, too; for the world “doubts”")
        parser.add_argument("--until", type=date.fromisoformat, help="the last day; yesterday, unless given")

    reached: date | None = None

    def handle(self, *args: Any, **options: Any) -> None:
        world = _world(options)
        until = options["until"] or world.until or city_day(timezone.now()) - timedelta(days=1)
        self._demand()
        words = ["simulate", "--world", world.name, "--citizens", str(world.citizens), "--days", str(world.days)]
        words += ["--until", str(until)]
        if options["seeds"]:
            self._sweep(options["seeds"], words)
        else:
            self._live(world, until, words, options)

    def _sweep(self, seeds: Sequence[int], words: Sequence[str]) -> None:
        broken = []
        for swept in sweeping.sweep(seeds, words):
            self.stdout.write(
                f"seed {swept.seed}: {'sound' if swept.is_sound else 'BROKEN'}: " + "\n  ".join(swept.lines)
            )
            self.stdout.flush()
            broken += [] if swept.is_sound else [swept.seed]
        self.stdout.write(f"{len(seeds) - len(broken)} of {len(seeds)} seeds kept every promise")
        if broken:
            self.stdout.write(f"broken: {', '.join(map(str, broken))}")
            sys.exit(1)

    def _live(self, world: worlds.World, until: date, words: Sequence[str], options: dict[str, Any]) -> None:
        hurry()
        try:
            told = course.simulate(world, seed=options["seed"], until=until, tell=self._tell)
        except Exception:
            self.stdout.write(f"FELL OVER on the day after {self.reached}, seed {options['seed']}")
            raise
        command = " ".join(["bin/manage", *words, "--seed", str(options["seed"])])
        for line in summary.lines(told, command=command):
            self.stdout.write(line)
        if options["doubts"]:
            self.stdout.write("\n".join(table(measure(told.city))))
        if told.broken or (options["reckon"] and not self._reckon(options["reckon"])):
            sys.exit(1)

    def _reckon(self, month: date) -> bool:
        """Whether the statements of a month, and the books, are what was captured less what was undone."""
        lines = list(month_reckoned.told(month))
        for words, _is_right in lines:
            self.stdout.write(words)
        is_right = all(is_right for _words, is_right in lines)
        self.stdout.write("every statement is what tills took" if is_right else "SOMETHING DIFFERS")
        return is_right

    def _demand(self) -> None:
        if not settings.DEBUG:
            raise CommandError("a simulated city is for DEBUG only")
        for command in SET_UP:
            call_command(command, verbosity=0)
        if Profile.objects.exists():
            raise CommandError("people live here already: name a new folder with --data")

    def _tell(self, day: Day, city: City) -> None:
        """A bar, to whoever waits before a screen."""
        self.reached = day.on
        if self.stderr.isatty():
            done = day.number + 1
            bar = "█" * (BAR * done // city.world.days)
            self.stderr.write(f"{bar:<{BAR}} {day.on}, {city.counted['acts scored']:,} acts\r", ending="")


def _month(said: str) -> date:
    return date.fromisoformat(f"{said}-01")


def _seeds(said: str) -> Sequence[int]:
    first, _dash, last = said.partition("-")
    return range(int(first), int(last or first) + 1)


def _world(options: dict[str, Any]) -> worlds.World:
    try:
        world = worlds.world(options["world"])
    except worlds.UnknownWorld as unknown:
        raise CommandError(f"there is no world {options['world']}; there are {unknown}") from unknown
    given = {name: options[name] for name in ("citizens", "days") if options[name] is not None}
    if any(number < 1 for number in given.values()):
        raise CommandError("a city has at least one citizen and one day")
    return replace(world, **given)
