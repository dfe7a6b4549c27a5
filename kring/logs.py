"""What may stand in the log: of a path only its first part, since what follows may be a key (C-10)."""

from __future__ import annotations

import logging


class FirstPartOfPath(logging.Filter):
    """Shortens the path of a request in a line about what went wrong: /invitation/… says enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, its path shortened. Only lines of Django carry a request."""
        path = getattr(getattr(record, "request", None), "path", "")
        if path and isinstance(record.args, tuple):
            record.args = tuple(first_part(path) if one == path else one for one in record.args)
        return True


def first_part(path: str) -> str:
    """/invitation/a-key/ as /invitation/…"""
    first, _, rest = path.lstrip("/").partition("/")
    return f"/{first}/…" if rest else path
