"""Confidential answers (C-12) are kept encrypted: the database alone does not tell who answered what."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from kring.keys import kept_key
from kring.kit.payload import Payload

SEALED = "~sealed"


@cache
def lock() -> Fernet:
    """The lock of this installation; its key lies beside the database and stays out of backups."""
    return Fernet(Fernet.generate_key() if settings.TESTING else kept_key(settings.DATA, "confidential"))


def sealed(payload: Payload) -> Payload:
    """The payload as the database keeps it."""
    return {SEALED: lock().encrypt(orjson.dumps(payload)).decode()}


def opened(payload: Payload) -> Payload:
    """The payload as the tools read it; what cannot be opened (restored without its key) is empty."""
    if SEALED not in payload:
        return payload
    try:
        found: Any = orjson.loads(lock().decrypt(payload[SEALED].encode()))
    except InvalidToken:
        return {}
    return dict(found)
