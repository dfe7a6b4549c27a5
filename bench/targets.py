"""What the load driver talks to: N streams and some writers, over raw connections.

The acknowledgement of a post names its number, and every event names the highest number it covers
(`id:`), so that a delivery is recognised without reading the content.
"""

import asyncio
import collections
import json
import time
import urllib.parse
from functools import partial

import numpy as np

now = time.perf_counter

TEXT = """
aandacht afspraak antwoord begin beeld behoefte bespreken bord collega debat denken discussie doel
draagvlak durven eerst eigenaar ervaring feedback gedrag gesprek groep haalbaar hulp idee inzicht
jaar klas kijken koers kwaliteit leerling leraar leren les luisteren maandag mentor merken methode
moment nodig onderbouw onderzoek oefenen ouder overleg pauze plan praktijk probleem proces project
punt rooster ruimte samen school sectie stap stil tempo terugkijken tijd toets trots uitleg veilig
verhaal verschil vertrouwen volgende voorbeeld vraag waarom week werk willen zichtbaar zoeken zorg
"""
WORDS = TEXT.split()
LOREM = " ".join(WORDS[:18])


# --------------------------------------------------------------------------- http
class Writer(asyncio.Protocol):
    """One keep-alive connection; one request at a time; late posts wait in line."""

    def __init__(self, target, k):
        self.t = target
        self.k = k
        self.queue = collections.deque()
        self.current = None
        self.buf = b""
        self.closed_loop = False
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport
        try:
            import socket

            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except Exception:
            pass

    def push(self, t_sched):
        self.queue.append(t_sched)
        if self.current is None:
            self.next()

    def next(self):
        if not self.queue or self.transport is None:
            return
        t = self.queue.popleft()
        run = self.t.run
        uid, text = run.new_post()
        run.unacked_ids.add(uid)
        self.current = (t, uid)
        self.transport.write(self.t.post_bytes(self.k, uid, text))

    def data_received(self, data):
        buf = self.buf + data if self.buf else data
        head_end = buf.find(b"\r\n\r\n")
        if head_end < 0:
            self.buf = buf
            return
        head = buf[:head_end].lower()
        i = head.find(b"content-length:")
        if i >= 0:
            j = head.find(b"\r", i)
            length = int(head[i + 15 : j if j > 0 else len(head)])
            end = head_end + 4 + length
            if len(buf) < end:
                self.buf = buf
                return
            body = buf[head_end + 4 : end]
        elif b"chunked" in head:
            if not buf.endswith(b"0\r\n\r\n"):
                self.buf = buf
                return
            body = b"".join(self.unchunk(buf[head_end + 4 :]))
        else:
            body = b""
        self.buf = b""
        t_ack = now()
        if self.current is None:
            return
        t, uid = self.current
        self.current = None
        status = int(buf[9:12])
        if 200 <= status < 400:
            self.t.run.acked(t, t_ack, uid, self.t.ack_marker(body, uid))
        else:
            self.t.run.failed(t, uid, f"http {status}")
        if self.closed_loop:
            self.queue.append(now())
        self.next()

    @staticmethod
    def unchunk(raw):
        i = 0
        while True:
            j = raw.find(b"\r\n", i)
            n = int(raw[i:j], 16)
            if n == 0:
                return
            yield raw[j + 2 : j + 2 + n]
            i = j + 4 + n

    def connection_lost(self, exc):
        self.transport = None
        run = self.t.run
        if self.current:
            run.failed(self.current[0], self.current[1], "connection lost")
            self.current = None
        if not run.stop:
            asyncio.get_running_loop().create_task(self.again())

    async def again(self):
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, self.t.host, self.t.port)
            self.next()
            if self.closed_loop and self.current is None:
                self.push(now())
        except OSError:
            pass


class SseStream(asyncio.Protocol):
    """Keeps (time, highest sequence number) for every complete event."""

    mark = b"\nid: "

    def __init__(self, target, k):
        self.t = target
        self.k = k
        self.tail = b""
        self.times = []
        self.seqs = []
        self.seq = 0
        self.events = 0
        self.bytes = 0
        self.ready = asyncio.get_running_loop().create_future()
        self.status = None
        self.inflate = None

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.t.stream_bytes(self.k))

    def unzip(self, data):
        """Content-Encoding: gzip over chunked framing (option gzip=1)."""
        raw = self.chunks + data
        out, i = b"", 0
        while True:
            j = raw.find(b"\r\n", i)
            if j < 0:
                break
            n = int(raw[i:j], 16)
            if len(raw) < j + 4 + n:
                break
            out += self.inflate.decompress(raw[j + 2 : j + 2 + n])
            i = j + 4 + n
        self.chunks = raw[i:]
        return out

    def data_received(self, data):
        t = now()
        self.bytes += len(data)
        if self.inflate is not None:
            data = self.unzip(data)
        buf = self.tail + data if self.tail else data
        if self.status is None:
            if b"\r\n\r\n" not in buf:
                self.tail = buf
                return
            self.status = int(buf[9:12])
            head, _, rest = buf.partition(b"\r\n\r\n")
            buf = b"\r\n" + rest
            if b"gzip" in head.lower():
                import zlib

                self.inflate, self.chunks = zlib.decompressobj(31), b""
                buf = b"\r\n" + self.unzip(rest)
            if self.status != 200:
                self.t.run.error_kinds[f"stream http {self.status}"] += 1
        end = buf.rfind(b"\n\n")
        if end < 0:
            self.tail = buf
            return
        if not self.ready.done():
            self.ready.set_result(True)
        mark = self.mark
        i = buf.rfind(mark, 0, end + 1)
        if i >= 0:
            self.events += buf.count(mark, 0, end + 1)
            seq = self.t.event_seq(buf[i + len(mark) : buf.find(b"\n", i + 1)])
            if seq is not None and (seq > self.seq or not self.times):
                self.seq = max(self.seq, seq)
                self.times.append(t)
                self.seqs.append(self.seq)
        self.tail = buf[end + 1 :]

    def connection_lost(self, exc):
        if not self.t.run.stop:
            self.t.run.error_kinds["stream closed"] += 1


