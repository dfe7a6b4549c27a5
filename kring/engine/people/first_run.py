"""The key to the first-run page: whoever can read the server's log may set up Kring, a passer-by may not."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.crypto import constant_time_compare

from kring.engine.address import public_address
from kring.engine.people.models import Organisation


def place() -> Path:
    """Where the key lies until Kring is set up."""
    return Path(settings.DATA) / "keys" / "setup"


def setup_key() -> str:
    """The key, made when it is first needed. Raises OSError when it cannot be kept."""
    file = place()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    except FileNotFoundError:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return setup_key()
    key = secrets.token_urlsafe(16)
    with os.fdopen(handle, "w") as kept:
        kept.write(key)
    return key


def is_key(typed: str) -> bool:
    """Whether this is the key."""
    return constant_time_compare(typed, setup_key())


def throw_away() -> None:
    """Kring is set up; the key opens nothing any more."""
    place().unlink(missing_ok=True)


def setup_link() -> str:
    """The link that sets up Kring, for the text at the start; nothing once that is done."""
    if Organisation.objects.exists():
        return ""
    return f"{public_address()}/welcome/{setup_key()}/"
