"""The web server, wherever it runs: `python -m chengdu_carbon.web [--host H] [--port N] [what else granian takes]`."""

import argparse
import os
import sys

from chengdu_carbon.slow_clients import THREADS
from common.loopback import is_loopback

COMMAND = [
    *("granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", str(THREADS)),
    # Whoever stands in front speaks HTTP/1; in HTTP/2 one connection would hold any number of requests.
    *("--http", "1", "--http1-header-read-timeout", "10000"),
    # Of an address and its headers: much of what Python keeps by address keeps it whole.
    *("--http1-buffer-size", "32768"),
    *("--workers-kill-timeout", "5", "--respawn-failed-workers"),
    # Granian's one warning is that it finds the threads many; most of them wait.
    *("--log-level", "error"),
    "chengdu_carbon.wsgi:application",
]
"""What is given behind it counts more."""


def main(words: list[str]) -> None:
    demand_what_is_safe(host_of(words))
    os.execv(sys.executable, [sys.executable, "-m", *COMMAND, *words])


def demand_what_is_safe(host: str) -> None:
    """Ends the process, with a line for each reason, where the portal must not answer there."""
    import django
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")
    django.setup()
    from portal import production  # needs the apps to be loaded

    if (settings.DEBUG or settings.REHEARSAL) and not is_loopback(host):
        sys.exit(f"not started: {only_here(host)}")
    production.demand(warns=True)


def only_here(host: str) -> str:
    return f"DEBUG shows everybody's codes, so it runs on 127.0.0.1 alone, and not on {host}; set DEBUG=0."


def host_of(words: list[str]) -> str:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--host", default=os.environ.get("GRANIAN_HOST", "127.0.0.1"))
    return str(parser.parse_known_args(words)[0].host)


if __name__ == "__main__":
    main(sys.argv[1:])
