"""bin/check: named checks in a fixed order."""

import subprocess
import sys

from .conftest import ROOT


def test_checks_run_in_their_own_order_whatever_order_they_are_asked_for_in() -> None:
    done = check("deps", "messages", "--no-tests")
    named = [line.split()[0] for line in done.stdout.splitlines() if line.startswith(("deps ", "messages "))]
    assert named == ["messages", "deps"]


def test_an_unknown_name_is_refused_with_the_list_of_checks() -> None:
    done = check("speling")
    assert done.returncode == 2
    assert "no check is called speling; there are format, lint, templates" in done.stderr


def check(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "bin" / "check"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)
