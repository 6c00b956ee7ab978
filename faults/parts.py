"""The five parts of a portal that a drill strikes, each with the links to it or from it."""

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from chengdu_carbon.servers import Server
from faults.links import Link
from faults.processes import Process


class Runs(Protocol):
    """What can be started, ended, killed, frozen and thawed: a process of the portal or a server."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...
    def freeze(self) -> None: ...
    def thaw(self) -> None: ...


class FreezableServer:
    """A server and the processes that it has started."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        self.server.stop()

    def kill(self) -> None:
        self.server.kill()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        pid = self.server.pid
        assert pid, f"{self.server.name} does not run"
        # The first alone would go on starting others.
        for each in [pid, *children(pid)]:
            with suppress(ProcessLookupError):
                os.kill(each, number)


class Part:
    """`cut` and `mend` work on the network between it and the others, the rest on itself."""

    def __init__(self, runs: Runs | Process, links: Sequence[Link]) -> None:
        self.runs = runs
        self.links = links

    def cut(self) -> None:
        for link in self.links:
            link.cut()

    def mend(self) -> None:
        for link in self.links:
            link.mend()


def children(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
