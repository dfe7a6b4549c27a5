"""kill -9 under load: what was acknowledged survives, and sending it again doubles nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
import uuid
from pathlib import Path
from typing import Any

from bench.kring_target import FIELDS
from bench.servers import ROOT, Server, manage

TABLE = "engine_namedcontribution"
SENT_AGAIN = 200


def crash(
    server: Server, data: Path, plan: Path, *, database: str = "", seconds: float = 3
) -> dict[str, Any]:
    """One round: load, kill, start again, send everything unsure again, compare.

    Gives {acked, lost, doubled, unacknowledged}; `lost` and `doubled` must be 0.
    """
    server.start()
    dump = data / "sent.json"
    subprocess.run(
        [
            sys.executable, "-m", "bench.driver", "--target", "kring", "--n", "20", "--rate", "0",
            "--url", f"http://127.0.0.1:{server.port}", "--opt", f"plan={plan}", "--pid", str(server.pid),
            "--warmup", "0", "--seconds", str(seconds), "--drain", "0.2",
            "--kill-after", str(seconds / 2), "--dump", str(dump),
        ],
        check=True, cwd=ROOT, capture_output=True,
    )  # fmt: skip
    if server.process is not None:
        server.process.wait(10)
    sent = json.loads(dump.read_text())
    server.start()
    try:
        before = stored(data, database)
        acked = [one for one, _ in sent["acked"]]
        lost = [one for one in acked if one not in before]
        for one in [*sent["unacked"], *acked[-SENT_AGAIN:]]:
            post(server.port, json.loads(plan.read_text())["meetings"][0], one)
        after = stored_list(data, database)
    finally:
        server.end()
    return {
        "acked": len(acked),
        "lost": len(lost),
        "doubled": len(after) - len(set(after)),
        "unacknowledged": len(sent["unacked"]),
        "missing_after_resend": len(set(sent["unacked"]) - set(after)),
    }


def post(port: int, meeting: dict[str, Any], ident: str) -> None:
    """Send one contribution (again)."""
    said = {
        "uuid": ident,
        "step": "scenarios",
        "kind": "cc.scenario",
        "key": FIELDS[0],
        "payload": {"text": "again"},
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/activities/{meeting['activity']}/contributions",
        json.dumps(said).encode(),
        {"Authorization": f"Seat {meeting['seats'][0]}", "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=10).read()


def stored_list(data: Path, database: str) -> list[str]:
    """The uuid of every stored contribution."""
    rows = json.loads(manage(data, database=database, module="bench.rows"))
    return [str(uuid.UUID(row)) for row in rows]


def stored(data: Path, database: str) -> set[str]:
    return set(stored_list(data, database))
