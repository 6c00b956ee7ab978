"""What a benchmark is given: the servers, an environment for child processes, and clients in any number."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from benchmarks.clients import Clients, child
from benchmarks.databases import PORTAL, Databases
from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.supervisor import ROOT


@dataclass(frozen=True, slots=True)
class Bench:
    """The servers of a run. `environment` is what a process of the portal sees, on this benchmark's own database."""

    databases: Databases
    """By the role that makes databases and tables."""
    portals: Databases
    """The same by the role that the portal runs as, which is what is measured."""
    environment: Mapping[str, str]
    data_dir: Path
    opponents_python: Path
    seconds: float = 3.0
    """How long one short run lasts."""
    full: bool = False
    """Whether the long ones are wanted too."""

    @property
    def as_owner(self) -> dict[str, str]:
        """What a process sees that makes tables on this benchmark's own database."""
        return {**self.environment, "DATABASE_OWNER_URL": self.databases.url(PORTAL)}

    @property
    def redis_url(self) -> str:
        return self.environment["REDIS_URL"]

    def settle(self) -> None:
        """To be called when a benchmark has loaded its rows and before it measures."""
        self.databases.settle(PORTAL)

    def analyse(self, *tables: str) -> None:
        """To be called when rows were added to these between two runs."""
        self.databases.analyse(PORTAL, *tables)

    @contextmanager
    def clients(self, place: str, count: int, **arguments: Any) -> Iterator[Clients]:
        """`count` processes that repeat the step of `MODULE:FUNCTION`; it is told `number` and `count` besides."""
        words = [sys.executable, "-m", "benchmarks.client", place]
        each = [[*words, json.dumps({"number": number, "count": count, **arguments})] for number in range(count)]
        with self.together(each, self.environment) as clients:
            yield clients

    @contextmanager
    def opponent(self, name: str, *words: str) -> Iterator["Opponent"]:
        """`benchmarks/opponents/NAME.py` on a database of its own, which it has prepared with these words."""
        with self.databases.opponents(name) as database:
            opponent = Opponent(self, name, database)
            opponent.run("prepare", *words)
            self.databases.settle(database)
            yield opponent

    @contextmanager
    def process(self, *words: str, out: int | IO[str] | None = None, **more: str) -> Iterator["subprocess.Popen[str]"]:
        """Any process of the portal for the time of the block, in a group of its own; `more` adds to what it sees."""
        with child(words, {**self.environment, **more}, out=out) as process:
            yield process

    @contextmanager
    def together(self, each: Sequence[Sequence[str]], environment: Mapping[str, str]) -> Iterator[Clients]:
        """One process for each of the commands, measured as one."""
        with ExitStack() as stack:
            processes = [stack.enter_context(child(words, environment, out=subprocess.PIPE)) for words in each]
            yield Clients(processes, self.seconds)


@dataclass(frozen=True, slots=True)
class Opponent:
    """A module of `benchmarks/opponents/`, run by the opponents' own Python; nothing of the portal reaches it."""

    bench: Bench
    name: str
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """Where libpq finds the database."""
        kept = {name: value for name, value in self.bench.environment.items() if name in ("PATH", "HOME", "TMPDIR")}
        return {**kept, **self.bench.databases.environment(self.database), "PYTHONUNBUFFERED": "1"}

    @contextmanager
    def clients(self, count: int, *words: str) -> Iterator[Clients]:
        """`count` processes of it; each is told these words, its own number and the count."""
        each = [self._command(*words, str(number), str(count)) for number in range(count)]
        with self.bench.together(each, self.environment) as clients:
            yield clients

    def run(self, *words: str) -> None:
        """One process of it to its end. Raises ServiceError."""
        command = self._command(*words)
        done = subprocess.run(command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            raise ServiceError(f"{self.name} cannot {words[0]}; see above")

    def _command(self, *words: str) -> list[str]:
        return [str(self.bench.opponents_python), "-m", f"benchmarks.opponents.{self.name}", *words]
