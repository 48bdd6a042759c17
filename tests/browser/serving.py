"""The app as a user starts it: the last part of the README's command, on a port of its own."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.support.root import ROOT
from tests.support.waiting import until


def start_command() -> list[str]:
    """The README's start command from the program on, with this interpreter's folder in place of `.venv/bin`."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- start -->\s*```\w*\n(.*?)```", readme, re.DOTALL).group(1)
    program, *arguments = shlex.split(block.split("&&")[-1])
    return [program.replace(".venv/bin", str(Path(sys.executable).parent)), *arguments]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


class Server:
    """A running app; its output goes to ``log``, what it keeps to ``data``, by default beside it.

    ``base``: the path that it is served under, as "/lab".
    """

    def __init__(
        self, log: Path, port: int | None = None, folder: Path = ROOT, data: Path | None = None, base: str = ""
    ) -> None:
        self.port, self.log = port or free_port(), log
        self.url = f"http://localhost:{self.port}{base}"
        self.data = data or log.parent / "data"
        environment = os.environ | {
            "STREAMLIT_SERVER_PORT": str(self.port),
            "STREAMLIT_SERVER_HEADLESS": "true",
            "STREAMLIT_SERVER_BASE_URL_PATH": base,
            "LAYER_LAB_DATA": str(self.data),
        }
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                start_command(),
                cwd=folder,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    def wait(self) -> Server:
        until(lambda: self._answers() or self.process.poll() is not None)
        if self.process.poll() is not None:
            raise RuntimeError(f"the app did not start:\n{self.log.read_text()}")
        return self

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False

    def workers(self) -> list[int]:
        """Process numbers of its worker processes (Linux)."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[1] if entry.name.isdigit() else None
                if (
                    parent == str(self.process.pid)
                    and b"core.processes.training_worker" in (entry / "cmdline").read_bytes()
                ):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def stop(self, how: int = signal.SIGINT, seconds: float = 60) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def alive(process: int) -> bool:
    return _state(process) not in ("Z", "")


def halted(process: int) -> bool:
    """Whether a signal has stopped it."""
    return _state(process) == "T"


def _state(process: int) -> str:
    """The letter that the system has for it; "" where there is no such process."""
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return ""
