"""The address people type or scan."""

from __future__ import annotations

import socket
from functools import cache

from django.conf import settings

from kring.environment import value


@cache
def public_address() -> str:
    """The address of this server, without a slash at the end: as set, else as the local network knows it."""
    if settings.ADDRESS:
        return str(settings.ADDRESS)
    port = "" if settings.PORT == 80 else f":{settings.PORT}"
    return f"http://{local_address()}{port}"


def local_address() -> str:
    """This machine's address in the local network, or to itself where it listens to nobody else; choosing a route
    sends nothing."""
    if str(value("KRING_HOST")) in ("127.0.0.1", "localhost"):
        return "127.0.0.1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def short_address() -> str:
    """The address as it is read aloud: without http."""
    return public_address().partition("://")[2]
