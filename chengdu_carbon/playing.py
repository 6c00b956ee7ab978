"""“演示平台”: where the demonstration's platforms are played, and the keys by which the portal knows them."""

import socket
from collections.abc import Mapping

from common.loopback import is_loopback
from platforms.demonstration.__main__ import KEYS, PORT, YES
from platforms.demonstration.keys import Keys, as_text, environment
from platforms.demonstration.server import HERE


def played(given: Mapping[str, str], *, host: str) -> dict[str, str]:
    """What every process of a demonstration is started with so that platforms are there; nothing for any other portal.

    Where keys of real platforms are set nothing is played: a page would show both alike.
    """
    if given.get("DEBUG", "").lower() not in YES or not is_loopback(host):
        return {}
    keys, port = Keys(), _free_port()
    made = environment(keys, f"http://{HERE}:{port}")
    if set(made) & set(given):
        return {}
    return {**made, KEYS: as_text(keys), PORT: str(port)}


def command() -> list[str]:
    return ["-m", "platforms.demonstration"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port: int = probe.getsockname()[1]
        return port
