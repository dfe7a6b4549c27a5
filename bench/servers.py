"""Servers for a test or a bench run: started afresh, waited for, and killed or ended."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 90
READY = "BENCH_READY"
"""Names a data folder in which all is up to date and nobody has been; making one takes ten times as long as a copy."""


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until somebody listens on the port. Raises RuntimeError when the process ends or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended by itself with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 0.3).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


class Server:
    """One process that listens on a port."""

    def __init__(
        self,
        words: list[str],
        port: int,
        environment: Mapping[str, str] | None = None,
        said: Path = Path(os.devnull),
    ) -> None:
        """`said` is where the process writes what it says."""
        self.words, self.port, self.said = words, port, said
        self.environment = {**os.environ, **(environment or {})}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                self.words, env=self.environment, cwd=ROOT, start_new_session=True, stdout=said
            )
        wait_for(self.port, self.process)
        return self

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def kill(self) -> None:
        """As a power cut would."""
        os.killpg(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def end(self) -> None:
        """Ask it to stop, and insist after a while."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.end()


def kring(
    port: int,
    data: Path,
    database: str = "",
    verb: tuple[str, ...] = ("serve",),
    said: Path = Path(os.devnull),
    **environment: str,
) -> Server:
    """A Kring server on its own data folder (and database): of a school (`serve`), or the `demo`."""
    return Server(
        [sys.executable, "-m", "kring", *verb],
        port,
        {
            "PORT": str(port),
            "KRING_HOST": "127.0.0.1",
            "KRING_ADDRESS": f"http://127.0.0.1:{port}",
            "KRING_DATA": str(data),
            "DATABASE_URL": database,
            **environment,
        },
        said,
    )


def make_ready(place: Path) -> None:
    """Make the folder that `READY` names: the database and the static files, and no keys."""
    place.mkdir(parents=True)
    for chore in ("migrate", "collectstatic"):
        manage(place, chore, "--verbosity", "0", "--no-input", "--skip-checks")
    shutil.rmtree(place / "keys", ignore_errors=True)


def begin(data: Path, database: str = "") -> None:
    """Bring the database of a data folder up to date: from the folder that `READY` names, where it names one."""
    before = os.environ.get(READY)
    if before and not database:
        shutil.copytree(before, data, dirs_exist_ok=True)
    else:
        data.mkdir(parents=True, exist_ok=True)
        manage(data, "migrate", "--verbosity", "0", "--skip-checks", database=database)


def manage(data: Path, *words: str, database: str = "", module: str = "kring") -> str:
    """Run a command of Kring on a data folder and give what it printed."""
    environment = {**os.environ, "KRING_DATA": str(data), "DATABASE_URL": database}
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
