"""The benchmarks are of one form, and what they say is computed exactly."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from types import ModuleType

import pytest

from benchmarks import report, run
from benchmarks.clients import Clients, child
from benchmarks.frame import NAMES, Row, Side, Target, play
from benchmarks.seal import most_held
from chengdu_carbon.service_error import ServiceError

MODULES = run.modules([])


def counted(seen: list[str], name: str, figures: list[float]) -> Side:
    """A side that notes each of its runs and returns the figures in turn."""
    left: Iterator[float] = iter(figures)

    def once() -> float:
        seen.append(name)
        return next(left)

    return Side(name, once)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_benchmark_says_its_name_and_what_it_measures(module: ModuleType):
    assert module.NAME in NAMES
    assert module.__name__ == f"benchmarks.{module.NAME.replace('-', '_')}"
    assert module.__doc__
    assert callable(module.rows)


def test_sides_are_run_in_turn_after_a_round_that_does_not_count():
    seen: list[str] = []
    sides = [counted(seen, "ours", [1000, 3, 9, 5]), counted(seen, "theirs", [1, 2, 4, 2])]

    result = play(Row("race", "a second", sides), rounds=3)

    assert seen == ["ours", "theirs"] * 4
    assert result.figures == {"ours": [3, 9, 5], "theirs": [2, 4, 2]}
    assert (result.median("ours"), result.median("theirs")) == (5, 2)


def test_a_row_played_once_has_no_warm_up():
    seen: list[str] = []

    result = play(Row("kill", "s", [counted(seen, "ours", [12])], once=True), rounds=5)

    assert seen == ["ours"]
    assert result.figures == {"ours": [12]}


def test_the_memory_of_a_process_is_its_own_and_not_that_of_who_started_it():
    own = b"x" * (200 << 20)
    holding = "import time; held = b'x' * (100 << 20); time.sleep(0.5)"

    of_a_small_one = most_held(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.5)"]))
    of_a_large_one = most_held(subprocess.Popen([sys.executable, "-c", holding]))

    assert 1 < of_a_small_one < 60
    assert 100 < of_a_large_one < 160
    assert len(own) > 160 << 20, "it is held until here"


def test_targets_compare_medians_and_are_only_told():
    sides = [counted([], "ours", [0, 5, 7, 6]), counted([], "theirs", [0, 2, 2, 50])]
    targets = [
        Target("ours", "theirs", at_least=3.0),
        Target("ours", "theirs", at_least=3.1),
        Target("ours", "theirs", at_most=2.9),
        Target("ours", at_most=6.0),
    ]

    verdicts = play(Row("race", "a second", sides, targets), rounds=3).verdicts()

    assert [(verdict.value, verdict.is_reached) for verdict in verdicts] == [
        (3.0, True),
        (3.0, False),
        (3.0, False),
        (6.0, True),
    ]


def test_the_table_has_a_line_for_each_side_and_each_further_target():
    sides = [counted([], "ours", [0, 5000, 7000, 6000]), counted([], "theirs", [0, 2, 2, 50])]
    targets = [Target("ours", "theirs", at_least=3.5), Target("ours", at_least=8000)]

    lines = report.table([play(Row("race", "a second", sides, targets), rounds=3)]).splitlines()

    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]] == [
        ["race", "ours", "6,000", "5,000 – 7,000", "a second", "theirs", "3000.00 ×", "≥ 3.5 ×", "yes"],
        ["", "", "", "", "", "", "6,000", "≥ 8000", "NO"],
        ["race", "theirs", "2", "2 – 50", "a second", "", "", "", ""],
    ]


def client(stack: ExitStack, step: str) -> subprocess.Popen[str]:
    """A real client process that repeats a step."""
    program = f"from benchmarks import stopwatch; stopwatch.answer(lambda: {step})"
    return stack.enter_context(child([sys.executable, "-c", program], os.environ, out=subprocess.PIPE))


def test_clients_do_one_run_after_another_and_are_ended():
    with ExitStack() as stack:
        processes = [client(stack, "5"), client(stack, "7")]
        clients = Clients(processes, seconds=0.01)

        assert clients.run() > 0
        assert clients.run() > 0

    assert all(process.returncode is not None for process in processes)


def test_a_client_that_fails_ends_the_run():
    with ExitStack() as stack:
        clients = Clients([client(stack, "1 / 0")], seconds=0.01)

        with pytest.raises(ServiceError, match="a client ended"):
            clients.run()