class SseTarget:
    """Server-sent events + POST.  Options: stream=PATH post=PATH (with {m}, {k}),
    header=Name:Value, cookie=..., body=json|form."""

    def __init__(self, args, opts):
        self.a = args
        self.o = opts
        u = urllib.parse.urlsplit(args.url)
        self.host, self.port = u.hostname, u.port or 80
        self.stream_path = opts.get("stream", "/m/{m}/events")
        self.post_path = opts.get("post", "/m/{m}/contributions")
        self.extra = ""
        if "header" in opts:
            self.extra += opts["header"] + "\r\n"
        self.gzip = "Accept-Encoding: gzip\r\n" if opts.get("gzip") else ""
        if "cookie" in opts:
            self.extra += "Cookie: " + opts["cookie"] + "\r\n"
        self.meetings = args.meetings
        self.heads = {}
        self.host_header = f"{self.host}:{self.port}"

    async def prepare(self):
        pass

    def text(self, uid):
        if self.a.load == "survey":
            return json.dumps({f"q{i}": 1 + (uid.int >> i) % 5 for i in range(20)})
        n, parts = uid.int, []
        for _ in range(19):  # varied text: the board must not compress too well
            parts.append(WORDS[n % len(WORDS)])
            n //= 71
        return " ".join(parts)[:120]

    def stream_bytes(self, k):
        path = self.stream_path.format(m=1 + k % self.meetings, k=k)
        return (
            f"GET {path} HTTP/1.1\r\nHost: {self.host_header}\r\n{self.extra}{self.gzip}"
            "Accept: text/event-stream\r\n\r\n"
        ).encode()

    def post_bytes(self, k, uid, text):
        m = 1 + k % self.meetings
        if self.o.get("body") == "form":
            body = urllib.parse.urlencode({"uuid": str(uid), "text": text}).encode()
            ctype = "application/x-www-form-urlencoded"
        else:
            body = json.dumps({"uuid": str(uid), "text": text, "who": k}).encode()
            ctype = "application/json"
        head = self.heads.get(m)
        if head is None:
            path = self.post_path.format(m=m, k=k)
            head = self.heads[m] = (
                f"POST {path} HTTP/1.1\r\nHost: {self.host_header}\r\n{self.extra}"
                f"Origin: http://{self.host_header}\r\nContent-Type: {ctype}\r\nContent-Length: "
            ).encode()
        return head + str(len(body)).encode() + b"\r\n\r\n" + body

    def ack_marker(self, body, uid):
        return json.loads(body)["seq"]

    def event_seq(self, raw):
        try:
            return int(raw.split(b"-", 1)[0])
        except ValueError:
            return None

    async def open_stream(self, loop, k):
        _, s = await loop.create_connection(lambda: self.stream_proto(k), self.host, self.port)
        return s

    def stream_proto(self, k):
        return SseStream(self, k)

    async def open_writers(self, loop, count):
        ws = []
        for k in range(count):
            _, w = await loop.create_connection(partial(Writer, self, k), self.host, self.port)
            ws.append(w)
        return ws

    def drained(self):
        if not self.run.acked_ids:
            return True
        if self.meetings > 1:
            return all(w.current is None for w in self.run.writers)
        top = max(m for _, m in self.run.acked_ids[-2000:])
        return all(s.seq >= top for s in self.run.streams)

    def deliveries(self, done):
        if not done or not self.run.streams or self.meetings > 1:
            return [], [], 0
        sched = np.array([d[0] for d in done])
        seqs = np.array([d[2] for d in done])
        last = np.full(len(done), -np.inf)
        every, missing = [], 0
        step = max(1, len(done) * len(self.run.streams) // 2_000_000)
        for s in self.run.streams:
            T = np.array(s.times + [np.inf])
            idx = np.searchsorted(np.array(s.seqs), seqs, "left")
            t = T[idx]
            missing += int(np.isinf(t).sum())
            last = np.maximum(last, t)
            every.append((t - sched)[::step])
        every = np.concatenate(every)
        fin = np.isfinite(last)
        return (last - sched)[fin], every[np.isfinite(every)], missing


TARGETS = {"sse": SseTarget}
