"""The app, started by the README's command on a free port."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

from core.processes import training_process
from core.processes.training_client import Health
from dashboard.http.run_stream import NO_RUN, PATH
from tests.benchmarks.memory import child
from tests.benchmarks.plan import ROOT
from tests.benchmarks.table import NotMeasured

START_SECONDS = 60.0


class Server:
    """A context manager: the server and its worker end with it, and what they kept is removed.

    ``began`` is when the command was given, on the clock of `time.perf_counter`.
    """

    def __init__(self) -> None:
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self._folder = tempfile.TemporaryDirectory(prefix="layer-lab-benchmark-")
        self._log = tempfile.TemporaryFile()  # noqa: SIM115
        options = ("--server.port", str(self.port), "--server.headless", "true")
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", *options],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": self._folder.name, "LAYER_LAB_DATA": f"{self._folder.name}/data"},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def await_port(self) -> None:
        """Return as soon as the server takes connections."""
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("localhost", self.port), timeout=1):
                return
            self._still_starting()
            time.sleep(0.01)

    def await_worker(self) -> None:
        """Return as soon as the worker has compiled the tutorial's network."""
        self.await_port()
        connection = http.client.HTTPConnection("localhost", self.port, timeout=START_SECONDS)
        with contextlib.closing(connection):
            connection.request("GET", f"{PATH}/{NO_RUN}")
            for line in connection.getresponse():
                if line.startswith(b"data: ") and json.loads(line[5:])["health"] == Health.READY:
                    return
                self._still_starting()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def worker_pid(self) -> int:
        return child(self.pid, training_process.MODULE)

    def close(self) -> None:
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)  # the worker is in its group
        else:
            self._process.kill()
        self._process.wait()
        self._log.close()
        self._folder.cleanup()

    def _still_starting(self) -> None:
        if self._process.poll() is not None:
            self._log.seek(0)
            lines = self._log.read().decode(errors="replace").strip().splitlines()
            raise NotMeasured(f"the app ended: {lines[-1] if lines else self._process.returncode}")
        if time.perf_counter() - self.began > START_SECONDS:
            raise NotMeasured(f"the app did not start within {START_SECONDS:g} seconds")

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return listener.getsockname()[1]
