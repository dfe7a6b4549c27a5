"""Starting the server: the same for a school and for the demo."""

from __future__ import annotations

import gc
import io
import os
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from django.conf import settings
from django.core.management import call_command

from kring.environment import WrongSetting, value

SECONDS_TO_LEAVE = 5
"""Open streams would hold up a restart for ever; after this they are cut, and the phones come back."""
WAITING = 2048
"""Phones that may knock in the same instant."""


def prepare(*, migrate: bool = True) -> None:
    """Bring the database, what can be searched in it, and the static files up to date."""
    if migrate:
        call_command("migrate", verbosity=0, interactive=False)
        from kring.engine.harvest.search import keep_findable

        keep_findable()
    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)


def settle() -> None:
    """What was loaded at the start stays: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


class Server(uvicorn.Server):
    """A server that sends its streams home as soon as it is asked to stop."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and settle down."""
        await super().startup(sockets)
        settle()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called by the signal; the phones reconnect to whoever listens next."""
        from kring.asgi import application

        application.leave_soon()
        super().handle_exit(sig, frame)


def check() -> None:
    """Stop when something is not whole; when all is well, that is no news. Raises SystemCheckError."""
    call_command("check", stdout=io.StringIO())


def door(host: str, port: int) -> socket.socket:
    """The socket to listen on. Raises WrongSetting when another program has it, or this machine has not."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=WAITING)
    except OSError as reason:
        why = os.strerror(reason.errno or 0)
        raise WrongSetting(
            f"Kring cannot listen on {host}, port {port}: {why}. Set PORT or KRING_HOST otherwise."
        ) from None


def listen(say: Callable[[str], object]) -> None:
    """Serve until the process is ended. Raises WrongSetting."""
    host = str(value("KRING_HOST"))
    entrance = door(host, settings.PORT)
    say(f"Kring listens on port {settings.PORT}. Stop it with Ctrl+C.")
    config = uvicorn.Config(
        "kring.asgi:application",
        host=host,
        port=settings.PORT,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=settings.BEHIND_PROXY,
        forwarded_allow_ips="*" if settings.BEHIND_PROXY else None,
        timeout_graceful_shutdown=SECONDS_TO_LEAVE,
        backlog=WAITING,
    )
    Server(config).run(sockets=[entrance])
