"""The web server, wherever it runs: `python -m chengdu_carbon.web [--host H] [--port N] [what else granian takes]`."""

import os
import sys

from chengdu_carbon.slow_clients import THREADS

COMMAND = [
    *("granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", str(THREADS)),
    # Whoever stands in front speaks HTTP/1; in HTTP/2 one connection would hold any number of requests.
    *("--http", "1", "--http1-header-read-timeout", "10000"),
    *("--workers-kill-timeout", "5", "--respawn-failed-workers"),
    # Granian's one warning is that it finds the threads many; most of them wait.
    *("--log-level", "error"),
    "chengdu_carbon.wsgi:application",
]
"""What is given behind it counts more."""

if __name__ == "__main__":
    os.execv(sys.executable, [sys.executable, "-m", *COMMAND, *sys.argv[1:]])
