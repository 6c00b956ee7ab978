"""Client processes that are started together and measured together."""

import os
import select
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.supervisor import ROOT, follow_parent

PATIENCE_SECONDS = 120.0
END_SECONDS = 10.0


class Clients:
    """Processes that speak as `benchmarks.stopwatch` does; they keep their connections from run to run."""

    def __init__(self, processes: Sequence["subprocess.Popen[str]"], seconds: float) -> None:
        self.processes = processes
        self.seconds = seconds
        for process in processes:
            _read(process, "ready")

    def run(self) -> float:
        """One short run of all at once; how many a second they did together."""
        for process in self.processes:
            _write(process, f"go {self.seconds}\n")
        answers = [_read(process, "done") for process in self.processes]
        return sum(int(count) / float(took) for count, took in answers)


@contextmanager
def child(
    words: Sequence[str], environment: Mapping[str, str], *, out: int | IO[str] | None = None
) -> Iterator["subprocess.Popen[str]"]:
    """A process in a group of its own for the time of the block; then the whole group is ended by its id."""
    process = subprocess.Popen(
        list(words),
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=out,
        text=True,
        start_new_session=True,
        preexec_fn=follow_parent(),
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    """A client ends when its input does, a server when it is asked to; what is left of the group is killed."""
    assert process.stdin
    with suppress(BrokenPipeError):
        process.stdin.close()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def _write(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin
    try:
        process.stdin.write(line)
        process.stdin.flush()
    except BrokenPipeError:
        raise ServiceError(f"a client ended ({_words(process)}); see above") from None


def _read(process: "subprocess.Popen[str]", wanted: str) -> list[str]:
    """The words after the wanted one. A client says one line when asked, so nothing waits in the buffer."""
    assert process.stdout
    readable, _writable, _odd = select.select([process.stdout], [], [], PATIENCE_SECONDS)
    word, *rest = (process.stdout.readline() if readable else "").split() or [""]
    if word != wanted:
        trouble = f"said {word!r} instead of {wanted!r}" if word else "ended" if readable else "does not answer"
        raise ServiceError(f"a client {trouble} ({_words(process)}); see above")
    return rest


def _words(process: "subprocess.Popen[str]") -> str:
    return " ".join(map(str, process.args)) if isinstance(process.args, list) else str(process.args)
