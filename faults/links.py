"""A link between a process of the portal and a server: a small proxy on loopback that can be cut, mended and led away.

While it is cut nothing passes in either direction and nobody is told, as when a network swallows what it is sent. When
it is mended, who was connected is reset: the way has forgotten them. The server is not told even then: it goes on
keeping what it was asked to keep by somebody who never comes back.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

PIECE = 1 << 16
CLOSES_WITHIN_S = 5.0
FORGOTTEN_AFTER_S = 60.0
"""Only then the server's end of what was cut is closed, too: a server grants so many connections and no more."""


class Wires:
    """The loop in which all links of a drill run, in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="wires", daemon=True)
        self.thread.start()

    def link(self, target: Path) -> "Link":
        """A new link to a server's socket."""
        link = Link(self, target)
        self.run(link.open())
        return link

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(CLOSES_WITHIN_S)

    def close(self) -> None:
        self.run(_end_others())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(CLOSES_WITHIN_S)


class Link:
    """Listens on `port` of loopback and passes everything on to the socket that is its target."""

    def __init__(self, wires: Wires, target: Path) -> None:
        self.wires = wires
        self.target = target
        self.port = 0
        self.whole = asyncio.Event()
        self.whole.set()
        self.near: set[asyncio.StreamWriter] = set()
        self.far: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """From now on nothing passes, and nobody is told."""
        self._do(self.whole.clear)

    def mend(self) -> None:
        """What connects from now on reaches its target; who was connected before is reset, the server is not told."""
        self._do(self._forget)
        self._do(self.whole.set)

    def lead_to(self, target: Path) -> None:
        """Another server stands behind the same name: what was connected to the one before is reset."""
        self.target = target
        self._do(lambda: _abort(self.near | self.far))

    def _do(self, act: Callable[[], None]) -> None:
        async def done() -> None:
            act()

        self.wires.run(done())

    def _forget(self) -> None:
        far = self.far
        self.far = set()
        _abort(self.near)
        self.wires.loop.call_later(FORGOTTEN_AFTER_S, _abort, far)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.near.add(writer)
        await self.whole.wait()
        try:
            if not writer.transport.is_closing():
                await self._pass(reader, writer)
        except OSError:
            writer.transport.abort()
        except asyncio.CancelledError:
            pass  # The wires are closed; Python 3.11 takes whoever passes that on for broken.
        finally:
            self.near.discard(writer)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Both ways, until one of them ends; then the other does as well, unless it was forgotten."""
        far_reader, far_writer = await asyncio.open_unix_connection(str(self.target))
        self.far.add(far_writer)
        ways = [
            asyncio.ensure_future(self._one_way(reader, far_writer)),
            asyncio.ensure_future(self._one_way(far_reader, writer)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        await self.whole.wait()
        for way in ways:
            way.cancel()
        if far_writer in self.far:
            self.far.discard(far_writer)
            far_writer.close()
        writer.close()

    async def _one_way(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                await self.whole.wait()
                writer.write(piece)
                await writer.drain()


def _abort(ends: set[asyncio.StreamWriter]) -> None:
    """By a reset, not by a polite end."""
    for end in ends:
        if not end.transport.is_closing():
            end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.transport.abort()


async def _end_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
