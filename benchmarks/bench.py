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
from chengdu_carbon.supervisor import ROOT


@dataclass(frozen=True, slots=True)
class Bench:
    """The servers of a run. `environment` is what a process of the portal sees, on this benchmark's own database."""

    databases: Databases
    environment: Mapping[str, str]
    data_dir: Path
    opponents_python: Path
    seconds: float = 3.0
    """How long one short run lasts."""
    full: bool = False
    """Whether the long ones are wanted too."""

    @property
    def database_url(self) -> str:
        return self.databases.url(PORTAL)

    @property
    def redis_url(self) -> str:
        return self.environment["REDIS_URL"]

    @contextmanager
    def clients(self, place: str, count: int, **arguments: Any) -> Iterator[Clients]:
        """`count` processes that repeat the step of `MODULE:FUNCTION`; it is told `number` and `count` besides."""
        words = [sys.executable, "-m", "benchmarks.client", place]
        each = [[*words, json.dumps({"number": number, "count": count, **arguments})] for number in range(count)]
        with self._all(each, self.environment) as clients:
            yield clients

    @contextmanager
    def opponents(self, name: str, count: int, *words: str, database: str) -> Iterator[Clients]:
        """`count` processes of `benchmarks/opponents/NAME.py`; its words are these, a client's number and the count."""
        each = [self._opponent(name, *words, str(number), str(count)) for number in range(count)]
        with self._all(each, self.opponent_environment(database)) as clients:
            yield clients

    def run_opponent(self, name: str, *words: str, database: str) -> None:
        """One process of an opponent to its end, as for migrating its database."""
        environment = self.opponent_environment(database)
        subprocess.run(self._opponent(name, *words), cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=True)

    def opponent_environment(self, database: str) -> dict[str, str]:
        """Where libpq finds the database, and nothing of the portal's."""
        kept = {name: value for name, value in self.environment.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        return {**kept, **self.databases.environment(database), "PYTHONUNBUFFERED": "1"}

    @contextmanager
    def process(self, *words: str, out: int | IO[str] | None = None, **more: str) -> Iterator["subprocess.Popen[str]"]:
        """Any process of the portal for the time of the block, in a group of its own; `more` adds to what it sees."""
        with child(words, {**self.environment, **more}, out=out) as process:
            yield process

    def _opponent(self, name: str, *words: str) -> list[str]:
        return [str(self.opponents_python), "-m", f"benchmarks.opponents.{name}", *words]

    @contextmanager
    def _all(self, each: Sequence[Sequence[str]], environment: Mapping[str, str]) -> Iterator[Clients]:
        with ExitStack() as stack:
            processes = [stack.enter_context(child(words, environment, out=subprocess.PIPE)) for words in each]
            yield Clients(processes, self.seconds)
