"""A deed in a process of its own, whose memory is its alone: `python -m benchmarks.deed MODULE:FUNCTION WORD …`."""

import sys
from importlib import import_module

import django


def main(place: str, *words: str) -> None:
    django.setup()
    module, _colon, function = place.partition(":")
    getattr(import_module(module), function)(*words)


if __name__ == "__main__":
    main(*sys.argv[1:])
