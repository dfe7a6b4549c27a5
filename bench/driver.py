#!/usr/bin/env python3
"""Load driver for live meetings: N participants hold a stream open, writers post.

One process, uvloop, raw protocols, no HTTP client library: the driver has to be
cheaper than the server it measures.  It reports its own CPU share, so that a run
in which the driver itself was the bottleneck can be recognised (driver_cpu > 85).

    python -m bench.driver --target sse --url http://127.0.0.1:8000 --n 200 --rate 20

`bin/bench` runs every case and prints the table.
"""

import argparse
import asyncio
import collections
import contextlib
import gc
import json
import os
import random
import signal
import sys
import time
import uuid
from pathlib import Path

import numpy as np
import psutil
import uvloop

from bench.kring_target import TARGETS

now = time.perf_counter


def pct(values, qs=(50, 95, 99)):
    values = np.asarray(values, dtype=float)
    if not len(values):
        return {f"p{q}": None for q in qs}
    return {f"p{q}": round(float(np.percentile(values, q)) * 1e3, 2) for q in qs}


def machine_busy():
    t = psutil.cpu_times()
    return sum(t) - t.idle - t.iowait


class Sampler:
    """CPU seconds and resident memory of the server's process trees."""

    def __init__(self, pids):
        self.roots = list(pids)
        self.rss_peak = 0

    def procs(self):
        found = {}
        for pid in self.roots:
            try:
                root = psutil.Process(pid)
                for p in [root] + root.children(recursive=True):
                    found[p.pid] = p
            except psutil.Error:
                pass
        return found.values()

    def cpu(self):
        total = 0.0
        for p in self.procs():
            try:
                t = p.cpu_times()
                total += t.user + t.system
            except psutil.Error:
                pass
        return total

    def memory(self):
        total = 0
        for p in self.procs():
            with contextlib.suppress(psutil.Error):
                total += p.memory_info().rss
        self.rss_peak = max(self.rss_peak, total)
        return total


