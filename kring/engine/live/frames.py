"""What is pushed: the whole of a face, or only the parts that changed, as bytes made once for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

import orjson

if TYPE_CHECKING:
    from kring.engine.live.streams import Stream
    from kring.engine.meetings.state import MeetingState


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


class Painter(Protocol):
    """Who draws one face in one language."""

    def draw(self, meeting: MeetingState) -> Rendered:
        """What everybody sees on this face now."""
        ...


@dataclass(slots=True)
class Audience:
    """Everybody who looks at one face in one language."""

    painter: Painter
    streams: set[Stream] = field(default_factory=set)
    last: Rendered = field(default_factory=lambda: Rendered("", {}))
    frame: int = 0
    ident: str = ""
    delta: bytes = b""
    _html: str = ""
    _whole: bytes = b""

    def take(self, now: Rendered, covers: str) -> bool:
        """Make the bytes for a new rendering; False when nothing changed. `covers` names the numbers it covers."""
        before = self.last
        if before.shell == now.shell and before.parts == now.parts:
            return False
        self.last = now
        self.frame += 1
        self.ident = f"{covers}-{self.frame}"
        self._html, self._whole = "", b""
        if before.shell != now.shell:
            self.delta = self.whole
        else:
            changed = {key: part for key, part in now.parts.items() if before.parts.get(key) != part}
            self.delta = event(self.ident, {"parts": changed})
        return True

    @property
    def html(self) -> str:
        """The whole face; made only when somebody asks for it, for most frames are told by their parts."""
        self._html = self._html or self.last.html
        return self._html

    @property
    def whole(self) -> bytes:
        """The whole face as an event, for whoever comes in or missed something."""
        self._whole = self._whole or event(self.ident, {"html": self.html})
        return self._whole


def known_as(html: str) -> str:
    """A short name for what a face shows, by which a page can tell the stream what stands on it already."""
    return sha256(html.encode()).hexdigest()[:16]


def event(ident: str, data: object) -> bytes:
    """One server-sent event; the id comes first, the data is one line of JSON."""
    return b"id: " + ident.encode() + b"\nevent: ours\ndata: " + orjson.dumps(data) + b"\n\n"
