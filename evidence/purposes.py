"""What photos are taken for: the apps that ask for photos bring their purposes, in a module `photo_purposes`."""

from typing import NamedTuple

from django.utils.functional import Promise

from common.brought import brought


class Purpose(NamedTuple):
    code: str
    """As photos name it, at most sixteen letters."""
    label: Promise


def choices() -> list[tuple[str, Promise]]:
    return [(purpose.code, purpose.label) for module in brought("photo_purposes") for purpose in module.PURPOSES]