class Run:
    def __init__(self, args, target):
        self.a = args
        self.t = target
        self.streams = []
        self.writers = []
        self.sent = {}  # key -> scheduled time, for posts in flight
        self.done = []  # (scheduled time, ack time, key or seq)
        self.errors = 0
        self.error_kinds = collections.Counter()
        self.tokens = {}  # token -> [count, last time] (token targets)
        self.measure_from = float("inf")
        self.measure_to = float("inf")
        self.stop = False
        self.acked_ids = []
        self.unacked_ids = set()
        self.lags = []

    def note(self, text):
        if self.a.verbose:
            sys.stderr.write(text + "\n")

    # ---- posts -------------------------------------------------------------
    def new_post(self):
        uid = uuid.UUID(int=random.getrandbits(128), version=4)
        text = self.t.text(uid)
        return uid, text

    def acked(self, t_sched, t_ack, uid, marker):
        self.unacked_ids.discard(uid)
        self.acked_ids.append((uid, marker))
        if self.measure_from <= t_sched < self.measure_to:
            self.done.append((t_sched, t_ack, marker))

    def failed(self, t_sched, uid, kind):
        if self.measure_from <= t_sched < self.measure_to:
            self.errors += 1
        self.error_kinds[kind] += 1

    async def lag_probe(self):
        while not self.stop:
            t = now()
            await asyncio.sleep(0.01)
            self.lags.append(now() - t - 0.01)

    async def pace(self, until):
        """Open loop: posts leave on schedule whatever the server does."""
        gap = 1.0 / self.a.rate
        nxt = now()
        i = 0
        while nxt < until:
            t = now()
            if nxt > t:
                await asyncio.sleep(nxt - t)
                t = now()
            while nxt <= t and nxt < until:
                self.writers[i % len(self.writers)].push(nxt)
                i += 1
                nxt += gap

    async def go(self):
        a, tgt = self.a, self.t
        loop = asyncio.get_running_loop()
        tgt.run = self
        sampler = Sampler(a.pid)
        rss0 = sampler.memory()
        await tgt.prepare()
        t = now()
        gate = asyncio.Semaphore(a.connect_parallel)

        async def join(k):
            async with gate:
                s = await tgt.open_stream(loop, k)
                self.streams.append(s)
                try:
                    await asyncio.wait_for(s.ready, 30)
                except TimeoutError:
                    self.error_kinds["stream not ready"] += 1

        await asyncio.gather(*(join(k) for k in range(a.n)))
        t_join = now() - t
        self.note(f"joined {a.n} in {t_join:.2f}s")
        self.writers = await tgt.open_writers(loop, a.writers)
        gc.collect()
        gc.freeze()
        gc.disable()
        probe = loop.create_task(self.lag_probe())

        start = now()
        self.measure_from = start + a.warmup
        self.measure_to = self.measure_from + a.seconds
        marks = {}

        async def mark():
            await asyncio.sleep(a.warmup)
            marks["cpu0"], marks["t0"] = sampler.cpu(), now()
            marks["all0"] = machine_busy()
            marks["own0"] = time.process_time()
            marks["ev0"] = sum(s.events for s in self.streams)
            marks["by0"] = sum(s.bytes for s in self.streams)
            self.lags.clear()
            while now() < self.measure_to - 0.25:
                sampler.memory()
                await asyncio.sleep(0.25)
            await asyncio.sleep(max(0, self.measure_to - now()))
            sampler.memory()
            marks["cpu1"], marks["t1"] = sampler.cpu(), now()
            marks["all1"] = machine_busy()
            marks["own1"] = time.process_time()
            marks["ev1"] = sum(s.events for s in self.streams)
            marks["by1"] = sum(s.bytes for s in self.streams)
            marks["lags"] = list(self.lags)

        marker = loop.create_task(mark())
        if a.kill_after:

            async def kill():
                await asyncio.sleep(a.kill_after)
                os.kill(a.pid[0], signal.SIGKILL)
                self.note("killed")
                self.stop = True

            loop.create_task(kill())
        if a.rate:
            await self.pace(self.measure_to)
        else:
            for w in self.writers:
                w.closed_loop = True
                w.push(now())
            await asyncio.sleep(self.measure_to - now())
            for w in self.writers:
                w.closed_loop = False
        await marker
        # drain: every stream should get to see every acknowledged post
        deadline = now() + a.drain
        while now() < deadline and not tgt.drained():
            await asyncio.sleep(0.05)
        self.stop = True
        probe.cancel()
        return self.report(marks, sampler, t_join, rss0)

    def report(self, m, sampler, t_join, rss0):
        a = self.a
        span = m["t1"] - m["t0"]
        sched = np.array([d[0] for d in self.done])
        ack = np.array([d[1] for d in self.done])
        out = {
            "target": a.label or a.target,
            "n": a.n,
            "load": a.load,
            "rate": a.rate,
            "writers": len(self.writers),
            "seconds": a.seconds,
            "acked": len(self.done),
            "acked_per_s": round(len(self.done) / span, 1),
            "in_window_per_s": round(float((ack < self.measure_to).sum()) / span, 1) if len(ack) else 0,
            "errors": self.errors,
            "error_kinds": dict(self.error_kinds.most_common(5)),
            "post_ms": pct(ack - sched) if len(ack) else pct([]),
            "events_per_s": round((m["ev1"] - m["ev0"]) / span, 1),
            "mb_per_s": round((m["by1"] - m["by0"]) / span / 1e6, 3),
            "kb_per_event": round((m["by1"] - m["by0"]) / max(1, m["ev1"] - m["ev0"]) / 1e3, 2),
            "join_s": round(t_join, 2),
            "server_cpu": round(100 * (m["cpu1"] - m["cpu0"]) / span, 1),
            "rss_mb": round(sampler.rss_peak / 1e6, 1),
            "rss0_mb": round(rss0 / 1e6, 1),
            "driver_cpu": round(100 * (m["own1"] - m["own0"]) / span, 1),
            "other_cpu": round(
                100 * (m["all1"] - m["all0"] - (m["cpu1"] - m["cpu0"]) - (m["own1"] - m["own0"])) / span, 1
            ),
            "driver_lag_p99_ms": pct(m.get("lags") or [0], (99,))["p99"],
        }
        last, every, missing = self.t.deliveries(self.done)
        out["deliver_last_ms"] = pct(last)
        out["deliver_each_ms"] = pct(every)
        out["missing"] = int(missing)
        return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--target", required=True, choices=sorted(TARGETS))
    p.add_argument("--label")
    p.add_argument("--url", default="http://127.0.0.1:8000")
    p.add_argument("--n", type=int, default=50, help="participants with an open stream")
    p.add_argument("--meetings", type=int, default=1)
    p.add_argument("--rate", type=float, default=5, help="posts per second, 0 = as fast as acknowledged")
    p.add_argument("--writers", type=int, default=64, help="posting connections")
    p.add_argument("--seconds", type=float, default=10)
    p.add_argument("--warmup", type=float, default=2)
    p.add_argument("--drain", type=float, default=5)
    p.add_argument("--load", choices=("sticky", "survey"), default="sticky")
    p.add_argument(
        "--pid", type=int, action="append", default=[], help="server process (its children count too)"
    )
    p.add_argument("--opt", action="append", default=[], help="adapter option key=value")
    p.add_argument("--connect-parallel", type=int, default=50)
    p.add_argument("--kill-after", type=float, default=0)
    p.add_argument("--dump", help="write acknowledged and unacknowledged ids here")
    p.add_argument("--out", help="append the result as one JSON line")
    p.add_argument("-v", "--verbose", action="store_true")
    a = p.parse_args()
    random.seed()
    opts = dict(o.split("=", 1) for o in a.opt)
    target = TARGETS[a.target](a, opts)
    run = Run(a, target)
    out = uvloop.run(run.go())
    if a.dump:
        with Path(a.dump).open("w") as f:
            json.dump(
                {
                    "acked": [[str(u), m] for u, m in run.acked_ids],
                    "unacked": [str(u) for u in run.unacked_ids],
                },
                f,
            )
    line = json.dumps(out)
    if a.out:
        with Path(a.out).open("a") as f:
            f.write(line + "\n")
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
