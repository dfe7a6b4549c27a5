"""Who asks: a seat by cookie or header, a voice by header, a person by session; and in which language."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from kring.engine.live.streams import Receive
from kring.kit.payload import Refused

SEAT_COOKIE = "kring_seat_"
VOICE_COOKIE = "kring_voice_"
SESSION_COOKIE = "kring"
LANGUAGE_COOKIE = "kring_lang"
LARGEST = 65_536
FACES = {b"face=lead": "lead", b"face=phone": "phone", b"face=board": "board"}


def seat_cookie(meeting: str) -> str:
    """The name of the cookie that holds a seat in this meeting."""
    return SEAT_COOKIE + meeting[:8]


def voice_cookie(activity: object) -> str:
    """The name of the cookie that holds a paper, on the pages of a voice only."""
    return VOICE_COOKIE + str(activity)


class Asker:
    """What the headers of a request say about who asks. Nothing of it is logged."""

    __slots__ = ("accept_language", "cookies", "host", "json", "origin", "seat_key", "seat_name", "voice")

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.voice = self.seat_name = self.seat_key = ""
        self.cookies = self.accept_language = self.origin = self.host = ""
        self.json = False
        for name, value in headers:
            if name == b"cookie":
                self.cookies = (
                    f"{self.cookies};{value.decode('latin-1')}" if self.cookies else value.decode("latin-1")
                )
            elif name == b"authorization":
                scheme, _, rest = value.decode("latin-1").partition(" ")
                if scheme == "Voice":
                    self.voice = rest.strip()
                elif scheme == "Seat":
                    self.seat_name, _, self.seat_key = rest.strip().partition(".")
            elif name == b"accept-language":
                self.accept_language = value.decode("latin-1")
            elif name == b"origin":
                self.origin = value.decode("latin-1")
            elif name == b"host":
                self.host = value.decode("latin-1")
            elif name == b"content-type":
                self.json = value.startswith(b"application/json")

    @property
    def same_site(self) -> bool:
        """Only JSON from our own pages: another site's page cannot send it without the browser asking first.

        A proxy may hand on the host without its port, or under a name of its own; then the address that was set counts.
        """
        ours = not self.origin or self.origin == settings.ADDRESS
        return self.json and (ours or self.origin.partition("://")[2] == self.host)

    def cookie(self, name: str) -> str:
        """The value of one cookie, or nothing."""
        for part in self.cookies.split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
        return ""

    def seat_for(self, meeting: str) -> str:
        """The id of the seat this device says it has in the meeting."""
        if not self.seat_name:
            self.seat_name, _, self.seat_key = self.cookie(seat_cookie(meeting)).partition(".")
        return self.seat_name

    @property
    def session(self) -> str:
        """The key of the session of somebody who signed in, or nothing."""
        return self.cookie(SESSION_COOKIE)

    @property
    def language(self) -> str:
        """nl or en: what was chosen, else what the browser prefers, else Dutch."""
        if (chosen := self.cookie(LANGUAGE_COOKIE)) in ("nl", "en"):
            return chosen
        return "en" if self.accept_language[:2].lower() == "en" else "nl"


def language_of(query: bytes) -> str:
    """The language a page asked for in its address, or nothing."""
    return "nl" if b"lang=nl" in query else "en" if b"lang=en" in query else ""


def part_of(query: bytes) -> str:
    """The part of a meeting in people's own time that a page asked for in its address, or nothing."""
    return query.partition(b"part=")[2][:36].decode("ascii", "replace")


async def read_body(receive: Receive) -> bytes:
    """The body of a request. Raises Refused("too_large")."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body") and len(body) <= LARGEST:
        message = await receive()
        body += message.get("body", b"")
    if len(body) > LARGEST:
        raise Refused("too_large")
    return body
