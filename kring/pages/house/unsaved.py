"""When nothing can be kept: a full disk, a database that is away. That is said, and not as a mistake of the page."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader

log = logging.getLogger("kring.pages")
FULL = (errno.ENOSPC, errno.EDQUOT)


def cannot_keep(reason: Exception) -> bool:
    """Is this the disk or the database, and not a mistake in Kring?"""
    return isinstance(reason, OperationalError) or (isinstance(reason, OSError) and reason.errno in FULL)


def told(reason: Exception) -> None:
    """Write it in the log: a line, and no story of forty."""
    log.error("Nothing can be kept now: %s", reason)


class NothingKept:
    """Middleware: a page that could not keep something says so (503)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, reason: Exception) -> HttpResponseBase | None:
        """The page that says it, or None for what is another matter."""
        if not cannot_keep(reason):
            return None
        told(reason)
        # Whoever asks is not looked up: that would need the database too.
        return HttpResponse(loader.get_template("503.html").render(), status=503)
