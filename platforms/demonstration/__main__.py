"""The played platforms as a process of the demonstration: `bin/serve` starts it, with keys and a port."""

import os
import signal
import sys

from platforms.demonstration.answers import World
from platforms.demonstration.keys import from_text
from platforms.demonstration.server import Server

KEYS, PORT = "PLAYED_PLATFORMS_KEYS", "PLAYED_PLATFORMS_PORT"
YES = ("1", "true", "yes", "on", "y", "ok")


def main() -> int:
    if os.environ.get("DEBUG", "").lower() not in YES or KEYS not in os.environ:
        sys.stderr.write("Platforms are played with DEBUG alone, and by bin/serve.\n")
        return 1
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    Server(World(from_text(os.environ[KEYS])), int(os.environ[PORT])).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
