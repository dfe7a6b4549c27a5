"""All cases of the bench in one run, on one machine: medians of three, and the ratios that must hold."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.crash import crash
from bench.postgres import free_port, postgres, programs
from bench.servers import READY, ROOT, Server, begin, kring, make_ready, manage

RUNS = 3


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def drive(server: Server, *options: str) -> dict[str, Any]:
    """One run of the driver against a started server."""
    done = subprocess.run(
        [
            sys.executable, "-m", "bench.driver",
            "--url", f"http://127.0.0.1:{server.port}", "--pid", str(server.pid), *options,
        ],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def plan_for(data: Path, meetings: int, seats: int, step: str, database: str = "", cards: int = 0) -> Path:
    """A data folder with open meetings; the file says where they are."""
    begin(data, database)
    words = ("--meetings", str(meetings), "--seats", str(seats), "--step", step, "--cards", str(cards))
    plan = data / "plan.json"
    plan.write_text(manage(data, *words, database=database, module="bench.meetings"))
    return plan


def kring_case(
    folder: Path,
    name: str,
    meetings: int,
    seats: int,
    step: str,
    *options: str,
    live: str = "yes",
    cards: int = 0,
) -> Any:
    """A function that runs one case once on a fresh Kring."""

    def once(number: int) -> dict[str, Any]:
        data = folder / f"{name}-{number}"
        plan = plan_for(data, meetings, seats, step, cards=cards)
        with kring(free_port(), data, KRING_LIVE=live) as server:
            result = drive(
                server, "--target", "kring", "--opt", f"plan={plan}", "--meetings", str(meetings), *options
            )
        shutil.rmtree(data)
        return result

    return once


def limit_case(folder: Path, program: Path, *options: str) -> Any:
    """A function that runs one case once on the leanest server."""

    def once(number: int) -> dict[str, Any]:
        port = free_port()
        database = folder / f"limit-{number}.db"
        with Server([str(program), str(port), str(database)], port) as server:
            return drive(server, "--target", "sse", *options)

    return once


def plain_case(folder: Path, *options: str) -> Any:
    """A function that runs one case once on a view as anybody would write it, on a database of Kring."""

    def once(number: int) -> dict[str, Any]:
        data, port = folder / f"plain-{number}", free_port()
        plan = plan_for(data, 1, 200, "scenarios")
        words = [
            sys.executable,
            "-m",
            "uvicorn",
            "--log-level",
            "error",
            "--port",
            str(port),
            "bench.plain:application",
        ]
        with Server(words, port, {"KRING_DATA": str(data), "DATABASE_URL": ""}) as server:
            result = drive(server, "--target", "kring", "--opt", f"plan={plan}", "--meetings", "1", *options)
        shutil.rmtree(data)
        return result

    return once


def build_limit(folder: Path) -> Path | None:
    """The leanest server in C, or None where there is no compiler or no SQLite to compile with."""
    program = folder / "limit"
    words = ["gcc", "-O2", "-o", str(program), str(ROOT / "bench" / "limit.c"), "-lsqlite3"]
    try:
        subprocess.run(words, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        say("The limit server is left out: apt install gcc libsqlite3-dev")
        return None
    return program


FULL = ("--n", "200", "--rate", "0", "--seconds", "8", "--warmup", "2")


def cases(folder: Path) -> dict[str, Callable[[int], dict[str, Any]]]:
    """Name -> a function that runs it once."""
    listed: dict[str, Callable[[int], dict[str, Any]]] = {}
    if program := build_limit(folder):
        listed["limit"] = limit_case(folder, program, *FULL)
    listed["kring"] = kring_case(folder, "kring", 1, 200, "scenarios", *FULL)
    # A Django view holds no streams; it gets the whole machine for its posts.
    quiet = ("--n", "0", "--rate", "0", "--seconds", "8")
    listed["plain django view"] = plain_case(folder, *quiet)
    listed["kring without the lane"] = kring_case(folder, "django", 1, 200, "scenarios", *quiet, live="no")
    for name, meetings, seats, step, options in (
        ("50 phones, 5/s", 1, 50, "scenarios", ("--n", "50", "--rate", "5")),
        ("200 phones, 20/s", 1, 200, "scenarios", ("--n", "200", "--rate", "20")),
        ("1,000 phones, 100/s", 1, 1000, "scenarios", ("--n", "1000", "--rate", "100")),
        ("20 x 50 phones, 100/s", 20, 50, "scenarios", ("--n", "1000", "--rate", "100")),
        (
            "200 x 20 answers in 10 s",
            1,
            200,
            "situation",
            ("--n", "200", "--rate", "400", "--load", "survey"),
        ),
    ):
        listed[name] = kring_case(folder, slug(name), meetings, seats, step, "--seconds", "10", *options)
    lab = ("--seconds", "10", "--n", "30", "--rate", "5")
    listed["lab: 30 phones, 200 cards, 5/s"] = kring_case(folder, "lab", 1, 30, "model", *lab, cards=200)
    return listed


def slug(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name)


def middle(results: list[dict[str, Any]]) -> dict[str, float]:
    """The medians of the figures that are shown."""

    def of(*path: str) -> float:
        values = []
        for result in results:
            value: Any = result
            for name in path:
                value = value[name]
            values.append(value or 0)
        return float(median(values))

    return {
        "acked/s": of("acked_per_s"),
        "post p95 ms": of("post_ms", "p95"),
        "last phone p95 ms": of("deliver_last_ms", "p95"),
        "cpu %": of("server_cpu"),
        "kB per phone": 1000 * (of("rss_mb") - of("rss0_mb")) / max(1, results[0]["n"]),
        "missing": float(max(result["missing"] for result in results)),
        "driver cpu %": of("driver_cpu"),
        "other cpu %": of("other_cpu"),
    }


def table(found: dict[str, dict[str, float]]) -> None:
    """The table, and the two ratios."""
    columns = list(next(iter(found.values())))
    say("".join([f"{'case':28}", *(f"{column:>19}" for column in columns)]))
    for name, row in found.items():
        say("".join([f"{name:28}", *(f"{row[column]:19.1f}" for column in columns)]))
    mine = found.get("kring", {}).get("acked/s", 0)
    for other, least in (("limit", 0.3), ("plain django view", 10)):
        if other in found:
            say(f"kring : {other} = {mine / max(1, found[other]['acked/s']):.2f} (at least {least})")


def crashes(folder: Path) -> None:
    """kill -9 on both databases."""
    data = folder / "crash"
    plan = plan_for(data, 1, 20, "scenarios")
    say(f"kill -9, SQLite: {crash(kring(free_port(), data), data, plan)}")
    if programs() is None:
        say("kill -9, PostgreSQL is left out: apt install postgresql")
        return
    with postgres() as database:
        data = folder / "crash-pg"
        plan = plan_for(data, 1, 20, "scenarios", database)
        say(
            f"kill -9, PostgreSQL: {crash(kring(free_port(), data, database), data, plan, database=database)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--only", help="only cases whose name holds this")
    parser.add_argument("--no-crash", action="store_true")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kring-bench-"))
    try:
        make_ready(folder / "ready")
        os.environ[READY] = str(folder / "ready")
        chosen = {name: once for name, once in cases(folder).items() if not given.only or given.only in name}
        results: dict[str, list[dict[str, Any]]] = {name: [] for name in chosen}
        for number in range(given.runs):
            for name, once in chosen.items():
                results[name].append(once(number))
                say(f"run {number + 1}, {name}: {middle(results[name][-1:])}")
        if results:
            table({name: middle(rows) for name, rows in results.items()})
        if not given.no_crash:
            crashes(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
