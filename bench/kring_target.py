"""Kring as a target: every stream and every writer has a seat of its own in a meeting made for it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bench.targets import TARGETS, SseTarget

FIELDS = [f"{colour}.{field}" for colour in ("yellow", "blue", "red", "green", "white")
          for field in ("first_step", "who", "yields", "pitfall")]  # fmt: skip
SURFACES, TIMES = ("model", "worksheet", "mirror"), ("past", "present", "future")


class KringTarget(SseTarget):
    """Notes are the scenario forms of colours of change (named, live on every phone).

    Options: plan=FILE from `python -m bench.meetings`; load=survey answers the situation scan by voices.
    """

    def __init__(self, args, opts):
        super().__init__(args, opts)
        self.plan = json.loads(Path(opts["plan"]).read_text())["meetings"]
        self.step = opts.get("step", "scenarios")
        self.count = 0
        self.meeting_of = {}

    def at(self, k):
        meeting = self.plan[k % self.meetings]
        return meeting, meeting["seats"][(k // self.meetings) % len(meeting["seats"])]

    def stream_bytes(self, k):
        meeting, seat = self.at(k)
        return (
            f"GET /api/v1/meetings/{meeting['meeting']}/stream?face=phone&lang=nl HTTP/1.1\r\n"
            f"Host: {self.host_header}\r\nAuthorization: Seat {seat}\r\nAccept: text/event-stream\r\n\r\n"
        ).encode()

    def post_bytes(self, k, uid, text):
        meeting, seat = self.at(k)
        self.meeting_of[uid] = k % self.meetings
        self.count += 1
        if self.a.load == "survey":
            voices = meeting["voices"]
            who = f"Voice {voices[self.count % len(voices)]}"
            said = {"step": "situation", "kind": "cc.situation", "key": STATEMENTS[self.count // len(voices) % 20],
                    "payload": {"value": 1 + uid.int % 5}}  # fmt: skip
        elif meeting["cards"]:
            # Everybody in turn moves a card of their own to another cell of the wall.
            card, seat = meeting["cards"][self.count % len(meeting["cards"])]
            who = f"Seat {seat}"
            place = {"surface": SURFACES[(self.count + 1) % 3], "time": TIMES[self.count // 3 % 3]}
            said = {"step": "model", "kind": "cl.move", "key": card, "payload": place}
        else:
            # Twelve tables write four fields each, so that the wall holds the newest 48 notes.
            table = self.count % 12
            seat = meeting["seats"][table % len(meeting["seats"])]
            who = f"Seat {seat}"
            said = {"step": "scenarios", "kind": "cc.scenario", "key": FIELDS[4 * (table % 5) + self.count // 12 % 4],
                    "payload": {"text": text}}  # fmt: skip
        body = json.dumps({"uuid": str(uid), **said}).encode()
        head = (
            f"POST /api/v1/activities/{meeting['activity']}/contributions HTTP/1.1\r\nHost: {self.host_header}\r\n"
            f"Authorization: {who}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def ack_marker(self, body, uid):
        return self.meeting_of.pop(uid), json.loads(body)["seq"]

    def groups(self, items, meeting_of):
        """The items of each meeting."""
        grouped = {}
        for item in items:
            grouped.setdefault(meeting_of(item), []).append(item)
        return grouped

    def streams_of(self):
        return self.groups(self.run.streams, lambda stream: stream.k % self.meetings)

    def drained(self):
        tops = {}
        for _, (meeting, seq) in self.run.acked_ids[-4000:]:
            tops[meeting] = max(seq, tops.get(meeting, 0))
        streams = self.streams_of()
        return all(one.seq >= top for meeting, top in tops.items() for one in streams.get(meeting, ()))

    def deliveries(self, done):
        """When the last phone, and every phone, of the same meeting had each note."""
        last, every, missing, streams = [], [], 0, self.streams_of()
        for meeting, posts in self.groups(done, lambda post: post[2][0]).items():
            sched = np.array([post[0] for post in posts])
            seqs = np.array([post[2][1] for post in posts])
            latest = np.full(len(posts), -np.inf)
            for stream in streams.get(meeting, ()):
                times = np.array([*stream.times, np.inf])
                seen = times[np.searchsorted(np.array(stream.seqs), seqs, "left")]
                missing += int(np.isinf(seen).sum())
                latest = np.maximum(latest, seen)
                every.append(seen - sched)
            last.append(latest - sched)
        if not last:
            return [], [], 0
        last, every = np.concatenate(last), np.concatenate(every) if every else np.array([])
        return last[np.isfinite(last)], every[np.isfinite(every)], missing

    def text(self, uid):
        return "" if self.a.load == "survey" else super().text(uid)

    def event_seq(self, raw):
        try:
            named, anonymous, _ = raw.split(b"-")
        except ValueError:
            return None
        return int(anonymous if self.a.load == "survey" else named)


STATEMENTS = [f"cc.s{letter}{place}" for place in range(1, 5) for letter in "ybrgw"]

TARGETS["kring"] = KringTarget
