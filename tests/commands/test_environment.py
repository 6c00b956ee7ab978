"""The set-up of packages: free when nothing changed, done again when interrupted, one line when it cannot be done."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import ROOT


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """bin/environment.py over an empty folder; whatever it would run is written down instead."""
    spec = importlib.util.spec_from_file_location("environment", ROOT / "bin" / "environment.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements.lock", "requirements-dev.lock", "package.json", "package-lock.json"):
        (tmp_path / name).write_text(name)
    venv, modules = tmp_path / ".venv", tmp_path / "node_modules"
    paths = {
        "ROOT": tmp_path,
        "VENV": venv,
        "VENV_PYTHON": venv / "bin" / "python",
        "VENV_STAMP": venv / "complete.json",
        "NODE_MODULES": modules,
        "NODE_STAMP": modules / ".complete",
        "LOCKS": {"runtime": tmp_path / "requirements.lock", "dev": tmp_path / "requirements-dev.lock"},
    }
    for name, value in paths.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module, "make_venv", lambda *, moved: touch(venv / "bin" / "python"))
    monkeypatch.setattr(module, "install_node_modules", lambda: (touch(modules / ".complete"), stamp_node(module)))
    module.ran = []
    monkeypatch.setattr(module, "run", lambda command, failure, environment=None: module.ran.append(command[-1]))
    return module


def test_unchanged_packages_are_not_installed_again(environment: ModuleType) -> None:
    environment.complete("runtime")
    environment.complete("runtime")
    assert [Path(lock).name for lock in environment.ran] == ["requirements.lock"]


def test_a_changed_lock_is_installed(environment: ModuleType) -> None:
    environment.complete("runtime")
    environment.LOCKS["runtime"].write_text("newer")
    environment.complete("runtime")
    assert len(environment.ran) == 2


def test_the_tests_environment_serves_too_and_is_never_cut_down(environment: ModuleType) -> None:
    environment.complete("dev")
    environment.complete("runtime")
    environment.LOCKS["runtime"].write_text("newer")
    environment.complete("runtime")
    environment.complete("dev")
    assert [Path(lock).name for lock in environment.ran] == ["requirements-dev.lock", "requirements-dev.lock"]


def test_an_interrupted_set_up_is_done_again(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.complete("runtime")
    environment.LOCKS["runtime"].write_text("newer")
    with monkeypatch.context() as patch:
        patch.setattr(environment, "run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.complete("runtime")
    assert not environment.packages_complete("runtime")

    environment.complete("runtime")
    assert environment.packages_complete("runtime")


def test_a_clone_that_was_moved_is_set_up_anew(environment: ModuleType) -> None:
    environment.complete("runtime")
    stamp = json.loads(environment.VENV_STAMP.read_text())
    environment.VENV_STAMP.write_text(json.dumps(stamp | {"venv": "/elsewhere/.venv"}))
    assert not environment.packages_complete("runtime")


def test_an_old_python_is_one_clear_line(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(environment.SetupError, match=r"^this needs Python 3.11 or newer; \S+ is \S+$"):
        environment.refuse_old_python()


def test_no_network_on_the_first_start_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "environment.py", tmp_path / "bin")
    shutil.copy(ROOT / "bin" / "serve", tmp_path / "bin")
    for name in ("requirements.lock", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    refused = subprocess.run(
        [sys.executable, str(tmp_path / "bin" / "serve")],
        env=kept | nowhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    lines = [line for line in refused.stderr.splitlines() if not line.endswith("…")]
    assert lines == ["bin/serve: could not reach the package index; the first start needs the network"]


def interrupted(*command: object) -> None:
    raise KeyboardInterrupt


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def stamp_node(environment: ModuleType) -> None:
    environment.NODE_STAMP.write_text(environment.node_digest())
