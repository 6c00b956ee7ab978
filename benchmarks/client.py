"""A client process of our own side: `python -m benchmarks.client MODULE:FUNCTION ARGUMENTS` with ARGUMENTS in JSON.

The function takes the arguments by name and returns the step that `benchmarks.stopwatch` repeats.
"""

import json
import sys
from importlib import import_module

import django

from benchmarks import stopwatch


def main(place: str, arguments: str) -> None:
    django.setup()
    module, _colon, function = place.partition(":")
    stopwatch.answer(getattr(import_module(module), function)(**json.loads(arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])
