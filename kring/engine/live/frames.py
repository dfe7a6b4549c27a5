"""What is pushed: the whole of a face, or only the parts that changed, as bytes made once for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from kring.engine.live.streams import Stream


@dataclass(frozen=True, slots=True)
class Rendered:
    """One rendering of a face: `shell` with a mark for every part, and the parts by key."""

    shell: str
    parts: dict[str, str]

    @property
    def html(self) -> str:
        """The face as a page would hold it."""
        text = self.shell
        for key, part in self.parts.items():
            text = text.replace(mark(key), part, 1)
        return text


def mark(key: str) -> str:
    """Where a part stands in the shell; NUL cannot occur in what people type."""
    return f"\0{key}\0"


@dataclass(slots=True)
class Audience:
    """Everybody who looks at one face in one language."""

    face: str
    lang: str
    streams: set[Stream] = field(default_factory=set)
    last: Rendered | None = None
    frame: int = 0
    whole: bytes = b""
    delta: bytes = b""
    html: str = ""

    def take(self, now: Rendered, covers: str) -> bool:
        """Make the bytes for a new rendering; False when nothing changed. `covers` names the numbers it covers."""
        before = self.last
        if before is not None and before.shell == now.shell and before.parts == now.parts:
            return False
        self.last = now
        self.frame += 1
        self.html = now.html
        ident = f"{covers}-{self.frame}"
        self.whole = event(ident, {"html": self.html})
        if before is None or before.shell != now.shell:
            self.delta = self.whole
        else:
            changed = {key: part for key, part in now.parts.items() if before.parts.get(key) != part}
            self.delta = event(ident, {"parts": changed})
        return True


def known_as(html: str) -> str:
    """A short name for what a face shows, by which a page can tell the stream what stands on it already."""
    return sha256(html.encode()).hexdigest()[:16]


def event(ident: str, data: object) -> bytes:
    """One server-sent event; the id comes first, the data is one line of JSON."""
    return b"id: " + ident.encode() + b"\nevent: ours\ndata: " + orjson.dumps(data) + b"\n\n"
