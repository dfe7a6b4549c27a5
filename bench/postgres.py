"""A private PostgreSQL for a test or a bench run: its own folder, its own port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HASTY = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c jit=off"


def programs() -> Path | None:
    """The folder with PostgreSQL's programs, or None where it is not installed."""
    for place in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (place / "initdb").exists():
            return place
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres(*, durable: bool = True) -> Iterator[str]:
    """A running server with an empty database `kring`; gives its address. Raises FileNotFoundError without one.

    One that is not `durable` does not wait for its disk: enough where nobody pulls a plug.
    """
    where = programs()
    if where is None:
        raise FileNotFoundError("PostgreSQL is not installed: apt install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="kring-pg-"))
    # The server refuses to run as root; Debian's package brings a user for it.
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data, port = folder / "data", free_port()

    def run(*words: str) -> None:
        subprocess.run(
            words,
            check=True,
            cwd=folder,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            stdout=subprocess.DEVNULL,
        )

    try:
        run(
            str(where / "initdb"), "-D", str(data), "-U", "kring", "--auth=trust", "-E", "UTF8", "--no-locale"
        )
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1{'' if durable else HASTY}"
        run(str(where / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        address = f"postgresql://kring@127.0.0.1:{port}"
        run(str(where / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "kring", "kring")
        yield f"{address}/kring"
    finally:
        if (data / "postmaster.pid").exists():
            run(str(where / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run a command with such a server in DATABASE_URL (bin/with-postgres); 3 when PostgreSQL is not installed."""
    if programs() is None:
        sys.stderr.write("PostgreSQL is not here; install it: apt install postgresql\n")
        return 3
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with postgres(durable=False) as address:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main())
