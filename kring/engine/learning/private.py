"""What somebody writes for themselves is kept encrypted (roles.md 3): the database alone does not tell it."""

from __future__ import annotations

from cryptography.fernet import InvalidToken

from kring.engine.meetings.sealed import lock


def sealed(text: str) -> str:
    """The words as they are kept."""
    return lock().encrypt(text.encode()).decode()


def opened(kept: str) -> str:
    """The words again; nothing when the key that sealed them is not here."""
    try:
        return lock().decrypt(kept.encode()).decode() if kept else ""
    except InvalidToken:
        return ""
