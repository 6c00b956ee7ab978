"""A whole run: each benchmark on a copy of the prepared database, its table, and the audit of what it left."""

import os
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from importlib import import_module, util
from types import ModuleType

import django
from django.db import connections
from django.utils import timezone

from benchmarks import machine, report
from benchmarks.bench import Bench
from benchmarks.databases import PORTAL, PREPARED
from benchmarks.frame import NAMES, Result, play
from chengdu_carbon.supervisor import ROOT


def run(options: Namespace, bench: Bench) -> int:
    """Runs the benchmarks named, or all; 1 when one of them left books that the audit refuses."""
    os.environ.update(bench.environment)
    django.setup()
    facts = machine.facts(bench.databases, timezone.now())
    print(machine.line(facts), flush=True)
    results: list[Result] = []
    unsound = []
    chosen = modules(options.names)
    for module in chosen:
        results.extend(measured(module, bench, options.rounds))
        if not is_sound(bench, getattr(module, "AUDITED", ())):
            unsound.append(module.NAME)
    if len(chosen) > 1:
        print(f"\n{report.table(results)}")
    if options.json:
        report.write_json(options.json, results, facts, rounds=options.rounds, seconds=bench.seconds)
    if unsound:
        print(f"\nthe audit finds the books wrong after: {', '.join(unsound)}")
    return 1 if unsound else 0


def modules(names: Sequence[str]) -> list[ModuleType]:
    """The benchmarks named, or all that there are, in their order."""
    places = {name: f"benchmarks.{name.replace('-', '_')}" for name in NAMES if name in names or not names}
    return [import_module(place) for place in places.values() if util.find_spec(place)]


def measured(module: ModuleType, bench: Bench, rounds: int) -> list[Result]:
    """Every row of a benchmark, played; its table is printed at once."""
    began = time.monotonic()
    connections.close_all()
    bench.databases.make(PORTAL, template=PREPARED)
    forget_the_last_database()
    with closing(module.rows(bench)) as rows:
        results = [play(row, rounds) for row in rows]
    connections.close_all()
    print(f"\n{module.NAME} · {time.monotonic() - began:.0f} s\n{report.table(results)}", flush=True)
    for result in results:
        if result.notes:
            print(f"{result.name}: {result.notes}", flush=True)
    return results


def forget_the_last_database() -> None:
    """The portal keeps what never changes in a database; this process goes on with another one."""
    from credits import accounts  # its models need the apps to be loaded
    from scenarios import rulebook

    accounts.forget()
    rulebook.forget()


def is_sound(bench: Bench, audited: Sequence[str]) -> bool:
    """By the whole audit, or by that of some apps where a benchmark leaves rows that only they account for."""
    only = [word for app in audited for word in ("--only", app)]
    audit = [sys.executable, str(ROOT / "manage.py"), "audit_ledger", *only]
    return subprocess.run(audit, env=dict(bench.environment), stdin=subprocess.DEVNULL, check=False).returncode == 0
