"""A link between a process of the portal and a server: a small proxy on loopback that can be cut, mended and led away.

While it is cut nothing passes in either direction and nobody is told, as when a network swallows what it is sent. What
was connected meanwhile is reset when the link is mended: the other side has forgotten it.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

PIECE = 1 << 16
CLOSES_WITHIN_S = 5.0


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
        self.ends: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """From now on nothing passes, and nobody is told."""
        self._do(self.whole.clear)

    def mend(self) -> None:
        """What connects from now on reaches its target; what was connected before is reset."""
        self._do(self._reset)
        self._do(self.whole.set)

    def lead_to(self, target: Path) -> None:
        """Another server stands behind the same name: what was connected to the one before is reset."""
        self.target = target
        self._do(self._reset)

    def _do(self, act: Callable[[], None]) -> None:
        async def done() -> None:
            act()

        self.wires.run(done())

    def _reset(self) -> None:
        for end in self.ends:
            end.transport.abort()
        self.ends.clear()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.ends.add(writer)
        await self.whole.wait()
        if writer.transport.is_closing():
            return
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(str(self.target))
        except OSError:
            writer.transport.abort()
            return
        self.ends.add(far_writer)
        await asyncio.gather(self._pass_on(reader, far_writer), self._pass_on(far_reader, writer))
        self.ends -= {writer, far_writer}

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                await self.whole.wait()
                writer.write(piece)
                await writer.drain()
        with suppress(OSError, RuntimeError):
            await self.whole.wait()
            writer.close()
