"""A learner without a browser: a Streamlit session and the live stream of its run, over plain connections."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from dashboard.http.run_stream import PATH

_RUN = re.compile(rb'"run": ?"([A-Za-z0-9_-]{2,})"')
_LONGEST_LINE = 2**22  # bytes


class Learner:
    """Opens the app, presses its buttons by their labels, and runs the page again when the live stream says so, as a tab does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._buttons: dict[str, str] = {}  # label → widget
        self._run: str | None = None  # the one that is followed
        self._page = ""  # its address; the first one at first
        self._drawn = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.frame: dict[str, object] = {}  # what the live stream said last

    async def open(self, page: str = "") -> None:
        """Return when the page is drawn."""
        self._socket = await connect(
            f"ws://localhost:{self._port}/_stcore/stream", subprotocols=["streamlit"], max_size=None, compression=None
        )
        self._tasks.append(asyncio.create_task(self._read()))
        await self.run(page=page)

    async def run(self, pressed: str | None = None, page: str | None = None) -> None:
        """Run a page by its address, or else the one that it is on; return when it is drawn."""
        self._page = self._page if page is None else page
        asked = BackMsg()
        asked.rerun_script.page_name = self._page
        if pressed is not None:
            asked.rerun_script.widget_states.widgets.add(id=self._buttons[pressed], trigger_value=True)
        self._drawn.clear()
        await self._socket.send(asked.SerializeToString())
        await asyncio.wait_for(self._drawn.wait(), timeout=60)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._socket.close()

    async def _read(self) -> None:
        async for packet in self._socket:
            message = ForwardMsg.FromString(packet)
            if message.delta.new_element.HasField("button"):
                button = message.delta.new_element.button
                self._buttons[button.label] = button.id
            if (found := _RUN.search(packet)) and found[1].decode() != self._run:
                self._run = found[1].decode()
                self._tasks.append(asyncio.create_task(self._follow(f"{PATH}/{self._run}")))
            if message.WhichOneof("type") == "script_finished":
                self._drawn.set()

    async def _follow(self, address: str) -> None:
        while True:  # a stream that ends before the run is known is asked for again
            await self._listen(address)
            await asyncio.sleep(0.5)

    async def _listen(self, address: str) -> None:
        reader, writer = await asyncio.open_connection("localhost", self._port, limit=_LONGEST_LINE)
        with contextlib.closing(writer):
            writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost:{self._port}\r\n\r\n".encode())
            while line := await reader.readline():
                if line.startswith(b"data: "):  # a heartbeat has none
                    known, self.frame = self.frame.get("event"), json.loads(line[5:])
                    if known is not None and self.frame["event"] != known:
                        await self.run()
