"""Starting the server: the same for a school and for the demo."""

from __future__ import annotations

from collections.abc import Callable
from types import FrameType

import uvicorn
from django.conf import settings
from django.core.management import call_command

from kring.environment import value

SECONDS_TO_LEAVE = 5
"""Open streams would hold up a restart for ever; after this they are cut, and the phones come back."""


def prepare(*, migrate: bool = True) -> None:
    """Bring the database, what can be searched in it, and the static files up to date."""
    if migrate:
        call_command("migrate", verbosity=0, interactive=False)
        from kring.engine.harvest.search import keep_findable

        keep_findable()
    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)


class Server(uvicorn.Server):
    """A server that sends its streams home as soon as it is asked to stop."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called by the signal; the phones reconnect to whoever listens next."""
        from kring.asgi import application

        application.leave_soon()
        super().handle_exit(sig, frame)


def listen(say: Callable[[str], object]) -> None:
    """Serve until the process is ended."""
    say(f"Kring listens on port {settings.PORT}. Stop it with Ctrl+C.")
    config = uvicorn.Config(
        "kring.asgi:application",
        host=str(value("KRING_HOST")),
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
        backlog=2048,
    )
    Server(config).run()
